package dev.darkbox.device.gpio;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import dev.darkbox.linux.GpioChip;
import dev.darkbox.linux.GpioLines;
import java.util.Optional;

/// Pi4J's digital inputs on a GPIO chip: read when asked, no events. Whoever reads a switch reads it several times.
final class LineInputs extends DigitalInputProviderBase {

    private final GpioChip chip;

    LineInputs(GpioChip chip) {
        super("darkbox-inputs", "inputs of " + chip.label());
        this.chip = chip;
    }

    @Override
    public DigitalInput create(DigitalInputConfig config) {
        var input = new Input(this, config, chip);
        context().registry().add(input);
        return input;
    }

    private static final class Input extends DigitalInputBase {

        private final GpioChip chip;
        private Optional<GpioLines> line = Optional.empty();

        Input(DigitalInputProvider provider, DigitalInputConfig config, GpioChip chip) {
            super(provider, config);
            this.chip = chip;
        }

        @Override
        public DigitalInput initialize(Context context) {
            long pull = switch (config.pull()) {
                case PULL_UP -> GpioLines.PULL_UP;
                case PULL_DOWN -> GpioLines.PULL_DOWN;
                case OFF -> GpioLines.NO_PULL;
            };
            try {
                line = Optional.of(GpioLines.request(chip, "darkbox " + config.name(),
                        GpioLines.Setting.input(pull), config.bcm()));
            } catch (java.io.IOException e) {
                throw new InitializeException(e);
            }
            return super.initialize(context);
        }

        @Override
        public DigitalState state() {
            try {
                GpioLines held = line
                        .orElseThrow(() -> new java.io.IOException(config.name() + " is not held"));
                return held.get() != 0 ? DigitalState.HIGH : DigitalState.LOW;
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
        }

        @Override
        public DigitalInput shutdownInternal(Context context) {
            try {
                super.shutdownInternal(context);
            } finally {
                line.ifPresent(GpioLines::close);
            }
            return this;
        }
    }
}
