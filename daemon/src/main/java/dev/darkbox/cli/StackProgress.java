package dev.darkbox.cli;

import dev.darkbox.stack.Progress;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How far an integration is and how long it still takes: a bar on a terminal, a line at every quarter without one.
final class StackProgress implements Progress {

    private static final int STEPS_OF_PLAIN_BAR = 4;
    private static final long TELLING_NANOS = 1_000_000_000;

    private final Screen screen;
    private final LiveLine line;
    private final int frames;
    private final LongSupplier nanos;
    private final long began;
    private long steps;

    /// @param nanos a clock, as [System#nanoTime]
    StackProgress(Screen screen, LiveLine line, int frames, LongSupplier nanos) {
        this.screen = screen;
        this.line = line;
        this.frames = frames;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    @Override
    public void done(long donePixels, long allPixels) {
        long percent = 100 * donePixels / allPixels;
        if (screen.isTerminal()) {
            line.show(LiveLine.bar("integrating", (double) donePixels, (double) allPixels, percent + " %",
                    frames + " frames" + left(donePixels, allPixels)));
            return;
        }
        long step = STEPS_OF_PLAIN_BAR * donePixels / allPixels;
        if (step > steps) {
            steps = step;
            line.keep("  integrating %d frames: %d %%%s".formatted(frames, percent,
                    left(donePixels, allPixels)));
        }
    }

    /// What remains at the pace so far, once that tells something.
    private String left(long donePixels, long allPixels) {
        long took = nanos.getAsLong() - began;
        if (took < TELLING_NANOS || donePixels == 0 || donePixels == allPixels) {
            return "";
        }
        double nanosLeft = (double) took / donePixels * (allPixels - donePixels);
        return ", " + Texts.duration(Duration.ofSeconds((long) Math.ceil(nanosLeft / 1e9))) + " left";
    }
}
