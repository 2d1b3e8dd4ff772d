package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;

/// An RBF Excalibur: requests end with `#`, orders to the cover are not answered, and it knows only shut and not shut. By
/// default the doubled `#` after a brightness is one end; with the fault `WRONG_DIALECT` the level is not
/// answered, and the second `#` is a request of its own.
public final class ExcaliburBox implements Moved {

    private static final int FULL = 3000;

    private final Mechanics mechanics;
    private final StringBuilder heard = new StringBuilder();
    private boolean afterLight;
    private int level;

    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public ExcaliburBox(Duration travel, double openPart, Instant now) {
        mechanics = new Mechanics(travel, openPart, now);
    }

    @Override
    public void opened(Instant now) {
        heard.setLength(0);
        afterLight = false;
    }

    @Override
    public String hear(String text, Instant now) {
        var answers = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#') {
                answers.append(answer(heard.toString(), now));
                heard.setLength(0);
            } else if (c >= ' ' && heard.length() < 16) {
                heard.append(c);
            }
        }
        return answers.toString();
    }

    private String answer(String request, Instant now) {
        boolean second = afterLight && request.isEmpty();
        afterLight = false;
        if (second && !mechanics.has(WireFault.WRONG_DIALECT)) {
            return "";
        }
        return switch (request) {
            case "" -> mechanics.has(WireFault.WRONG_ID) ? "ROOF.FLAP!#" : "FLAT.FLAP!#";
            case "S1" -> move(0, now);
            case "S0" -> move(1, now);
            case "P" -> mechanics.stand(now) == 0 ? "0#" : "1#";
            case "O" -> shown() + "#";
            default -> request.matches("L[0-9]{1,4}") ? light(Integer.parseInt(request.substring(1))) : "";
        };
    }

    private String move(double openPart, Instant now) {
        mechanics.move(openPart, now);
        return "";
    }

    private String light(int wanted) {
        afterLight = true;
        level = Math.min(wanted, FULL);
        mechanics.light(level == 0 ? 0 : Math.max(1, Math.round(level * 100f / FULL)));
        return mechanics.has(WireFault.WRONG_DIALECT) ? "" : level + "#";
    }

    /// What its own look at the lamp shows: a stuck one shines on.
    private int shown() {
        return level == 0 && mechanics.lampPercent() > 0 ? mechanics.lampPercent() * FULL / 100 : level;
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
