package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Looks at everything behind one `indiserver`. Only asks: other clients of the server, a run among them, are not
/// disturbed. What is not connected stays so, unless told otherwise.
public final class IndiSurvey {

    /// A property that only devices of a kind have, and the kind's bit in `DRIVER_INTERFACE`.
    private record Sign(Kind kind, String property, int bit) {}

    private static final List<Sign> SIGNS = List.of(new Sign(Kind.CAMERA, "CCD_EXPOSURE", 2),
            new Sign(Kind.WHEEL, "FILTER_SLOT", 16), new Sign(Kind.CAP, "CAP_PARK", 512),
            new Sign(Kind.PANEL, "FLAT_LIGHT_CONTROL", 1024));

    private final IndiConnection connection;
    private final List<IndiWish> wishes;
    private final boolean connect;

    private IndiSurvey(IndiConnection connection, List<IndiWish> wishes, boolean connect) {
        this.connection = connection;
        this.wishes = wishes;
        this.connect = connect;
    }

    /// Looks at one server, for as long as it takes it to fall silent, at most [Wait#SETTLING].
    ///
    /// @param wishes of the rigs that use this server; may be none
    /// @param connect whether cameras, wheels, caps, panels and everything wished for is connected if it is not
    public static DeviceSurvey of(String host, int port, List<IndiWish> wishes, boolean connect)
            throws InterruptedException {
        return of(host, port, wishes, connect, Pace.USUAL);
    }

    static DeviceSurvey of(String host, int port, List<IndiWish> wishes, boolean connect, Pace pace)
            throws InterruptedException {
        String place = "indiserver " + host + ":" + port;
        try (IndiConnection connection = IndiConnection.to(host, port, pace)) {
            if (!connection.awaitUp(pace.of(Wait.SERVER))) {
                return new DeviceSurvey(place, Optional.of(connection.lastLoss()), List.of(), List.of());
            }
            return new IndiSurvey(connection, wishes, connect).look(place);
        }
    }

    private DeviceSurvey look(String place) throws InterruptedException {
        settle();
        Map<String, Device> devices = new TreeMap<>();
        for (String name : connection.store().devices()) {
            devices.put(name, look(new IndiDevice(connection, name)));
        }
        var shortcomings = new ArrayList<Shortcoming>();
        for (IndiWish wish : wishes) {
            shortcomings.addAll(wish.shortcomings(connection, devices));
        }
        return new DeviceSurvey(place, Optional.empty(), List.copyOf(devices.values()), shortcomings);
    }

    /// Waits until no device and no property has come for a while. Values may go on changing.
    private void settle() throws InterruptedException {
        PropertyStore store = connection.store();
        long begun = System.nanoTime();
        Duration quiet = connection.pace().of(Wait.SETTLED);
        int known = -1;
        while ((known != size(store) && !isOver(begun, Wait.SETTLING)) || !isOver(begun, Wait.FIRST_NEWS)) {
            int now = size(store);
            known = now;
            store.await(() -> size(store) != now, System.nanoTime() + quiet.toNanos());
        }
    }

    private boolean isOver(long begun, Wait wait) {
        return System.nanoTime() - begun >= connection.pace().of(wait).toNanos();
    }

    private static int size(PropertyStore store) {
        return store.devices().stream().mapToInt(device -> 1 + store.all(device).size()).sum();
    }

    private Device look(IndiDevice device) throws InterruptedException {
        boolean wished = wishes.stream().anyMatch(wish -> wish.names().contains(device.name()));
        if (isConnected(device)) {
            return described(device, State.CONNECTED, "");
        }
        if (!connect || (!wished && kinds(device).equals(Set.of(Kind.OTHER)))) {
            return described(device, State.NOT_CONNECTED, "");
        }
        try {
            device.connect(List.of(), device.limit(Wait.DRIVER_CONNECT));
            IndiFacts.awaitShortest(device);
            return described(device, State.CONNECTED_JUST_NOW, "");
        } catch (DeviceException e) {
            return described(device, State.CANNOT_CONNECT, e.what());
        }
    }

    static boolean isConnected(IndiDevice device) {
        return device.find("CONNECTION").map(v -> v.isOn("CONNECT")).orElse(false);
    }

    private Device described(IndiDevice device, State state, String note) {
        Set<Kind> kinds = kinds(device);
        var traits = new ArrayList<Trait>();
        wishes.forEach(wish -> wish.partsOf(device.name()).forEach(part -> traits.add(
                Trait.of("configured as", part + " of rig " + wish.spec().rig()))));
        if (isConnected(device)) {
            if (kinds.contains(Kind.CAMERA)) {
                traits.addAll(new CameraTraits(device, wishes).all());
            }
            traits.addAll(PartTraits.of(device));
        }
        String driver = device.find("DRIVER_INFO")
                .map(v -> v.text("DRIVER_EXEC") + " " + v.text("DRIVER_VERSION")).orElse("").strip();
        return new Device(device.name(), kinds, driver, state, note, traits);
    }

    /// By what the device has; before it is connected, by what its driver says it will be.
    static Set<Kind> kinds(IndiDevice device) {
        double bits = device.find("DRIVER_INFO").map(v -> v.number("DRIVER_INTERFACE")).orElse(0.0);
        boolean connected = isConnected(device);
        var kinds = EnumSet.noneOf(Kind.class);
        for (Sign sign : SIGNS) {
            if (device.has(sign.property()) || (!connected && ((int) bits & sign.bit()) != 0)) {
                kinds.add(sign.kind());
            }
        }
        return kinds.isEmpty() ? EnumSet.of(Kind.OTHER) : kinds;
    }
}
