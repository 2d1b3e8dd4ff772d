package dev.darkbox.cli;

/// Lines that stay, and below them one that is redrawn in place. Without a terminal the latter is not shown.
final class LiveLine {

    private static final int BAR = 18;
    private static final long REDRAW_NANOS = 60_000_000;

    private final Screen screen;
    private boolean shown;
    private long drawn;

    LiveLine(Screen screen) {
        this.screen = screen;
    }

    /// Prints a line that stays.
    void keep(String line) {
        wipe();
        screen.out().println(line);
    }

    /// Redraws the live line, unless it was redrawn a moment ago.
    void show(String line) {
        if (!screen.isTerminal() || (shown && System.nanoTime() - drawn < REDRAW_NANOS)) {
            return;
        }
        String text = line.length() < screen.columns() ? line : line.substring(0, screen.columns() - 1);
        screen.out().print("\r\u001b[K" + text);
        screen.out().flush();
        shown = true;
        drawn = System.nanoTime();
    }

    /// Removes the live line.
    void wipe() {
        if (shown) {
            screen.out().print("\r\u001b[K");
            screen.out().flush();
            shown = false;
        }
    }

    /// `label  ██████░░░░  done/of  rest`.
    static String bar(String label, double done, double of, String counts, String rest) {
        double part = of > 0 ? Math.clamp(done / of, 0, 1) : 0;
        int full = (int) Math.round(part * BAR);
        return "  %-18s %s%s %9s  %s".formatted(
                label, "█".repeat(full), "░".repeat(BAR - full), counts, rest);
    }
}
