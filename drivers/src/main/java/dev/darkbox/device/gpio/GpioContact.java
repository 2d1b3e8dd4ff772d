package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import java.util.List;
import java.util.Optional;

/// A contact on a pin: on while it is active.
public final class GpioContact implements Switch {

    private static final String LINE = "contact";

    private final GpioSpec.Contact contact;
    private final Lines lines;
    private final Time time;

    private GpioContact(GpioSpec.Contact contact, Lines lines, Time time) {
        this.contact = contact;
        this.lines = lines;
        this.time = time;
    }

    /// Takes its line.
    ///
    /// @throws DeviceException.Refused as [Board#lines]
    public static GpioContact open(GpioSpec.Contact contact, Board board, Time time) throws DeviceException {
        return new GpioContact(contact,
                board.lines(contact.chip(), List.of(new Lines.Wish.In(LINE, contact.input()))), time);
    }

    @Override
    public String name() {
        return contact.name();
    }

    /// A fresh reading.
    ///
    /// @throws DeviceException.Garbled it does not settle: a loose wire
    @Override
    public Reading read() throws DeviceException, InterruptedException {
        Limits.End end = Limits.steady(lines, LINE, Optional.of(contact.input()), time);
        if (end == Limits.End.UNSTEADY) {
            throw new DeviceException.Garbled(name(), "a steady contact on line " + contact.input().line(),
                    "now open, now closed");
        }
        return new Reading(time.now(), end == Limits.End.ACTIVE, Evidence.SENSED);
    }

    @Override
    public void set(boolean on) throws DeviceException {
        throw new DeviceException.Refused(name(), "a contact cannot be set");
    }

    @Override
    public void close() {
        lines.close();
    }
}
