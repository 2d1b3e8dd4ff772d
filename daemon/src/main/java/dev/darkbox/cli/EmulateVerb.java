package dev.darkbox.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `darkbox emulate`.
@CommandLine.Command(name = "emulate", description = "play a cap, panel or heater on a pseudo-terminal, for whoever has none", footer = {
    "",
    "Its port is printed, and every exchange; any program that speaks to such a device may open it. While it runs it takes "
            + "orders from standard input, a line each: a fault (it has it from then on), \"mend\" (all is well again), "
            + "\"state\" (what is true of the hardware), \"quit\". It ends with its input, or by Ctrl-C."})
final class EmulateVerb implements Callable<Integer> {

    private static final int MOST_TRAVEL_S = 600;

    private final Screen screen;
    private final Emulation emulation;

    @Parameters(index = "0", paramLabel = "BOX", arity = "0..1", description = "what; left out: what there is")
    private Optional<String> box = Optional.empty();

    @Option(names = "--link", paramLabel = "PATH", description = "where its port is to be found; default: its pseudo-terminal's own name")
    private Optional<Path> link = Optional.empty();

    @Option(names = "--travel", paramLabel = "SECONDS", description = "its cover takes from one end to the other; default 5")
    private double travel = 5;

    @Option(names = "--open", description = "its cover is open at first; default: shut")
    private boolean open;

    @Option(names = "--fault", paramLabel = "FAULT", description = "wrong from the beginning; may be repeated")
    private List<String> faults = new ArrayList<>();

    @Spec
    private CommandSpec verb = CommandSpec.create();

    EmulateVerb(Screen screen, Emulation emulation) {
        this.screen = screen;
        this.emulation = emulation;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (box.isEmpty()) {
            screen.out().println("boxes:  " + String.join(", ", emulation.boxes()));
            screen.out().println("faults: " + String.join(", ", emulation.faults()));
            return Exit.DONE;
        }
        if (!emulation.boxes().contains(box.get())) {
            throw wrong(
                    "no box \"%s\"; allowed: %s".formatted(box.get(), String.join(", ", emulation.boxes())));
        }
        for (String fault : faults) {
            if (!emulation.faults().contains(fault)) {
                throw wrong("--fault is \"%s\"; allowed: %s".formatted(fault,
                        String.join(", ", emulation.faults())));
            }
        }
        if (!(travel >= 0 && travel <= MOST_TRAVEL_S)) {
            throw wrong("--travel is %s; allowed: 0 .. %d s".formatted(travel, MOST_TRAVEL_S));
        }
        var wish = new Emulation.Wish(box.get(), link, Duration.ofMillis(Math.round(travel * 1000)), open,
                faults);
        return emulation.run(wish,
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                screen);
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(verb.commandLine(), problem);
    }
}
