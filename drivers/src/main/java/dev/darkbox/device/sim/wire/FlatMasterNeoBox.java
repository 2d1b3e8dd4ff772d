package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;

/// A Pegasus FlatMaster WiFi or FlatMaster Neo. What the Neo says of its lamp is what it was told, not what shines; its
/// light sensor sees that.
public final class FlatMasterNeoBox implements Moved {

    private static final int OPEN_DEGREES = 270;

    private final boolean neo;
    private final Mechanics mechanics;
    private final LineEar ear = new LineEar("\r\n");
    private boolean enabled;
    private int level;
    private int heatPercent;
    private boolean autoHeat;

    /// @param neo with a cover, a heater and a light sensor
    /// @param travel from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    public FlatMasterNeoBox(boolean neo, Duration travel, double openPart, Instant now) {
        this.neo = neo;
        mechanics = new Mechanics(travel, neo ? openPart : 0, now);
    }

    @Override
    public void opened(Instant now) {
        ear.clear();
    }

    @Override
    public String hear(String heard, Instant now) {
        return mechanics.has(WireFault.WRONG_DIALECT) ? "" : ear.hear(heard, request -> {
            String answer = answer(request, now);
            return answer.isEmpty() ? "" : answer + "\r\n";
        });
    }

    private String answer(String request, Instant now) {
        String own = neo ? "FMNEO" : "FMW_1A2B3C4D_B";
        return switch (request) {
            case "F#" -> mechanics.has(WireFault.WRONG_ID) ? "UPB2_OK" : own;
            case "FV" -> "FV:1.2";
            case "FA" -> state(now);
            case "FE:0", "FE:1" -> enable(request);
            case "FS:0", "FS:1" -> neo ? move(request, now) : "";
            case "FH" -> neo ? halt(now) : "";
            case "PD:0", "PD:1" -> neo ? autoHeat(request) : "";
            default -> value(request);
        };
    }

    private String value(String request) {
        if (!request.matches("(FL|DH):[0-9]{1,3}") || Integer.parseInt(request.substring(3)) > 100) {
            return "";
        }
        int value = Integer.parseInt(request.substring(3));
        if (request.startsWith("FL")) {
            level = value;
            shine();
        } else if (neo) {
            heatPercent = value;
            mechanics.heat(heatPercent > 0 || autoHeat);
        } else {
            return "";
        }
        return request;
    }

    private String state(Instant now) {
        int on = enabled ? 1 : 0;
        if (!neo) {
            return "FA:%d:%d".formatted(level, mechanics.lampPercent() > 0 ? 1 : 0);
        }
        double stand = mechanics.stand(now);
        int cap = mechanics.runs(now) ? 2 : stand == 0 ? 1 : stand == 1 ? 3 : 2;
        int heat = mechanics.heating() ? Math.max(1, heatPercent) : 0;
        return "FMNEO:%d:%d:%d:%d:%d:%d:%d:%d:%d".formatted(level, on, Math.round(stand * OPEN_DEGREES),
                OPEN_DEGREES, cap,
                heat, autoHeat ? 1 : 0, 3, 2 + 8 * mechanics.lampPercent());
    }

    private String enable(String request) {
        enabled = request.endsWith("1");
        shine();
        return request;
    }

    private void shine() {
        mechanics.light(enabled ? level : 0);
    }

    private String move(String request, Instant now) {
        boolean open = request.endsWith("1");
        mechanics.move(open ? 1 : 0, now);
        return request;
    }

    private String halt(Instant now) {
        mechanics.stop(now);
        return "FH:1";
    }

    private String autoHeat(String request) {
        autoHeat = request.endsWith("1");
        mechanics.heat(heatPercent > 0 || autoHeat);
        return request;
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
