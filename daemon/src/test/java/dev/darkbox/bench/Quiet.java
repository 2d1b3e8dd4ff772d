package dev.darkbox.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Consumer;

/// Waits until nothing else works on this machine, but not for ever.
final class Quiet {

    private static final double QUIET_PROCESSORS = 0.25;
    private static final double QUIET_LOAD = 0.5;
    private static final int MOST_LOOKS = 30;

    private Quiet() {}

    /// Waits a minute at most.
    ///
    /// @return date, load and, where others go on working, a warning; one line for the table
    static String wait(Consumer<String> say) throws IOException, InterruptedException {
        double busy = Double.MAX_VALUE;
        for (int look = 0; look < MOST_LOOKS && busy > QUIET_PROCESSORS; look++) {
            busy = Machine.busyProcessors(Duration.ofSeconds(2));
        }
        String load = Machine.load();
        String state = String.format(Locale.ROOT,
                "%s, load at the start %s, %.2f processors busy with other work",
                LocalDate.now(java.time.ZoneOffset.UTC), load, busy);
        if (busy > QUIET_PROCESSORS || Double.parseDouble(load) > QUIET_LOAD) {
            state += busy > QUIET_PROCESSORS
                    ? "; **not quiet: wall times are too long on both sides**"
                    : " (the load is the build's)";
        }
        say.accept(state);
        return state;
    }
}
