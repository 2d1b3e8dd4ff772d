package dev.darkbox.app;

import dev.darkbox.config.PartConfig;
import dev.darkbox.config.PartsConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.MixedRig;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.alpaca.AlpacaSwitch;
import dev.darkbox.device.alpaca.AlpacaUnit;
import dev.darkbox.device.gpio.Board;
import dev.darkbox.device.gpio.FileLightSensor;
import dev.darkbox.device.gpio.GpioContact;
import dev.darkbox.device.gpio.GpioUnit;
import dev.darkbox.device.serial.SerialPorts;
import dev.darkbox.device.serial.SerialUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/// The parts of one rig that have drivers of their own, connected. A box that is cap, panel and heater at once is
/// opened once.
final class Parts implements AutoCloseable {

    /// So long may putting out a lamp take when the process ends.
    private static final Duration AT_EXIT = Service.ALL_ENDS;

    private final Time time;
    private final Held held;
    private final List<Switch> others = new ArrayList<>();
    private final Map<PartConfig, CoverUnit> units = new LinkedHashMap<>();

    private Parts(Time time, Held held) {
        this.time = time;
        this.held = held;
    }

    /// Adds what the configuration says to a rig that has its camera.
    ///
    /// @param base closed here when a part cannot be connected
    /// @throws DeviceException a part is not there, or not what it should be
    static Rig around(Rig base, RigConfig rig, Time time, Held held)
            throws DeviceException, InterruptedException {
        if (rig.parts().isNone()) {
            return base;
        }
        var parts = new Parts(time, held);
        boolean complete = false;
        try {
            Rig whole = parts.around(base, rig.parts());
            complete = true;
            return whole;
        } finally {
            if (!complete) {
                parts.close();
                base.close();
            }
        }
    }

    /// The parts of a rig without its camera where `device` has a driver of its own; else the whole rig, because a
    /// device that comes with the camera is reached as it is.
    ///
    /// @param device `cap`, `panel`, or the name of something
    static Rig only(RigConfig rig, String device, Time time, Held held)
            throws DeviceException, InterruptedException {
        PartsConfig parts = rig.parts().only(device);
        if (parts.isNone()) {
            return Rigs.open(rig, time, held);
        }
        var opened = new Parts(time, held);
        boolean complete = false;
        try {
            Rig whole = opened.around(new NoCamera(rig.name()), parts);
            complete = true;
            return whole;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    /// Takes hold of what is wired to pins, and makes it safe: lamp and heater off, nothing moves.
    static void hold(RigConfig rig, Kit kit) throws InterruptedException {
        var parts = new ArrayList<PartConfig>();
        rig.parts().cap().ifPresent(parts::add);
        rig.parts().panel().ifPresent(parts::add);
        rig.parts().heaters().forEach(heater -> parts.add(heater.part()));
        for (PartConfig part : parts) {
            if (part instanceof PartConfig.Gpio) {
                try {
                    new Parts(kit.time(), kit.held()).unit(part);
                } catch (DeviceException e) {
                    Logger.error("rig {}: {}; it is tried again by the next run", rig.name(), e.getMessage());
                    return;
                }
            }
        }
    }

    private Rig around(Rig base, PartsConfig parts) throws DeviceException, InterruptedException {
        Optional<DustCap> cap = parts.cap().isEmpty()
                ? Optional.empty()
                : Optional.of(cap(parts.cap().get()));
        Optional<FlatPanel> panel = parts.panel().isEmpty()
                ? Optional.empty()
                : Optional.of(panel(parts.panel().get()));
        var heaters = new ArrayList<Switch>();
        for (PartsConfig.Named heater : parts.heaters()) {
            heaters.add(heater(heater));
        }
        var contacts = new ArrayList<Switch>();
        for (PartsConfig.Named contact : parts.contacts()) {
            contacts.add(contact(contact));
        }
        var lights = new ArrayList<LightSensor>();
        parts.lights().forEach(light -> lights.add(new FileLightSensor(Pins.light(light), time)));
        for (CoverUnit unit : units.values()) {
            if (unit instanceof SerialUnit serial) {
                serial.lightSensor().ifPresent(lights::add);
            }
        }
        return new MixedRig(base, cap, panel, heaters, contacts, lights, this::close);
    }

    private DustCap cap(PartConfig part) throws DeviceException, InterruptedException {
        CoverUnit unit = unit(part);
        need(unit, unit.traits().cover(), "cover", "rig.cap");
        return new UnitCap(unit, time);
    }

    private FlatPanel panel(PartConfig part) throws DeviceException, InterruptedException {
        CoverUnit unit = unit(part);
        need(unit, unit.traits().lamp(), "lamp", "rig.panel");
        return new UnitPanel(unit, time);
    }

    private Switch contact(PartsConfig.Named contact) throws DeviceException, InterruptedException {
        Switch opened = switch (contact.part()) {
            case PartConfig.GpioContact pin ->
                GpioContact.open(Pins.contact(contact.name(), pin), Board.ofThisMachine(time), time);
            case PartConfig.Alpaca(String host, int port, int number, int id) ->
                AlpacaSwitch.contact(contact.name(), host, port, number, id, time);
            case PartConfig.Serial _, PartConfig.Gpio _ ->
                throw new IllegalArgumentException(contact.part() + " is no contact");
        };
        others.add(opened);
        return opened;
    }

    private Switch heater(PartsConfig.Named heater) throws DeviceException, InterruptedException {
        if (heater.part() instanceof PartConfig.Alpaca(String host, int port, int number, int id)) {
            Switch opened = AlpacaSwitch.open(heater.name(), host, port, number, id, time);
            others.add(opened);
            return opened;
        }
        CoverUnit unit = unit(heater.part());
        need(unit, unit.traits().heater(), "heater", "rig.heater");
        return new UnitHeater(heater.name(), unit);
    }

    private static void need(CoverUnit unit, boolean has, String what, String section)
            throws DeviceException {
        if (!has) {
            throw new DeviceException.Refused(unit.traits().place(),
                    "%s has no %s, which [%s] wants".formatted(unit.traits().identity(), what, section));
        }
    }

    private CoverUnit unit(PartConfig part) throws DeviceException, InterruptedException {
        CoverUnit known = units.get(part);
        if (known != null) {
            return known;
        }
        CoverUnit unit = switch (part) {
            case PartConfig.Serial(String driver, String port) ->
                SerialUnit.open(port, driver, SerialPorts.opener(AT_EXIT), time);
            case PartConfig.Alpaca(String host, int port, int number, _) ->
                AlpacaUnit.open(host, port, number, time);
            case PartConfig.Gpio(var wiring) -> held.unit(wiring,
                    pins -> GpioUnit.open(Pins.spec(pins), Board.ofThisMachine(time), time));
            case PartConfig.GpioContact _ -> throw new IllegalArgumentException("a contact is no box");
        };
        units.put(part, unit);
        return unit;
    }

    @Override
    public void close() {
        units.forEach((part, unit) -> {
            if (!(part instanceof PartConfig.Gpio)) {
                unit.close();
            }
        });
        units.clear();
        for (Switch other : others) {
            other.close();
        }
        others.clear();
    }
}
