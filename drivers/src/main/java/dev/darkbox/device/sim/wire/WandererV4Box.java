package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// A WandererCover V4-EC or V4 Pro-EC: streams a status line each second, answers nothing. With the fault `WRONG_DIALECT` the
/// stream pauses while the cover moves, and `done` comes before the next line.
public final class WandererV4Box implements Moved {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final double SHUT_DEGREES = 20;
    private static final double OPEN_DEGREES = 270;
    private static final int TELLS_LAMP = 20240618;
    private static final int DARK_WHEN_OPEN = 20250404;
    private static final double NO_SUPPLY_VOLTS = 7;

    private final boolean pro;
    private final int firmware;
    private final Mechanics mechanics;
    private final StringBuilder heard = new StringBuilder();
    private Instant next;
    private double volts = 12.1;
    private int level;
    private int power;
    private boolean wasMoving;

    /// @param pro a V4 Pro-EC, else a V4-EC
    /// @param firmware its day, as 20250404: what it streams and does goes by that
    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public WandererV4Box(boolean pro, int firmware, Duration travel, double openPart, Instant now) {
        this.pro = pro;
        this.firmware = firmware;
        mechanics = new Mechanics(travel, openPart, now);
        next = now.plus(PERIOD);
    }

    /// What is at its supply: 7 V or less is USB alone, and its motor stands still.
    public void supply(double volts) {
        this.volts = volts;
    }

    @Override
    public void opened(Instant now) {
        heard.setLength(0);
        next = now.plus(PERIOD);
    }

    @Override
    public String hear(String text, Instant now) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                obey(heard.toString(), now);
                heard.setLength(0);
            } else if (heard.length() < 16) {
                heard.append(c);
            }
        }
        return "";
    }

    private void obey(String command, Instant now) {
        int number = command.matches("[0-9]{1,7}") ? Integer.parseInt(command) : 0;
        if (number >= 1 && number <= 255) {
            level = number;
        } else if (number >= 2000 && number <= 2150) {
            heat(number - 2000);
        } else if (number == 9999) {
            level = 0;
        } else if ((number == 1000 || number == 1001) && volts > NO_SUPPLY_VOLTS) {
            mechanics.move(number - 1000, now);
        }
        shine(now);
    }

    private void heat(int wanted) {
        mechanics.heat(wanted > 0);
        power = mechanics.heating() && wanted == 0 ? power : wanted;
    }

    private void shine(Instant now) {
        boolean kept = firmware >= (pro ? DARK_WHEN_OPEN + 1 : DARK_WHEN_OPEN) && mechanics.stand(now) > 0;
        mechanics.light(kept || level == 0 ? 0 : Math.max(1, Math.round(level * 100f / 255)));
    }

    /// One line at most, however long nobody asked.
    @Override
    public String due(Instant now) {
        boolean moves = mechanics.runs(now);
        if (now.isBefore(next)) {
            return "";
        }
        next = now.plus(PERIOD);
        shine(now);
        if (moves && mechanics.has(WireFault.WRONG_DIALECT)) {
            wasMoving = true;
            return "";
        }
        String done = wasMoving ? "done\r\n" : "";
        wasMoving = false;
        return done + status(now) + "\r\n";
    }

    private String status(Instant now) {
        String name = mechanics.has(WireFault.WRONG_ID)
                ? "ZXWBProV3"
                : "WandererCoverV4" + (pro ? "Pro" : "");
        double degrees = SHUT_DEGREES + mechanics.stand(now) * (OPEN_DEGREES - SHUT_DEGREES);
        String line = String.format(Locale.ROOT, "%sA%dA%.2fA%.2fA%.2fA%.2fA", name, firmware, SHUT_DEGREES,
                OPEN_DEGREES, degrees, volts);
        if (firmware < TELLS_LAMP) {
            return line;
        }
        int percent = mechanics.lampPercent();
        int shines = percent == 0 ? 0 : level > 0 ? level : Math.round(percent * 2.55f);
        return line + "%dA%dA0A".formatted(shines, power);
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
