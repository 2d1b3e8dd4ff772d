package dev.darkbox.config;

import dev.darkbox.config.GpioConfig.Drive;
import dev.darkbox.config.GpioConfig.In;
import dev.darkbox.config.GpioConfig.Lamp;
import dev.darkbox.config.GpioConfig.Out;
import dev.darkbox.config.GpioConfig.Pull;
import dev.darkbox.config.GpioConfig.Pwm;
import dev.darkbox.config.GpioConfig.Relay;
import dev.darkbox.config.GpioConfig.Servo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Binds `[rig.gpio]`, and sees that no line serves two.
final class GpioBinder {

    private static final int MOST_LINE = 1023;
    private static final Allowed<String> LABEL = Allowed.matching("[^\\p{Cntrl}]{0,31}",
            "the chip's label, such as \"pinctrl-rp1\", at most 31 characters, or \"\"", "");
    private static final Allowed<String> PWM_CHIP = Allowed.matching("[^\\p{Cntrl}/]{0,63}",
            "part of the PWM chip's name in the device tree, such as \"1f00098000.pwm\", or \"\"", "");

    private final Map<Integer, String> keyOfLine = new HashMap<>();

    GpioConfig bind(Section gpio) {
        String chip = gpio.take("chip", LABEL, "");
        Optional<Relay> relay = relay(gpio);
        Optional<Servo> servo = servo(gpio);
        if (relay.isPresent() && servo.isPresent()) {
            gpio.wrong("servo_channel", "left out beside open_line and shut_line: a cover has one motor");
        }
        Optional<In> openLimit = in(gpio, "open_limit");
        Optional<In> shutLimit = in(gpio, "shut_limit");
        if (relay.isEmpty() && servo.isEmpty() && gpio.sound("open_line", "shut_line", "servo_channel")) {
            openLimit.ifPresent(_ -> gpio.wrong("open_limit_line", "left out: nothing moves a cover"));
            shutLimit.ifPresent(_ -> gpio.wrong("shut_limit_line", "left out: nothing moves a cover"));
        }
        Optional<Lamp> lamp = lamp(gpio);
        if (servo.isPresent() && lamp.isPresent() && servo.get().pwm().equals(lamp.get().pwm())) {
            gpio.wrong("lamp_channel", "another channel than the servo's");
        }
        Optional<Out> heater = out(gpio, "heater");
        gpio.done();
        return new GpioConfig(chip, relay, servo, openLimit, shutLimit, lamp, heater);
    }

    private Optional<Relay> relay(Section gpio) {
        Optional<Out> open = out(gpio, "open");
        Optional<Out> shut = out(gpio, "shut");
        Drive drive = gpio.take("drive", Allowed.oneOf(Drive.class), Drive.HOLD);
        Duration pulse = gpio.take("pulse", Allowed.time(Duration.ofMillis(50), Duration.ofSeconds(5)),
                Duration.ofMillis(500));
        Duration deadTime = gpio.take("dead_time",
                Allowed.time(Duration.ofMillis(100), Duration.ofSeconds(10)),
                Duration.ofMillis(500));
        Duration travel = gpio.take("travel", Allowed.time(Duration.ofSeconds(1), Duration.ofMinutes(3)),
                Duration.ofSeconds(30));
        if (open.isPresent() != shut.isPresent() && gpio.sound("open_line", "shut_line")) {
            gpio.missing(open.isPresent() ? "shut_line" : "open_line", "the line of the other relay");
        }
        return open.isPresent() && shut.isPresent()
                ? Optional.of(new Relay(open.get(), shut.get(), drive, pulse, deadTime, travel))
                : Optional.empty();
    }

    private static Optional<Servo> servo(Section gpio) {
        Optional<Pwm> pwm = pwm(gpio, "servo");
        int open = gpio.take("servo_open_us", Allowed.whole(500, 2500), 1000);
        int shut = gpio.take("servo_shut_us", Allowed.whole(500, 2500), 2000);
        Duration ramp = gpio.take("servo_ramp", Allowed.time(Duration.ZERO, Duration.ofMinutes(1)),
                Duration.ofSeconds(5));
        Duration settle = gpio.take("servo_settle",
                Allowed.time(Duration.ofMillis(100), Duration.ofSeconds(10)),
                Duration.ofSeconds(1));
        boolean hold = gpio.take("servo_hold", Allowed.flag(), true);
        if (open == shut && gpio.sound("servo_open_us", "servo_shut_us")) {
            gpio.wrong("servo_shut_us", "another length than servo_open_us");
        }
        return pwm.map(at -> new Servo(at, open, shut, ramp, settle, hold));
    }

    private Optional<Lamp> lamp(Section gpio) {
        Optional<Pwm> pwm = pwm(gpio, "lamp");
        int hertz = gpio.take("lamp_hz", Allowed.whole(50, 100_000), 20_000);
        Optional<Out> supply = out(gpio, "lamp_supply");
        Duration afterglow = gpio.take("lamp_afterglow", Allowed.time(Duration.ZERO, Duration.ofMinutes(1)),
                Duration.ofSeconds(3));
        return pwm.map(at -> new Lamp(at, hertz, supply, afterglow));
    }

    private static Optional<Pwm> pwm(Section gpio, String what) {
        String chip = gpio.take(what + "_pwm", PWM_CHIP, "");
        return gpio.find(what + "_channel", Allowed.whole(0, 15)).map(channel -> new Pwm(chip, channel));
    }

    private Optional<Out> out(Section gpio, String what) {
        boolean low = gpio.take(what + "_active_low", Allowed.flag(), false);
        return line(gpio, what + "_line").map(line -> new Out(line, low));
    }

    private Optional<In> in(Section gpio, String what) {
        return in(gpio, what + "_line", what + "_active_low", what + "_pull");
    }

    /// A line that is read, by the names of its keys. Left out: a switch to ground, closed when active.
    Optional<In> in(Section gpio, String lineKey, String lowKey, String pullKey) {
        boolean low = gpio.take(lowKey, Allowed.flag(), true);
        Pull pull = gpio.take(pullKey, Allowed.oneOf(Pull.class), low ? Pull.UP : Pull.DOWN);
        return line(gpio, lineKey).map(line -> new In(line, low, pull));
    }

    private Optional<Integer> line(Section gpio, String key) {
        Optional<Integer> line = gpio.find(key, Allowed.whole(0, MOST_LINE));
        line.ifPresent(number -> {
            String before = keyOfLine.putIfAbsent(number, key);
            if (before != null) {
                gpio.wrong(key, "a line of its own, " + before + " has this one");
            }
        });
        return line;
    }
}
