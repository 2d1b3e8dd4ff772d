package dev.darkbox.device.alpaca;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.Wired;

/// One switch of an ASCOM Alpaca switch device: an outlet or a dew heater that is set, or a contact that is only read.
///
/// One with more than two values is judged against itself: a heater is off only if it says "off" *and* has its lowest
/// value; a contact is on only if it says "on" and is above it.
///
/// Threading: safe from any thread, one call at a time.
public final class AlpacaSwitch implements Switch, Wired {

    /// Version 3 of the interface came with connecting that does not keep one waiting.
    private static final int ASYNCHRONOUS_SINCE = 3;

    private final String name;
    private final AlpacaDevice device;
    private final String id;
    private final boolean contact;
    private final boolean settable;
    private final boolean hasValue;
    private String said = "";

    private AlpacaSwitch(String name, AlpacaDevice device, int id, boolean contact)
            throws DeviceException, InterruptedException {
        this.name = name;
        this.device = device;
        this.id = Integer.toString(id);
        this.contact = contact;
        int count = device.whole("maxswitch");
        if (id >= count) {
            throw new DeviceException.Refused(device.place(), count < 1
                    ? "has no switches; \"%s\" should be number %d".formatted(name, id)
                    : "has switches 0..%d; \"%s\" should be number %d".formatted(count - 1, name, id));
        }
        // the oldest interface has no such question: all its switches can be set
        settable = !contact && (!device.has("canwrite", "Id", this.id)
                || device.flag("canwrite", "Id", this.id));
        hasValue = device.has("getswitchvalue", "Id", this.id)
                && device.has("minswitchvalue", "Id", this.id);
        device.wire().note(device.time().now(), "%s is switch %d, %s".formatted(name, id,
                device.has("getswitchname", "Id", this.id)
                        ? device.text("getswitchname", "Id", this.id)
                        : "nameless"));
    }

    /// Connects the device if it is not connected, and finds the switch.
    ///
    /// @param name for log lines, as in the configuration
    /// @param number of the device, 0..
    /// @param id of the switch within it, 0..
    /// @throws DeviceException.Lost no server there
    /// @throws DeviceException no such device or switch; the message names server and device
    public static AlpacaSwitch open(String name, String host, int port, int number, int id, Time time)
            throws DeviceException, InterruptedException {
        return open(name, new AlpacaServer(host, port), number, id, false, time, AlpacaPatience.USUAL);
    }

    /// The same for a contact: it is read and never set, even where it could be.
    public static AlpacaSwitch contact(
            String name, String host, int port, int number, int id, Time time)
            throws DeviceException, InterruptedException {
        return open(name, new AlpacaServer(host, port), number, id, true, time, AlpacaPatience.USUAL);
    }

    static AlpacaSwitch open(
            String name, AlpacaServer server, int number, int id, boolean contact, Time time,
            AlpacaPatience patience) throws DeviceException, InterruptedException {
        return new AlpacaSwitch(name,
                AlpacaDevice.connect(server, "switch", number, ASYNCHRONOUS_SINCE, time, patience), id,
                contact);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Reading read() throws DeviceException, InterruptedException {
        boolean on = device.flag("getswitch", "Id", id);
        said = "getswitch " + on;
        if (hasValue) {
            double value = device.number("getswitchvalue", "Id", id);
            boolean above = value > device.number("minswitchvalue", "Id", id);
            said += ", getswitchvalue " + value;
            on = contact ? on && above : on || above;
        }
        return new Reading(device.time().now(), on, Evidence.REPORTED);
    }

    /// Reads it back until it shows what it was told: some servers ask their hardware every few seconds only.
    @Override
    public synchronized void set(boolean on) throws DeviceException, InterruptedException {
        if (!settable) {
            throw new DeviceException.Refused(device.place(),
                    "switch %s, \"%s\", can only be read".formatted(id, name));
        }
        device.order("setswitch", "Id", id, "State", on ? "True" : "False");
        long end = device.time().nanos() + device.patience().settling().toNanos();
        while (read().on() != on) {
            if (device.time().nanos() > end) {
                throw new DeviceException.Refused(device.place(),
                        "switch %s, \"%s\", is still %s %d s after it was switched %s, \"%s\"".formatted(id,
                                name,
                                on ? "off" : "on", device.patience().settling().toSeconds(),
                                on ? "on" : "off", said));
            }
            device.time().sleep(device.patience().pause());
        }
    }

    @Override
    public WireLog wire() {
        return device.wire();
    }

    /// Leaves it as it is.
    @Override
    public void close() {
        device.wire().note(device.time().now(), name + " is not used any more");
    }
}
