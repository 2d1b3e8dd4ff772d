package dev.darkbox.device.gpio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// One box as it is wired to the pins of this machine. Every record here checks its ranges and says in one line which
/// value is outside what is allowed.
///
/// Wiring carries the safety: what every line does when nobody holds it (start, crash, end of the daemon) is decided by
/// resistors, not by this program.
///
/// @param chip label of the GPIO chip, `pinctrl-rp1` (Pi 5), `pinctrl-bcm2711` (Pi 4); empty for the one of the header
/// @param cover what moves it; empty for none
/// @param openLimit active when the cover is wholly open
/// @param shutLimit active when the cover is wholly shut
/// @param lamp a panel of light-emitting diodes; empty for none
/// @param heater a dew heater's relay or transistor; empty for none
public record GpioSpec(
        String chip, Optional<Mover> cover, Optional<Input> openLimit, Optional<Input> shutLimit,
        Optional<Lamp> lamp, Optional<Output> heater) {

    /// As many lines as the largest chip that we know of has, 0 .. 1023.
    public static final int MOST_LINE = 1023;

    public GpioSpec {
        check("cover, lamp or heater", "none", "at least one",
                cover.isPresent() || lamp.isPresent() || heater.isPresent());
        check("limit switches", "without a cover", "only with one",
                cover.isPresent() || (openLimit.isEmpty() && shutLimit.isEmpty()));
        var taken = new HashMap<Integer, String>();
        wishes(cover, openLimit, shutLimit, lamp, heater).forEach(wish -> {
            String before = taken.put(wish.line(), wish.name());
            check("line " + wish.line(), before + " and " + wish.name(), "one of them", before == null);
        });
        if (cover.isPresent() && cover.get() instanceof Servo servo && lamp.isPresent()) {
            check("PWM " + servo.pwm(), "servo and lamp", "one of them",
                    !servo.pwm().equals(lamp.get().pwm()));
        }
    }

    /// What is to be asked of the chip.
    List<Lines.Wish> wishes() {
        return wishes(cover, openLimit, shutLimit, lamp, heater);
    }

    private static List<Lines.Wish> wishes(Optional<Mover> cover, Optional<Input> openLimit,
            Optional<Input> shutLimit, Optional<Lamp> lamp, Optional<Output> heater) {
        var wishes = new ArrayList<Lines.Wish>();
        if (cover.isPresent() && cover.get() instanceof Relay relay) {
            wishes.add(new Lines.Wish.Out("open relay", relay.open()));
            wishes.add(new Lines.Wish.Out("shut relay", relay.shut()));
        }
        openLimit.ifPresent(input -> wishes.add(new Lines.Wish.In("open limit", input)));
        shutLimit.ifPresent(input -> wishes.add(new Lines.Wish.In("shut limit", input)));
        lamp.flatMap(Lamp::supply).ifPresent(out -> wishes.add(new Lines.Wish.Out("lamp supply", out)));
        heater.ifPresent(out -> wishes.add(new Lines.Wish.Out("heater", out)));
        return List.copyOf(wishes);
    }

    /// What a person should know who wired it so; empty for nothing.
    public List<String> doubts() {
        var doubts = new ArrayList<String>();
        shutLimit.filter(Input::activeWhenBroken).ifPresent(_ -> doubts.add(
                "shut limit: a broken wire reads as shut; a contact that closes when the cover is shut does not"));
        if (cover.isPresent() && shutLimit.isEmpty()) {
            doubts.add("no shut limit: that the cover is shut follows from its travel time alone");
        }
        return List.copyOf(doubts);
    }

    private static void check(String what, Object is, String allowed, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s; allowed: %s".formatted(what, is, allowed));
        }
    }

    private static void check(String what, Duration is, Duration least, Duration most) {
        check(what, is.toMillis() + " ms", least.toMillis() + ".." + most.toMillis() + " ms",
                is.compareTo(least) >= 0 && is.compareTo(most) <= 0);
    }

    /// A line we drive.
    ///
    /// @param line offset on the chip, on a Raspberry Pi the BCM number; 0..1023
    /// @param activeLow active at low level, as most relay boards are. Such a line needs 10 kΩ to its supply, any other
    /// 10 kΩ to ground, so that it is inactive when nobody holds it
    public record Output(int line, boolean activeLow) {
        public Output {
            check("line", line, "0.." + MOST_LINE, line >= 0 && line <= MOST_LINE);
        }
    }

    /// What the pin itself does to a line that nothing drives.
    public enum Pull { UP, DOWN, NONE }

    /// A line we read: a limit switch, a contact.
    ///
    /// @param line as of [Output]
    /// @param activeLow active at low level: a switch to ground that is closed when active, with [Pull#UP]
    /// @param pull the pin's own resistor
    /// @param equalReads so many reads in a row must agree, 1..20
    /// @param every pause between them, 1..50 ms; three reads 10 ms apart outlast the bounce of most switches
    public record Input(int line, boolean activeLow, Pull pull, int equalReads, Duration every) {
        public Input {
            check("line", line, "0.." + MOST_LINE, line >= 0 && line <= MOST_LINE);
            check("equal reads", equalReads, "1..20", equalReads >= 1 && equalReads <= 20);
            check("pause between reads", every, Duration.ofMillis(1), Duration.ofMillis(50));
        }

        /// The usual: a switch to ground, closed when active, three reads 10 ms apart.
        public static Input toGround(int line) {
            return new Input(line, true, Pull.UP, 3, Duration.ofMillis(10));
        }

        /// Whether a wire that broke, which leaves the level to the pull, reads as active.
        public boolean activeWhenBroken() {
            return switch (pull) {
                case UP -> !activeLow;
                case DOWN -> activeLow;
                case NONE -> false;
            };
        }
    }

    /// A channel of a PWM chip.
    ///
    /// @param chip a part of the path under which the device tree has it, `1f00098000.pwm`, `fe20c000.pwm`: numbers of PWM
    /// chips change from kernel to kernel; empty for the only chip there is
    /// @param channel 0..15; on a Pi 4 0 and 1 are pins 18 and 19, on a Pi 5 2 and 3 are
    public record Pwm(String chip, int channel) {
        public Pwm {
            check("PWM channel", channel, "0..15", channel >= 0 && channel <= 15);
        }

        @Override
        public String toString() {
            return (chip.isEmpty() ? "channel " : chip + " channel ") + channel;
        }
    }

    /// What moves a cover.
    public sealed interface Mover {}

    /// How a motor is told to run.
    public enum Drive {
        /// The line stays active until the limit switch, or for the whole travel time without one.
        HOLD,
        /// A short pulse; the motor's own control does the rest.
        PULSE
    }

    /// A motor behind two relays, one for each direction. Never both at once.
    ///
    /// @param pulse length of a pulse, 50..5000 ms; counts for [Drive#PULSE] only
    /// @param deadTime pause before the other direction, 100..10000 ms; 500 is usual
    /// @param travel longest time from one end to the other, 1..180 s. Then the motor is switched off, whatever the limit
    /// switches say. A timer of its own should limit it in hardware as well
    public record Relay(
            Output open, Output shut, Drive drive, Duration pulse, Duration deadTime, Duration travel)
            implements
                Mover {
        public Relay {
            if (drive == Drive.PULSE) {
                check("pulse", pulse, Duration.ofMillis(50), Duration.ofSeconds(5));
            }
            check("dead time", deadTime, Duration.ofMillis(100), Duration.ofSeconds(10));
            check("travel", travel, Duration.ofSeconds(1), Duration.ofSeconds(180));
        }
    }

    /// A servo on a PWM channel, a pulse each 20 ms.
    ///
    /// @param openNanos length of the pulse for open, 500000..2500000 ns
    /// @param shutNanos likewise for shut; calibrate each end, 1000000 and 2000000 to begin with
    /// @param ramp time for the whole way, 0..60 s; about 5 s spares gears and lid
    /// @param settle after the ramp until it has arrived, 100..10000 ms
    /// @param hold pulses go on after settling; else they are cut, which only a lid that cannot creep allows
    public record Servo(Pwm pwm, int openNanos, int shutNanos, Duration ramp, Duration settle, boolean hold)
            implements
                Mover {
        public Servo {
            check("open pulse", openNanos + " ns", "500000..2500000 ns", fits(openNanos));
            check("shut pulse", shutNanos + " ns", "500000..2500000 ns", fits(shutNanos));
            check("shut pulse", shutNanos + " ns", "another than for open", shutNanos != openNanos);
            check("ramp", ramp, Duration.ZERO, Duration.ofSeconds(60));
            check("settle", settle, Duration.ofMillis(100), Duration.ofSeconds(10));
        }

        private static boolean fits(int nanos) {
            return nanos >= 500_000 && nanos <= 2_500_000;
        }
    }

    /// A panel dimmed by pulses. It must be dark at low level: a pin that nobody drives goes there.
    ///
    /// @param frequencyHz 50..100000; high, or filtered, against bands in flats
    /// @param supply a relay before the panel; empty for none
    /// @param afterglow how long it may shine after it was put out, 0..60 s
    public record Lamp(Pwm pwm, int frequencyHz, Optional<Output> supply, Duration afterglow) {
        public Lamp {
            check("frequency", frequencyHz + " Hz", "50..100000 Hz",
                    frequencyHz >= 50 && frequencyHz <= 100_000);
            check("afterglow", afterglow, Duration.ZERO, Duration.ofSeconds(60));
        }
    }

    /// A contact that is on while something is so: the dark box is closed.
    ///
    /// @param name for log lines
    /// @param chip as of [GpioSpec]
    public record Contact(String name, String chip, Input input) {}

    /// A light sensor that the kernel reads: BH1750, TSL2591 and others.
    ///
    /// @param name for log lines
    /// @param device what the kernel calls it in `/sys/bus/iio/devices/…/name`, `bh1750`, or the folder itself
    /// @param darkBelowLux dark is what is less than this, above 0 .. 100 lx. A BH1750 sees steps of 1 lx, a TSL2591
    /// finer ones: neither finds a small leak, the camera does
    public record Light(String name, String device, double darkBelowLux) {
        public Light {
            check("dark below", darkBelowLux + " lx", "above 0 .. 100 lx",
                    darkBelowLux > 0 && darkBelowLux <= 100);
        }
    }

    /// A thermometer that the kernel reads: DS18B20, BME280 and others.
    ///
    /// @param name for log lines
    /// @param device its 1-Wire number `28-0316a2794b7f`, what the kernel calls it in `/sys/class/hwmon/…/name` or
    /// `/sys/bus/iio/devices/…/name`, or the folder itself
    public record Thermometer(String name, String device) {}
}
