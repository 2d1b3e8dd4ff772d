package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// A SnapCap as it is known from other people's drivers: Alnitak's letters, CR LF both ways, answers without a product,
/// 1 for open and 2 for shut. The first answer after its port was opened is damaged, as it sometimes is.
///
/// A cover that does not get through draws too much current, which it says (5); one that is stopped by order says 6.
/// With the fault `WRONG_DIALECT` it wants letters where it takes digits; with `WRONG_ID` it answers with a Flip-Flat's
/// product in the middle, which is another family.
public final class SnapCapBox implements Moved {

    private static final int LONGEST = 16;

    private final Mechanics mechanics;
    private final StringBuilder heard = new StringBuilder();
    private boolean fresh = true;
    private boolean stopped;
    private int level;
    private boolean lit;

    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public SnapCapBox(Duration travel, double openPart, Instant now) {
        mechanics = new Mechanics(travel, openPart, now);
    }

    @Override
    public void opened(Instant now) {
        heard.setLength(0);
        fresh = true;
    }

    @Override
    public String hear(String text, Instant now) {
        var answers = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                answers.append(damagedIfFresh(answer(heard.toString(), now)));
                heard.setLength(0);
            } else if (heard.length() < LONGEST) {
                heard.append(c);
            }
        }
        return answers.toString();
    }

    private String damagedIfFresh(String answer) {
        if (answer.isEmpty() || !fresh) {
            return answer;
        }
        fresh = false;
        return answer.substring(2);
    }

    private String answer(String request, Instant now) {
        String fill = mechanics.has(WireFault.WRONG_DIALECT) ? "OOO" : "000";
        if (!request.matches(">[A-Za-z](" + fill + "|[0-9]{3})\r")) {
            return "";
        }
        char letter = request.charAt(1);
        String value = request.substring(2, 5);
        if (letter == 'B') {
            return level(value);
        }
        if (!value.equals(fill)) {
            return "";
        }
        return switch (letter) {
            case 'V' -> reply(letter, "106");
            case 'S' -> reply(letter, state(now));
            case 'O', 'o' -> move(letter, 1, now);
            case 'C', 'c' -> move(letter, 0, now);
            case 'A' -> stop(now);
            case 'L', 'D' -> light(letter);
            case 'J' -> reply(letter, String.format(Locale.ROOT, "%03d", level));
            default -> "";
        };
    }

    private String reply(char letter, String value) {
        return "*" + letter + (mechanics.has(WireFault.WRONG_ID) ? "99" : "") + value + "\r\n";
    }

    private String state(Instant now) {
        boolean runs = mechanics.runs(now);
        double stand = mechanics.stand(now);
        int cover = runs ? 0 : mechanics.gaveUp(now) ? 5 : stand == 1 ? 1 : stand == 0 ? 2 : stopped ? 6 : 0;
        return "%d%d%d".formatted(runs ? 1 : 0, mechanics.lampPercent() > 0 ? 1 : 0, cover);
    }

    private String move(char letter, double openPart, Instant now) {
        stopped = false;
        mechanics.move(openPart, now);
        return reply(letter, "000");
    }

    private String stop(Instant now) {
        stopped = mechanics.runs(now);
        mechanics.stop(now);
        return reply('A', "000");
    }

    private String light(char letter) {
        lit = letter == 'L';
        shine();
        return reply(letter, "000");
    }

    private String level(String value) {
        if (!value.matches("[0-9]{3}") || Integer.parseInt(value) > 255) {
            return "";
        }
        level = Integer.parseInt(value);
        shine();
        return reply('B', value);
    }

    private void shine() {
        mechanics.light(lit ? Math.round(level * 100f / 255) : 0);
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
