package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A Wanderer Cover V3: decimal numbers, fields ended by the letter `A`, no line end after them; with the fault `WRONG_DIALECT`
/// there is one. It counts steps and has no limit switch: a cover that stalls or stops half way has arrived as
/// far as it knows. The end of a move is told when it is over, the lamp never.
public final class WandererV3Box implements Moved {

    private static final int UNKNOWN = 255;

    private final Duration travel;
    private final Mechanics mechanics;
    private final StringBuilder heard = new StringBuilder();
    private int steps = 10_500;
    private int state;
    private int goal;
    private Optional<Instant> arrives = Optional.empty();

    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open, between for one that does not know
    public WandererV3Box(Duration travel, double openPart, Instant now) {
        this.travel = travel;
        mechanics = new Mechanics(travel, openPart, now);
        state = openPart == 0 ? 0 : openPart == 1 ? 1 : UNKNOWN;
    }

    /// Its ends were never set, or are no longer known.
    public void forgetEnds() {
        steps = 0;
    }

    @Override
    public void opened(Instant now) {
        heard.setLength(0);
    }

    @Override
    public String hear(String text, Instant now) {
        var answers = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                answers.append(answer(heard.toString(), now));
                heard.setLength(0);
            } else if (heard.length() < 16) {
                heard.append(c);
            }
        }
        return answers.toString();
    }

    private String answer(String command, Instant now) {
        if (!command.matches("[0-9]{1,7}")) {
            return "";
        }
        int number = Integer.parseInt(command);
        return switch (number) {
            case 1_500_001 -> greeting();
            case 1000, 1001 -> move(number - 1000, now);
            case 9999 -> light(0);
            default -> number >= 1 && number <= 255 ? light(number) : "";
        };
    }

    private String greeting() {
        String name = mechanics.has(WireFault.WRONG_ID) ? "ZXWBProV3" : "WandererCoverV3";
        return "%sA20220920A%dA%dA%s".formatted(name, state, steps, lineEnd());
    }

    private String move(int to, Instant now) {
        if (steps == 0) {
            return "Error: set open and close position first" + lineEnd();
        }
        boolean there = mechanics.stand(now) == to;
        mechanics.move(to, now);
        goal = to;
        arrives = Optional.of(there ? now : now.plus(travel));
        return due(now);
    }

    private String light(int level) {
        mechanics.light(level == 0 ? 0 : Math.max(1, Math.round(level * 100f / 255)));
        return "";
    }

    private String lineEnd() {
        return mechanics.has(WireFault.WRONG_DIALECT) ? "\r\n" : "";
    }

    @Override
    public String due(Instant now) {
        if (arrives.isEmpty() || now.isBefore(arrives.get())) {
            return "";
        }
        arrives = Optional.empty();
        state = goal;
        return goal + "A" + lineEnd();
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
