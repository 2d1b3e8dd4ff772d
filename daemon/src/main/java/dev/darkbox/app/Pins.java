package dev.darkbox.app;

import dev.darkbox.config.GpioConfig;
import dev.darkbox.config.PartConfig;
import dev.darkbox.config.PartsConfig;
import dev.darkbox.device.gpio.GpioSpec;
import java.time.Duration;
import java.util.Locale;

/// From configuration to what is wired to pins.
final class Pins {

    /// Outlasts the bounce of most switches.
    private static final int EQUAL_READS = 3;
    private static final Duration BETWEEN_READS = Duration.ofMillis(10);

    private Pins() {}

    static GpioSpec spec(GpioConfig wiring) {
        return new GpioSpec(wiring.chip(),
                wiring.relay().<GpioSpec.Mover>map(Pins::relay)
                        .or(() -> wiring.servo().map(Pins::servo)),
                wiring.openLimit().map(Pins::input), wiring.shutLimit().map(Pins::input),
                wiring.lamp().map(Pins::lamp), wiring.heater().map(Pins::output));
    }

    static GpioSpec.Contact contact(String name, PartConfig.GpioContact contact) {
        return new GpioSpec.Contact(name, contact.chip(), input(contact.input()));
    }

    static GpioSpec.Light light(PartsConfig.Light light) {
        return new GpioSpec.Light(light.name(), light.file().toString(), light.darkLux());
    }

    static GpioSpec.Thermometer thermometer(PartsConfig.Thermometer one) {
        boolean isOneWire = one.device().matches("[0-9A-Fa-f]{2}-[0-9A-Fa-f]{12}");
        return new GpioSpec.Thermometer(one.name(),
                isOneWire ? one.device().toLowerCase(Locale.ROOT) : one.device());
    }

    private static GpioSpec.Relay relay(GpioConfig.Relay relay) {
        return new GpioSpec.Relay(output(relay.open()), output(relay.shut()), switch (relay.drive()) {
            case HOLD -> GpioSpec.Drive.HOLD;
            case PULSE -> GpioSpec.Drive.PULSE;
        }, relay.pulse(), relay.deadTime(), relay.travel());
    }

    private static GpioSpec.Servo servo(GpioConfig.Servo servo) {
        return new GpioSpec.Servo(pwm(servo.pwm()), servo.openMicros() * 1000, servo.shutMicros() * 1000,
                servo.ramp(), servo.settle(), servo.hold());
    }

    private static GpioSpec.Lamp lamp(GpioConfig.Lamp lamp) {
        return new GpioSpec.Lamp(pwm(lamp.pwm()), lamp.frequencyHz(), lamp.supply().map(Pins::output),
                lamp.afterglow());
    }

    private static GpioSpec.Pwm pwm(GpioConfig.Pwm pwm) {
        return new GpioSpec.Pwm(pwm.chip(), pwm.channel());
    }

    private static GpioSpec.Output output(GpioConfig.Out out) {
        return new GpioSpec.Output(out.line(), out.activeLow());
    }

    private static GpioSpec.Input input(GpioConfig.In in) {
        return new GpioSpec.Input(in.line(), in.activeLow(), switch (in.pull()) {
            case UP -> GpioSpec.Pull.UP;
            case DOWN -> GpioSpec.Pull.DOWN;
            case NONE -> GpioSpec.Pull.NONE;
        }, EQUAL_READS, BETWEEN_READS);
    }
}
