package dev.darkbox.device.gpio;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import dev.darkbox.linux.GpioChip;
import dev.darkbox.linux.GpioLines;
import java.util.Optional;

/// Pi4J's digital outputs on a GPIO chip. A line has its initial level from the moment it is an output: Pi4J's own
/// plugin writes it a moment later, which switches a relay that is active at low level.
final class LineOutputs extends DigitalOutputProviderBase {

    private final GpioChip chip;

    LineOutputs(GpioChip chip) {
        super("darkbox-outputs", "outputs of " + chip.label());
        this.chip = chip;
    }

    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
        var output = new Output(this, config, chip);
        context().registry().add(output);
        return output;
    }

    private static final class Output extends DigitalOutputBase {

        private final GpioChip chip;
        private Optional<GpioLines> line = Optional.empty();

        Output(DigitalOutputProvider provider, DigitalOutputConfig config, GpioChip chip) {
            super(provider, config);
            this.chip = chip;
        }

        @Override
        public DigitalOutput initialize(Context context) {
            try {
                line = Optional.of(GpioLines.request(chip, "darkbox " + config.name(),
                        GpioLines.Setting.output(0, config.initialState().isHigh() ? 1 : 0), config.bcm()));
            } catch (java.io.IOException e) {
                throw new InitializeException(e);
            }
            return super.initialize(context);
        }

        @Override
        public DigitalOutput state(DigitalState level) {
            try {
                held().set(level.isHigh() ? 1 : 0);
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
            return super.state(level);
        }

        /// As the line has it, not as it was last set.
        @Override
        public DigitalState state() {
            try {
                return held().get() != 0 ? DigitalState.HIGH : DigitalState.LOW;
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
        }

        private GpioLines held() throws java.io.IOException {
            return line.orElseThrow(() -> new java.io.IOException(config.name() + " is not held"));
        }

        @Override
        public DigitalOutput shutdownInternal(Context context) {
            try {
                if (line.isPresent()) {
                    super.shutdownInternal(context);
                }
            } finally {
                line.ifPresent(GpioLines::close);
            }
            return this;
        }
    }
}
