package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;

/// A Deep Sky Dad FP1 or FP2: `[` command `]`, answered by `(` value `)`, `!100)` to what it does not know. Only an FP2 knows
/// its end and can be stopped; stopped on its way it says "open", as one was seen to. With the fault `WRONG_DIALECT` there are
/// spaces in front of values and a line end after each answer.
public final class DeepSkyDadBox implements Moved {

    private static final int FULL = 4096;
    private static final int OFF = 0;
    private static final int WHEN_NEEDED = 2;

    private final boolean fp2;
    private final boolean heater;
    private final Mechanics mechanics;
    private final StringBuilder heard = new StringBuilder();
    private int targetDegrees;
    private int level;
    private boolean lit;
    private int mode;

    /// @param fp2 else an FP1
    /// @param heater one is fitted; the box comes with it in its third mode then
    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public DeepSkyDadBox(boolean fp2, boolean heater, Duration travel, double openPart, Instant now) {
        this.fp2 = fp2;
        this.heater = heater;
        mode = heater ? WHEN_NEEDED : OFF;
        mechanics = new Mechanics(travel, openPart, now);
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
            if (c == '[') {
                heard.setLength(0);
            } else if (c == ']') {
                answers.append(answer(heard.toString(), now));
                heard.setLength(0);
            } else if (heard.length() < 16) {
                heard.append(c);
            }
        }
        return answers.toString();
    }

    private String answer(String command, Instant now) {
        String value = value(command, now);
        if (value.isEmpty()) {
            return "!100)";
        }
        return mechanics.has(WireFault.WRONG_DIALECT) ? "( " + value + ")\r\n" : "(" + value + ")";
    }

    /// Empty for what it does not know.
    private String value(String command, Instant now) {
        return switch (command) {
            case "GFRM" -> firmware();
            case "GMOV" -> mechanics.runs(now) ? "1" : "0";
            case "GPOS" -> String.valueOf(degrees(now));
            case "GOPS" -> fp2 ? end(now) : "";
            case "GLON" -> mechanics.lampPercent() > 0 || (lit && !fp2) ? "1" : "0";
            case "GLBR" -> String.valueOf(level);
            case "GHTM" -> String.valueOf(mode);
            case "GHTT" -> heater ? "26.104242" : "-127";
            case "SMOV" -> move(now);
            case "STOP" -> fp2 ? stop(now) : "";
            default -> set(command);
        };
    }

    private String firmware() {
        String board = mechanics.has(WireFault.WRONG_ID) ? "AF3" : fp2 ? "FP2" : "FP1";
        return "Board=DeepSkyDad.%s, Version=%s".formatted(board, fp2 ? "1.0.14.2" : "1.0.3");
    }

    private int degrees(Instant now) {
        return (int) Math.round((1 - mechanics.stand(now)) * 270);
    }

    private String end(Instant now) {
        if (mechanics.runs(now)) {
            return "2";
        }
        return mechanics.stand(now) == 0 ? "0" : "1";
    }

    private String move(Instant now) {
        mechanics.move(1 - targetDegrees / 270.0, now);
        return "OK";
    }

    private String stop(Instant now) {
        mechanics.stop(now);
        return "OK";
    }

    private String set(String command) {
        if (!command.matches("(STRG|SLON|SLBR|SHTM)[0-9]{1,4}")) {
            return "";
        }
        int number = Integer.parseInt(command.substring(4));
        int most = switch (command.substring(0, 4)) {
            case "STRG" -> 270;
            case "SLON" -> 1;
            case "SLBR" -> FULL;
            default -> 2;
        };
        if (number > most) {
            return "";
        }
        switch (command.substring(0, 4)) {
            case "STRG" -> targetDegrees = number;
            case "SLON" -> lit = number == 1;
            case "SLBR" -> level = number;
            default -> mode = number == OFF && mechanics.has(WireFault.HEATER_STUCK) ? mode : number;
        }
        mechanics.light(lit && level > 0 ? Math.max(1, Math.round(level * 100f / FULL)) : 0);
        return "OK";
    }

    /// Its heater warms in its third mode while the cover is open or the lamp is lit.
    @Override
    public Truth truth(Instant now) {
        boolean needed = mechanics.stand(now) > 0 || mechanics.lampPercent() > 0;
        mechanics.heat(mode == 1 || (mode == WHEN_NEEDED && needed));
        return mechanics.truth(now);
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
