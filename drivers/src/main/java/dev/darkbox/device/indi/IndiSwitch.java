package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.Vector.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A heater or relay that is one switch, or one number, of an INDI device. A number is on when it is not zero, and can
/// only be switched off.
public final class IndiSwitch implements Switch {

    /// What the switch that means off is called, in any case.
    static final String MEANS_OFF = "(?i).*(off|disable|none).*";

    private final String name;
    private final IndiDevice device;
    private final MemberName member;
    private final Time time;

    private IndiSwitch(String name, IndiDevice device, MemberName member, Time time) {
        this.name = name;
        this.device = device;
        this.member = member;
        this.time = time;
    }

    static IndiSwitch connect(IndiSpec.Heater heater, IndiConnection connection, Time time, Duration limit)
            throws DeviceException, InterruptedException {
        MemberName member = heater.member();
        var device = new IndiDevice(connection, member.device());
        device.connect(List.of(member.property()), limit);
        Vector found = device.require(member.property());
        if (!found.members().containsKey(member.member())
                || (found.kind() != Kind.SWITCH && found.kind() != Kind.NUMBER)) {
            throw new DeviceException.Refused(heater.name(),
                    "%s is no switch and no number; %s has %s".formatted(
                            member, member.property(), found.members().keySet()));
        }
        if (!found.writable()) {
            throw new DeviceException.Refused(heater.name(), member + " can only be read, not switched");
        }
        var made = new IndiSwitch(heater.name(), device, member, time);
        if (isOneOfMany(found)) {
            made.other(found);
        }
        return made;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        device.ensureConnected();
        Vector v = device.fresh(member.property(), device.limit(Wait.PROMPT));
        double power = v.number(member.member());
        if (v.kind() == Kind.NUMBER && Double.isNaN(power)) {
            throw new DeviceException.Garbled(name, "a power in " + member, v.text(member.member()));
        }
        boolean on = v.kind() == Kind.SWITCH ? isOn(v) : power != 0;
        return new Reading(time.now(), on, Evidence.REPORTED);
    }

    @Override
    public void set(boolean on) throws DeviceException, InterruptedException {
        device.ensureConnected();
        Vector v = device.require(member.property());
        if (v.kind() == Kind.NUMBER) {
            if (on) {
                throw new DeviceException.Refused(name,
                        member + " is a power; it can be switched off, not on");
            }
            device.set(member.property(), member.member(), 0).orThrow(name);
        } else if (on || !isOneOfMany(v)) {
            device.turn(member.property(), member.member(), on, Manner.AT_ONCE, device.limit(Wait.PROMPT))
                    .orThrow(name);
        } else {
            device.turnOn(member.property(), other(v)).orThrow(name);
        }
    }

    /// Of a property with several steps, any step is on but the one that means off.
    private boolean isOn(Vector v) throws DeviceException {
        if (!isOneOfMany(v)) {
            return v.isOn(member.member());
        }
        String off = other(v);
        return v.members().values().stream().anyMatch(m -> m.isOn() && !m.name().equals(off));
    }

    private static boolean isOneOfMany(Vector v) {
        return v.kind() == Kind.SWITCH && v.rule().equals("OneOfMany");
    }

    /// Of a property where one switch is always on, the one that means off.
    private String other(Vector v) throws DeviceException {
        List<String> others = v.members().keySet().stream().filter(m -> !m.equals(member.member())).toList();
        Optional<String> off = others.size() == 1
                ? Optional.of(others.getFirst())
                : others.stream().filter(m -> m.matches(MEANS_OFF)).findFirst();
        return off.orElseThrow(() -> new DeviceException.Refused(name, "none of " + others + " means off"));
    }

    @Override
    public void close() {
        // the rig closes the connection
    }
}
