package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;

/// A DarkLight Cover Calibrator. Its servo is driven blind: after the time of a travel it holds the cover for shut or
/// open, whatever became of it, and remembers that over power loss. Orders that make no sense to it are echoed and
/// forgotten: shut while it moves or holds itself for shut. Out of the box it lights and heats whenever it has shut.
public final class DarkLightBox implements Moved {

    private static final int MOST = 50;
    private static final Duration SETTLES = Duration.ofSeconds(2);

    private final Duration travel;
    private final Mechanics mechanics;
    private final LineEar ear = new LineEar(">");
    private int cover;
    private Instant coverAt;
    private boolean shutting;
    private boolean lightOnShut = true;
    private boolean heatOnShut = true;
    private boolean autoHeat;
    private boolean manualHeat;
    private int level;
    private boolean lit;
    private Instant litAt;

    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public DarkLightBox(Duration travel, double openPart, Instant now) {
        this.travel = travel;
        mechanics = new Mechanics(travel, openPart, now);
        cover = openPart == 0 ? 1 : 3;
        coverAt = now;
        litAt = now;
    }

    @Override
    public void opened(Instant now) {
        ear.clear();
    }

    @Override
    public String hear(String heard, Instant now) {
        return mechanics.has(WireFault.WRONG_DIALECT) ? "" : ear.hear(heard, request -> {
            int begin = request.lastIndexOf('<');
            return begin < 0 || begin == request.length() - 1
                    ? ""
                    : "<" + answer(request.substring(begin + 1), now) + ">";
        });
    }

    private String answer(String command, Instant now) {
        arrive(now);
        switch (command.charAt(0)) {
            case 'P' -> {
                return Integer.toString(cover);
            }
            case 'L' -> {
                return lit() ? now.isBefore(litAt.plus(SETTLES)) ? "2" : "3" : "1";
            }
            case 'B' -> {
                return Integer.toString(lit() ? level : 0);
            }
            case 'M' -> {
                return Integer.toString(MOST);
            }
            case 'R' -> {
                return Integer.toString(heater());
            }
            case 'V' -> {
                return "v1.2.0";
            }
            case 'O', 'C' -> move(command.charAt(0) == 'C', now);
            case 'H' -> halt(now);
            case 'T' -> light(number(command), now);
            case 'F' -> light(-1, now);
            case 'A', 'a' -> lightOnShut = command.charAt(0) == 'A';
            case 'Q', 'q', 'E', 'e', 'W', 'w' -> heat(command.charAt(0));
            default -> {
                return mechanics.has(WireFault.WRONG_ID) ? "ERR" : "?";
            }
        }
        return command;
    }

    private static int number(String command) {
        String digits = command.substring(1);
        return digits.matches("[0-9]{1,4}") ? Math.min(Integer.parseInt(digits), MOST) : 0;
    }

    private void move(boolean shut, Instant now) {
        boolean there = cover == (shut ? 1 : 3);
        if (cover == 2 || there) {
            return;
        }
        if (!shut) {
            light(-1, now);
            manualHeat = false;
        }
        shutting = shut;
        cover = 2;
        coverAt = now;
        mechanics.move(shut ? 0 : 1, now);
        warm();
    }

    private void halt(Instant now) {
        if (cover == 2) {
            cover = 4;
            mechanics.stop(now);
        }
    }

    private void arrive(Instant now) {
        if (cover == 2 && !now.isBefore(coverAt.plus(travel))) {
            cover = shutting ? 1 : 3;
            if (shutting && lightOnShut) {
                light(MOST, now);
            }
            if (shutting && heatOnShut) {
                manualHeat = true;
                warm();
            }
        } else if (cover == 4 && !now.isBefore(coverAt.plus(travel.multipliedBy(2)))) {
            cover = 5;
        }
    }

    private void light(int to, Instant now) {
        lit = to >= 0;
        level = Math.max(0, to);
        litAt = now;
        mechanics.light(lit ? level * 100 / MOST : 0);
    }

    private boolean lit() {
        return lit || mechanics.lampPercent() > 0;
    }

    private void heat(char order) {
        switch (order) {
            case 'Q' -> {
                autoHeat = true;
                heatOnShut = false;
                manualHeat = false;
            }
            case 'q' -> autoHeat = false;
            case 'E' -> {
                heatOnShut = true;
                autoHeat = false;
                manualHeat = false;
            }
            case 'e' -> heatOnShut = false;
            case 'W' -> manualHeat = true;
            default -> {
                if (!manualHeat) {
                    autoHeat = false;
                    heatOnShut = false;
                }
                manualHeat = false;
            }
        }
        warm();
    }

    private void warm() {
        mechanics.heat(manualHeat || autoHeat);
    }

    private int heater() {
        return manualHeat ? 3 : autoHeat ? 2 : mechanics.heating() ? 3 : heatOnShut ? 6 : 1;
    }

    @Override
    public String due(Instant now) {
        arrive(now);
        return "";
    }

    @Override
    public Truth truth(Instant now) {
        arrive(now);
        return mechanics.truth(now);
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
