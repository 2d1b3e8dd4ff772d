package dev.darkbox.device.gpio;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import dev.darkbox.device.DeviceException;
import dev.darkbox.linux.GpioChip;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lines by Pi4J, with [LineOutputs] and [LineInputs] as its providers. Pi4J looks for no hardware of its own and adds
/// no shutdown hook: what happens at the end is [#close]'s.
final class Pi4jLines implements Lines {

    /// Labels of the chips of a Raspberry Pi's header: 5, 4, 3 and Zero 2.
    static final List<String> HEADERS = List.of("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835");

    private final String place;
    private final Context pi4j;
    private final Map<String, DigitalOutput> outputs = new HashMap<>();
    private final Map<String, DigitalInput> inputs = new HashMap<>();
    private final Map<String, Boolean> activeLow = new HashMap<>();
    private boolean closed;

    private Pi4jLines(String place, Context pi4j) {
        this.place = place;
        this.pi4j = pi4j;
    }

    /// Takes lines; all of them, or none.
    ///
    /// @param label of the chip; empty for the one of the header
    static Pi4jLines open(String label, List<Wish> wishes) throws DeviceException {
        GpioChip chip = find(label);
        String place = "gpiochip " + chip.label();
        for (Wish wish : wishes) {
            if (wish.line() >= chip.lines()) {
                throw new DeviceException.Refused(place, "%s on line %d; it has lines 0..%d".formatted(
                        wish.name(), wish.line(), chip.lines() - 1));
            }
        }
        var lines = new Pi4jLines(place, context(chip));
        boolean whole = false;
        try {
            for (Wish wish : wishes) {
                lines.take(wish);
            }
            whole = true;
            return lines;
        } finally {
            if (!whole) {
                lines.close();
            }
        }
    }

    private static GpioChip find(String label) throws DeviceException {
        try {
            return label.isEmpty()
                    ? GpioChip.labelled(HEADERS.toArray(String[]::new))
                    : GpioChip.labelled(label);
        } catch (IOException e) {
            throw new DeviceException.Refused("gpio", e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Context context(GpioChip chip) {
        quieten();
        return Pi4J.newContextBuilder().noAutoDetect().add(new LineOutputs(chip), new LineInputs(chip))
                .disableShutdownHook().build();
    }

    /// Pi4J logs by SLF4J that it knows no board, three times as an error; without a logger behind it, SLF4J would say
    /// so on the terminal.
    private static void quieten() {
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
    }

    private void take(Wish wish) throws DeviceException {
        try {
            switch (wish) {
                case Wish.Out(String name, GpioSpec.Output(int line, boolean low)) -> {
                    DigitalState rest = level(low);
                    outputs.put(name, pi4j.provider(DigitalOutputProvider.class).create(
                            DigitalOutput.newConfigBuilder(pi4j).id(id(name)).name(name).bcm(line)
                                    .initial(rest)
                                    .build()));
                    activeLow.put(name, low);
                }
                case Wish.In(String name, GpioSpec.Input input) -> {
                    inputs.put(name, pi4j.provider(DigitalInputProvider.class).create(
                            DigitalInput.newConfigBuilder(pi4j).id(id(name)).name(name).bcm(input.line())
                                    .pull(pull(input.pull())).debounce(0L).build()));
                    activeLow.put(name, input.activeLow());
                }
            }
        } catch (Pi4JException | IllegalStateException e) { // Pi4J wraps what goes wrong at first in the latter
            throw new DeviceException.Refused(place, wish.name() + ": " + cause(e));
        }
    }

    private static DigitalState level(boolean high) {
        return high ? DigitalState.HIGH : DigitalState.LOW;
    }

    private static String id(String name) {
        return name.replace(' ', '-');
    }

    private static PullResistance pull(GpioSpec.Pull pull) {
        return switch (pull) {
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
            case NONE -> PullResistance.OFF;
        };
    }

    /// The first word in the matter, which is the kernel's.
    private static String cause(Throwable e) {
        Throwable first = e;
        for (int depth = 0; depth < 10 && first.getCause() != null; depth++) {
            first = first.getCause();
        }
        return first.getMessage() == null ? first.toString() : first.getMessage();
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean get(String name) throws DeviceException {
        try {
            DigitalState level = outputs.containsKey(name)
                    ? named(outputs, name).state()
                    : named(inputs, name).state();
            return level.isHigh() != named(activeLow, name);
        } catch (Pi4JException | IllegalStateException e) {
            throw new DeviceException.Lost(place, name + ": " + cause(e));
        }
    }

    @Override
    public void set(String name, boolean active) throws DeviceException {
        try {
            named(outputs, name).state(level(active != named(activeLow, name)));
        } catch (Pi4JException | IllegalStateException e) {
            throw new DeviceException.Lost(place, name + ": " + cause(e));
        }
    }

    private static <T> T named(Map<String, T> all, String name) {
        T found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no line for " + name);
        }
        return found;
    }

    /// Whatever one line does, the others are made inactive, and all are let go.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (String name : outputs.keySet()) {
            try {
                set(name, false);
            } catch (DeviceException _) {
                // the chip is gone, and with it whatever could be done: the wiring decides
            }
        }
        pi4j.shutdown();
    }
}
