package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// A Flip-Flat, Flat-Man or Remote Dust Cover as the vendor's Generic Commands (Rev 44) describe it: seven-character
/// answers, silence to what it does not know. By default it takes letters or digits, ended by CR, LF or both; with the
/// fault `WRONG_DIALECT` digits ended by LF only.
public final class FlipFlatBox implements Moved {

    private final int product;
    private final Mechanics mechanics;
    private final StringBuilder heard = new StringBuilder();
    private int level;
    private boolean lit;

    /// @param product 99 Flip-Flat, 98 without lamp, 10, 15 or 19 without cover
    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public FlipFlatBox(int product, Duration travel, double openPart, Instant now) {
        this.product = product;
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
            boolean end = c == '\n' || (c == '\r' && !mechanics.has(WireFault.WRONG_DIALECT));
            if (end) {
                answers.append(answer(heard.toString(), now));
                heard.setLength(0);
            } else if (heard.length() < 16) {
                heard.append(c);
            }
        }
        return answers.toString();
    }

    private String answer(String request, Instant now) {
        if (request.length() != 5 || request.charAt(0) != '>') {
            return "";
        }
        char letter = request.charAt(1);
        String value = request.substring(2);
        boolean fits = letter == 'B'
                ? value.matches("[0-9]{3}") && Integer.parseInt(value) < 256
                : value.equals("000") || (value.equals("OOO") && !mechanics.has(WireFault.WRONG_DIALECT));
        boolean hasCover = product == 98 || product == 99;
        boolean hasLamp = product != 98;
        if (!fits) {
            return "";
        }
        return switch (letter) {
            case 'P' -> reply(letter, value);
            case 'V' -> reply(letter, "044");
            case 'S' -> reply(letter, state(now));
            case 'O', 'C' -> hasCover ? move(letter, value, now) : "";
            case 'L', 'D' -> hasLamp ? light(letter, value) : "";
            case 'B' -> hasLamp ? level(value) : "";
            case 'J' -> hasLamp ? reply(letter, String.format(Locale.ROOT, "%03d", level)) : "";
            default -> "";
        };
    }

    private String reply(char letter, String value) {
        return String.format(Locale.ROOT, "*%c%02d%s\n", letter,
                mechanics.has(WireFault.WRONG_ID) ? 77 : product, value);
    }

    private String state(Instant now) {
        double stand = mechanics.stand(now);
        int cover = mechanics.runs(now) ? 0 : mechanics.gaveUp(now) ? 3 : stand == 0 ? 1 : stand == 1 ? 2 : 0;
        return "%d%d%d".formatted(mechanics.runs(now) ? 1 : 0, mechanics.lampPercent() > 0 ? 1 : 0, cover);
    }

    private String move(char letter, String value, Instant now) {
        if (letter == 'O') {
            lit = false;
            shine();
        }
        mechanics.move(letter == 'O' ? 1 : 0, now);
        return reply(letter, value);
    }

    private String light(char letter, String value) {
        lit = letter == 'L';
        shine();
        return reply(letter, value);
    }

    private String level(String value) {
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
