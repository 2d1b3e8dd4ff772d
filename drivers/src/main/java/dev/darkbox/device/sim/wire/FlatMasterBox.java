package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;

/// A Pegasus FlatMaster: a panel that echoes orders and cannot be asked whether it is lit. Level 20 is brightest, 220
/// dimmest, 255 out. Firmware 2 has the fault that owners tell of: a level lights it although it is off, and being
/// switched on then puts it out.
public final class FlatMasterBox implements Moved {

    private final String version;
    private final Mechanics mechanics;
    private final LineEar ear = new LineEar("\r\n");
    private boolean on;
    private boolean litByLevel;
    private int level = 255;

    /// @param version firmware, e.g. `1.3` or `2.1`
    public FlatMasterBox(String version, Instant now) {
        this.version = version;
        mechanics = new Mechanics(Duration.ofSeconds(1), 0, now);
    }

    @Override
    public void opened(Instant now) {
        ear.clear();
    }

    @Override
    public String hear(String heard, Instant now) {
        return mechanics.has(WireFault.WRONG_DIALECT) ? "" : ear.hear(heard, this::answer);
    }

    private String answer(String request) {
        if (request.equals("#")) {
            return mechanics.has(WireFault.WRONG_ID) ? "OK_PPB\r\n" : "OK_FM\r\n";
        }
        if (request.equals("V")) {
            return version + "\r\n";
        }
        if (request.matches("E:[01]")) {
            on = request.equals("E:1") && !litByLevel;
            litByLevel = false;
        } else if (request.matches("L:[0-9]{1,3}") && Integer.parseInt(request.substring(2)) <= 255) {
            level = Integer.parseInt(request.substring(2));
            litByLevel = !on && version.startsWith("2");
        } else {
            return "";
        }
        mechanics.light(on || litByLevel ? shine() : 0);
        return request + "\r\n";
    }

    private int shine() {
        return level > 220 ? 0 : Math.clamp(Math.round((220 - level) / 2f), 1, 100);
    }

    @Override
    public Mechanics mechanics() {
        return mechanics;
    }
}
