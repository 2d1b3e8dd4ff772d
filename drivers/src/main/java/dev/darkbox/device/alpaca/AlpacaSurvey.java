package dev.darkbox.device.alpaca;

import com.grack.nanojson.JsonObject;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Looks at what an Alpaca server has. Only asks, and connects only what it is told to.
public final class AlpacaSurvey {

    static final String COVER = "covercalibrator";
    static final String SWITCH = "switch";

    private static final Duration DISCOVERY = Duration.ofMillis(1500);
    /// More devices or switches than that are not listed.
    private static final int MOST_DEVICES = 100;
    private static final int MOST_SWITCHES = 64;

    private final AlpacaCalls calls;
    private final List<AlpacaWish> wishes;
    private final boolean connect;

    private AlpacaSurvey(AlpacaCalls calls, List<AlpacaWish> wishes, boolean connect) {
        this.calls = calls;
        this.wishes = List.copyOf(wishes);
        this.connect = connect;
    }

    /// A device as its server lists it.
    private record Listed(String name, String type, int number) {
        String place() {
            return type + " " + number;
        }

        String path(String property) {
            return "/api/v1/%s/%d/%s".formatted(type, number, property);
        }
    }

    /// Who answers a call into the networks of this machine, within 1.5 s.
    public static List<AlpacaServer> servers() {
        return AlpacaDiscovery.ask(AlpacaDiscovery.everywhere(), AlpacaDiscovery.PORT, DISCOVERY);
    }

    /// One server.
    ///
    /// @param wishes of the rigs that use it; may be none
    /// @param connect whether covercalibrators and switches that are not connected are
    public static DeviceSurvey of(AlpacaServer server, List<AlpacaWish> wishes, boolean connect, Time time)
            throws InterruptedException {
        return of(server, wishes, connect, time, AlpacaPatience.USUAL);
    }

    static DeviceSurvey of(
            AlpacaServer server, List<AlpacaWish> wishes, boolean connect, Time time,
            AlpacaPatience patience) throws InterruptedException {
        String place = "Alpaca server " + server;
        var calls = new AlpacaCalls(server, server.toString(), time, patience, new WireLog(WireLog.USUAL));
        try {
            return new AlpacaSurvey(calls, wishes, connect).look(place);
        } catch (DeviceException e) {
            return new DeviceSurvey(place, Optional.of(e.what()), List.of(), List.of());
        }
    }

    private DeviceSurvey look(String place) throws DeviceException, InterruptedException {
        var devices = new ArrayList<Device>();
        var listed = list();
        for (Listed one : listed) {
            devices.add(look(one));
        }
        var shortcomings = new ArrayList<Shortcoming>();
        for (AlpacaWish wish : wishes) {
            if (listed.stream().noneMatch(one -> one.place().equals(wish.device()))) {
                shortcomings.add(new Shortcoming(wish.rig(),
                        "%s, %s of %s, is not there".formatted(wish.part(), wish.device(), calls.place()),
                        ""));
            }
        }
        return new DeviceSurvey(place, Optional.empty(), devices, shortcomings);
    }

    private List<Listed> list() throws DeviceException, InterruptedException {
        var listed = new ArrayList<Listed>();
        Object devices = calls.get("/management/v1/configureddevices").value().orElse("");
        if (!(devices instanceof List<?> all)) {
            throw new DeviceException.Garbled(calls.place(), "a list of devices",
                    Shown.text(devices.toString()));
        }
        for (Object one : all) {
            if (one instanceof JsonObject device && listed.size() < MOST_DEVICES) {
                listed.add(new Listed(Shown.text(device.getString("DeviceName", "nameless")),
                        device.getString("DeviceType", "").toLowerCase(Locale.ROOT),
                        device.getInt("DeviceNumber", 0)));
            }
        }
        return listed;
    }

    private Device look(Listed one) throws DeviceException, InterruptedException {
        var traits = new ArrayList<Trait>();
        wishes.stream().filter(wish -> wish.device().equals(one.place())).forEach(wish -> traits.add(
                Trait.of("configured as", wish.part() + " of rig " + wish.rig())));
        String driver = one.place() + told(one, "driverinfo").map(info -> ", " + info).orElse("");
        boolean ours = one.type().equals(COVER) || one.type().equals(SWITCH);
        State state = told(one, "connected").filter("true"::equals).isPresent()
                ? State.CONNECTED
                : State.NOT_CONNECTED;
        String note = "";
        if (ours && state == State.NOT_CONNECTED && connect) {
            try {
                AlpacaDevice.connect(calls.server(), one.type(), one.number(),
                        one.type().equals(COVER) ? 2 : 3,
                        calls.time(), calls.patience());
                state = State.CONNECTED_JUST_NOW;
            } catch (DeviceException e) {
                state = State.CANNOT_CONNECT;
                note = e.what();
            }
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (ours && (state == State.CONNECTED || state == State.CONNECTED_JUST_NOW)) {
            traits.addAll(one.type().equals(COVER) ? cover(one, kinds) : switches(one));
        } else if (one.type().equals(COVER)) {
            kinds.addAll(EnumSet.of(Kind.CAP, Kind.PANEL));
        } else if (one.type().equals("camera")) {
            kinds.add(Kind.CAMERA);
        } else if (one.type().equals("filterwheel")) {
            kinds.add(Kind.WHEEL);
        }
        return new Device(one.name(), kinds.isEmpty() ? EnumSet.of(Kind.OTHER) : kinds, driver, state, note,
                traits);
    }

    private List<Trait> cover(Listed one, Set<Kind> kinds) throws DeviceException, InterruptedException {
        var traits = new ArrayList<Trait>();
        Optional<String> cover = told(one, "coverstate").filter(state -> !"0".equals(state));
        if (cover.isPresent()) {
            kinds.add(Kind.CAP);
            traits.add(Trait.of("cover", AlpacaCover.word(AlpacaCover.STATES, number(cover.get()))));
        }
        Optional<String> lamp = told(one, "calibratorstate").filter(state -> !"0".equals(state));
        if (lamp.isPresent()) {
            kinds.add(Kind.PANEL);
            traits.add(Trait.of("lamp", "%s, brightness %s of %s".formatted(
                    AlpacaCover.word(AlpacaLamp.STATES, number(lamp.get())),
                    told(one, "brightness").orElse("?"), told(one, "maxbrightness").orElse("?"))));
        }
        return traits;
    }

    private List<Trait> switches(Listed one) throws DeviceException, InterruptedException {
        var traits = new ArrayList<Trait>();
        int count = Math.min(MOST_SWITCHES, number(told(one, "maxswitch").orElse("0")));
        for (int id = 0; id < count; id++) {
            String number = Integer.toString(id);
            boolean on = told(one, "getswitch", "Id", number).filter("true"::equals).isPresent();
            boolean set = told(one, "canwrite", "Id", number).filter("false"::equals).isEmpty();
            traits.add(Trait.at("id = " + id, "switch", "%s, %s%s".formatted(
                    told(one, "getswitchname", "Id", number).orElse("nameless"), on ? "on" : "off",
                    set ? "" : ", can only be read")));
        }
        return traits;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    }

    /// Empty where the device answers with an error; many questions are for connected devices only.
    private Optional<String> told(Listed one, String property, String... parameters)
            throws DeviceException, InterruptedException {
        AlpacaAnswer answer = calls.get(one.path(property), parameters);
        return answer.isError() ? Optional.empty() : answer.value().map(v -> Shown.text(v.toString()));
    }
}
