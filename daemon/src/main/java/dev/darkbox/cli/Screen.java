package dev.darkbox.cli;

import java.io.PrintStream;
import java.util.Map;

/// Where the command prints.
///
/// @param out for results
/// @param err for what went wrong
/// @param columns of the terminal behind `out`; 0 when there is none
/// @param colour whether colours are welcome
public record Screen(PrintStream out, PrintStream err, int columns, boolean colour) {

    private static final int USUAL_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 40;

    /// Looks at the environment.
    ///
    /// @param columns as the launcher found them: empty when standard output is no terminal
    /// @param environment `NO_COLOR` (any text) and `TERM=dumb` forbid colours, see no-color.org
    public static Screen of(PrintStream out, PrintStream err, String columns,
            Map<String, String> environment) {
        if (columns.isEmpty()) {
            return new Screen(out, err, 0, false);
        }
        int wide = columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(out, err, Math.max(FEWEST_COLUMNS, wide == 0 ? USUAL_COLUMNS : wide),
                !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    boolean isTerminal() {
        return columns > 0;
    }

    /// The four ways text is marked.
    enum Mark {
        GOOD("32"), WARN("33"), BAD("31"), DIM("2");

        private final String code;

        Mark(String code) {
            this.code = code;
        }
    }

    String marked(Mark mark, String text) {
        return colour ? "\u001b[" + mark.code + "m" + text + "\u001b[0m" : text;
    }

    static Mark ofVerdict(String verdict) {
        return switch (verdict) {
            case "PASS" -> Mark.GOOD;
            case "WARN", "HOLD" -> Mark.WARN;
            default -> Mark.BAD;
        };
    }
}
