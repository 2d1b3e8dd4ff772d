package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// A Gemini flat panel: Rev1, Rev2, Lite or Pro. A move is answered when it is over; until then the Rev1 and Rev2 hear
/// nothing, and answer afterwards what they were asked. A Pro that stopped half way calls itself shut.
public final class GeminiBox implements Moved {

    /// Which one.
    public enum Kind {
        REV1, REV2, LITE, PRO
    }

    private static final int SHUT_AT = 52;
    private static final int OPEN_AT = 801;

    private final Kind kind;
    private final Mechanics mechanics;
    private final LineEar ear = new LineEar("#");
    /// What a deaf box was told.
    private final StringBuilder unheard = new StringBuilder();
    private char moving;
    private boolean lit;
    private int level = 128;
    private int heatPercent;

    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public GeminiBox(Kind kind, Duration travel, double openPart, Instant now) {
        this.kind = kind;
        mechanics = new Mechanics(travel, kind == Kind.LITE ? 0 : openPart, now);
    }

    @Override
    public void opened(Instant now) {
        ear.clear();
        unheard.setLength(0);
    }

    @Override
    public String hear(String heard, Instant now) {
        String late = due(now);
        if (mechanics.has(WireFault.WRONG_DIALECT)) {
            return late;
        }
        if (moving != 0 && kind != Kind.PRO) {
            if (unheard.length() < 64) {
                unheard.append(heard);
            }
            return late;
        }
        return late + ear.hear(heard, request -> answer(request.strip(), now));
    }

    @Override
    public String due(Instant now) {
        if (moving == 0 || mechanics.runs(now)) {
            return "";
        }
        char done = moving;
        moving = 0;
        String over = mechanics.gaveUp(now) ? "" : switch (kind) {
            case REV1 -> reply(done, "OOO");
            case REV2 -> reply(done, done == 'O' ? "Opened" : "Closed");
            case PRO -> reply(done, Integer.toString(position(now)));
            case LITE -> "";
        };
        String queued = unheard.toString();
        unheard.setLength(0);
        return over + ear.hear(queued, request -> answer(request.strip(), now));
    }

    private String answer(String request, Instant now) {
        boolean fits = kind == Kind.REV1
                ? request.matches(">[A-Z][0-9]{3}")
                : request.matches(">[A-Z][0-9]{0,3}");
        if (!fits) {
            return "";
        }
        char letter = request.charAt(1);
        int value = request.length() == 2 ? 0 : Integer.parseInt(request.substring(2));
        boolean hasCover = kind != Kind.LITE;
        return switch (letter) {
            case 'P' ->
                kind == Kind.REV1 ? "*P" + (mechanics.has(WireFault.WRONG_ID) ? "77" : "99") + "OOO\n" : "";
            case 'H' -> kind == Kind.REV1 ? "" : reply('H', name());
            case 'V' -> kind == Kind.REV1 ? "" : reply('V', version());
            case 'A' -> kind == Kind.REV1 ? reply('A', "1") : kind == Kind.REV2 ? reply('A', "1") : "";
            case 'S' -> reply('S', state(now));
            case 'O', 'C' -> hasCover && moving == 0 ? move(letter, now) : "";
            case 'K' -> kind == Kind.PRO ? halt(now) : "";
            case 'G' -> kind == Kind.PRO ? reply('G', Integer.toString(position(now))) : "";
            case 'L', 'D' -> light(letter);
            case 'B' -> value <= 255 ? level(value) : "";
            case 'J' -> reply('J', number(level));
            case 'W' -> kind == Kind.PRO && value <= 100 ? heat(value) : "";
            default -> "";
        };
    }

    private String name() {
        String own = switch (kind) {
            case REV1 -> "";
            case REV2 -> "GeminiFlatPanel";
            case LITE -> "GeminiFlatPanelLite";
            case PRO -> "GeminiFlatPanelPro";
        };
        return mechanics.has(WireFault.WRONG_ID) ? "GeminiPowerBoxPlusV3" : own;
    }

    private String version() {
        return switch (kind) {
            case REV1 -> "";
            case REV2 -> "408";
            case LITE -> "206";
            case PRO -> "107";
        };
    }

    private String reply(char letter, String value) {
        String product = kind == Kind.REV1 ? "99" : "";
        return "*" + letter + product + value + (kind == Kind.REV1 ? "\n" : "#");
    }

    private String number(int value) {
        return kind == Kind.REV1 ? String.format(Locale.ROOT, "%03d", value) : Integer.toString(value);
    }

    private String state(Instant now) {
        int motor = mechanics.runs(now) ? 1 : 0;
        int lamp = mechanics.lampPercent() > 0 ? 1 : 0;
        return switch (kind) {
            case REV1 -> "" + motor + lamp + cover(now);
            case REV2 -> "99" + motor + lamp + cover(now);
            case LITE -> lamp + "11";
            case PRO -> "%dM%dL%dC%dD%dC%dO".formatted(motor, lamp, cover(now), heat(), SHUT_AT, OPEN_AT);
        };
    }

    private int cover(Instant now) {
        double stand = mechanics.stand(now);
        if (mechanics.runs(now)) {
            return 0;
        }
        if (mechanics.gaveUp(now)) {
            return 3;
        }
        return stand == 0 ? 1 : stand == 1 ? 2 : kind == Kind.PRO ? 1 : 0;
    }

    /// In counts; the ends are where it was told, give or take a little.
    private int position(Instant now) {
        return (int) Math.round(SHUT_AT - 8 + mechanics.stand(now) * (OPEN_AT + 11 - SHUT_AT + 8));
    }

    private String move(char letter, Instant now) {
        mechanics.move(letter == 'O' ? 1 : 0, now);
        moving = letter;
        return due(now);
    }

    private String halt(Instant now) {
        mechanics.stop(now);
        return due(now);
    }

    private String light(char letter) {
        lit = letter == 'L';
        shine();
        return reply(letter, letter == 'L' && kind != Kind.REV1 ? number(level) : "OOO");
    }

    private String level(int value) {
        level = value;
        shine();
        return reply('B', number(level));
    }

    private void shine() {
        mechanics.light(lit ? Math.round(level * 100f / 255) : 0);
    }

    private String heat(int percent) {
        heatPercent = percent;
        mechanics.heat(percent > 0);
        return "";
    }

    private int heat() {
        return mechanics.heating() ? Math.max(heatPercent, 1) : 0;
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
