package dev.darkbox.device;

import dev.darkbox.device.DustCap.Position;
import java.time.Duration;
import java.time.Instant;

/// One box with a cover, a lamp or a dew heater, or several of them, as its protocol or its wiring shows it. Every call
/// is one short question or order; whoever waits for a cover to arrive does so with [UnitCap].
///
/// An order's answer proves nothing: what is true is read back, with the evidence the box really has for it.
///
/// Threading: one call at a time. Calls return within seconds; where a lost line is opened again and nobody answers,
/// within two minutes and a half.
public interface CoverUnit extends AutoCloseable {

    /// What the box has, as it was found when it was greeted.
    ///
    /// @param place where it hangs, for error lines: `/dev/serial/by-id/usb-FTDI_…`, `gpiochip pinctrl-rp1`
    /// @param identity product, model and firmware as it tells them, e.g. `Flip-Flat (99), firmware 44`
    /// @param cover it can be opened and shut
    /// @param lamp it can be lit
    /// @param heater it can be warmed
    /// @param travelLimit longest time from one end to the other
    /// @param afterglow how long the lamp may shine after it was put out
    record Traits(
            String place, String identity, boolean cover, boolean lamp, boolean heater, Duration travelLimit,
            Duration afterglow) {}

    /// How a cover stands, finer than [Position].
    enum Stand {
        OPEN(Position.OPEN, "open"), SHUT(Position.SHUT, "shut"), MOVING(Position.MOVING, "moving"),
        /// It stands still between its ends: power was lost, or somebody stopped it. It needs an order.
        HALF_WAY(Position.UNKNOWN, "stopped half way"),
        /// It tried and did not get there: ice, cable, motor.
        STALLED(Position.UNKNOWN, "stalled"),
        /// The box contradicts itself or says that it is broken: both limit switches, no supply.
        FAULT(Position.UNKNOWN, "faulty"),
        /// It cannot tell.
        UNKNOWN(Position.UNKNOWN, "unknown");

        private final Position position;
        private final String text;

        Stand(Position position, String text) {
            this.position = position;
            this.text = text;
        }

        public Position position() {
            return position;
        }

        /// For people.
        public String text() {
            return text;
        }
    }

    /// One look at the cover.
    ///
    /// @param said the box's last word, for error lines: `*S99012`, `limit switches shut=1 open=1`
    record Cover(Instant at, Stand stand, Evidence evidence, String said) {}

    /// One look at the lamp.
    ///
    /// @param percent 0 (out) .. 100; above 0 whenever it shines at all
    record Lamp(Instant at, int percent, Evidence evidence, String said) {}

    /// One look at the heater.
    record Heater(Instant at, boolean on, Evidence evidence, String said) {}

    Traits traits();

    /// What to say where a part is missing.
    ///
    /// @param part e.g. `cover`
    static DeviceException.Refused no(CoverUnit unit, String part) {
        return new DeviceException.Refused(unit.traits().place(), "this box has no " + part);
    }

    /// A fresh look, asked of the box.
    ///
    /// @throws DeviceException.Refused there is no cover
    default Cover cover() throws DeviceException, InterruptedException {
        throw no(this, "cover");
    }

    /// Orders the cover to move, and returns at once. Harmless when it is there already.
    ///
    /// @param goal `OPEN` or `SHUT`
    default void move(Position goal) throws DeviceException, InterruptedException {
        throw no(this, "cover");
    }

    /// Orders the cover to stop where it is, where the box can.
    default void halt() throws DeviceException, InterruptedException {
        throw new DeviceException.Refused(traits().place(), "this box cannot be stopped half way");
    }

    /// A fresh look.
    ///
    /// @throws DeviceException.Refused there is no lamp
    default Lamp lamp() throws DeviceException, InterruptedException {
        throw no(this, "lamp");
    }

    /// Orders a brightness; 0 is by the surest way the box has: brightness 0 first, then off.
    ///
    /// @param percent 0..100
    default void light(int percent) throws DeviceException, InterruptedException {
        throw no(this, "lamp");
    }

    /// A fresh look.
    ///
    /// @throws DeviceException.Refused there is no heater
    default Heater heater() throws DeviceException, InterruptedException {
        throw no(this, "heater");
    }

    /// Orders the heater on or off, and off for good: automatic modes as well.
    default void heat(boolean on) throws DeviceException, InterruptedException {
        throw no(this, "heater");
    }

    /// Everything said to it and by it lately.
    WireLog wire();

    /// Lets go of it. Nothing moves, the lamp is put out, the heater is left as it is. Harmless when done twice: cap,
    /// panel and heater of one box share it.
    @Override
    void close();
}
