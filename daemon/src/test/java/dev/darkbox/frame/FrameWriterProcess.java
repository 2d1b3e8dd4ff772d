package dev.darkbox.frame;

import dev.darkbox.plan.PlannedSet;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/// A run that writes frames until it is killed, and says on standard output which ones were accepted.
final class FrameWriterProcess {

    private static final int MOST_FRAMES = 20_000;

    private FrameWriterProcess() {}

    /// Begins a run in the library named by the argument, or goes on with the one that was cut short.
    public static void main(String[] arguments) throws Exception {
        var runs = new Runs(Path.of(arguments[0]), Disk.real(), Night.TIME);
        List<Runs.Unfinished> cut = runs.unfinished("main");
        try (Arena arena = Arena.ofConfined();
                RunFolder run = cut.isEmpty()
                        ? runs.begin(Night.PLAN, "r1")
                        : runs.resume(cut.getFirst().journal())) {
            for (int n = 0; n < MOST_FRAMES; n++) {
                PlannedSet set = n % 2 == 0 ? Night.BIAS : Night.DARK;
                System.out
                        .println(run.accept(set, Night.picture(arena, Night.SHAPE, n), Night.facts(set, 1)));
                System.out.flush();
            }
        }
    }
}
