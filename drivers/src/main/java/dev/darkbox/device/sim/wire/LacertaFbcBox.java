package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Lacerta FBC: lights for a time it is told, answers no order, and chatters in lines that begin with `D -`. With the
/// fault `WRONG_DIALECT` one of its knobs is not at zero, and it hears orders without obeying them.
public final class LacertaFbcBox implements Moved {

    private static final Pattern REQUEST = Pattern.compile("\\s*:\\s*([A-Z])\\s*([0-9]{0,6})\\s*");

    private final Mechanics mechanics;
    private final LineEar ear = new LineEar("#");
    private int level = 50;
    private Instant litUntil = Instant.MIN;

    public LacertaFbcBox(Instant now) {
        mechanics = new Mechanics(Duration.ofSeconds(1), 0, now);
    }

    @Override
    public void opened(Instant now) {
        ear.clear();
    }

    @Override
    public String hear(String heard, Instant now) {
        return ear.hear(heard, request -> {
            Matcher m = REQUEST.matcher(request);
            return m.matches() ? answer(m.group(1).charAt(0), m.group(2), now) : "";
        });
    }

    private String answer(char letter, String digits, Instant now) {
        boolean obeys = !mechanics.has(WireFault.WRONG_DIALECT);
        int value = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        return switch (letter) {
            case 'I' -> mechanics.has(WireFault.WRONG_ID) ? "I MFOC\r\n" : "I FBC\r\n";
            case 'P' -> obeys ? "D - mode asked\r\nP SerialMode\r\n" : "P KnobMode\r\n";
            case 'V' -> "V 1.0.4\r\n";
            case 'B' -> obeys ? level(value, now) : "";
            case 'F' -> obeys ? light(value, now) : "";
            default -> "";
        };
    }

    private String level(int percent, Instant now) {
        level = Math.min(percent, 100);
        shine(now);
        return "";
    }

    private String light(int ms, Instant now) {
        litUntil = now.plusMillis(ms);
        shine(now);
        return "D - light " + ms + "\r\n";
    }

    private void shine(Instant now) {
        mechanics.light(now.isBefore(litUntil) ? level : 0);
    }

    @Override
    public String due(Instant now) {
        shine(now);
        return "";
    }

    @Override
    public Truth truth(Instant now) {
        shine(now);
        return mechanics.truth(now);
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
