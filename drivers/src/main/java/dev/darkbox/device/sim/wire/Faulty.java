package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;

/// A box whose line has the faults every line can have: garbage, slow answers, silence, a reset on opening. What only
/// the box itself can have is handed on to it. `UNPLUG` is for whoever serves the line: see [#isUnplugged].
public final class Faulty implements WireBox {

    private static final Duration LATE = Duration.ofMillis(800);
    private static final Duration BOOT = Duration.ofMillis(1700);
    private static final int DAMAGED_EVERY = 3;

    private final WireBox box;
    private final Set<WireFault> faults = EnumSet.noneOf(WireFault.class);
    private final ArrayDeque<Late> late = new ArrayDeque<>();
    private Instant awake = Instant.MIN;
    private int answers;

    private record Late(Instant at, String answer) {}

    public Faulty(WireBox box) {
        this.box = box;
    }

    /// Whether the line is cut.
    public boolean isUnplugged() {
        return faults.contains(WireFault.UNPLUG);
    }

    @Override
    public void opened(Instant now) {
        late.clear();
        if (faults.contains(WireFault.RESET_ON_OPEN)) {
            awake = now.plus(BOOT);
        }
        box.opened(now);
    }

    @Override
    public String hear(String heard, Instant now) {
        if (faults.contains(WireFault.MUTE) || isUnplugged() || now.isBefore(awake)) {
            return "";
        }
        String answer = damage(box.hear(heard, now));
        if (!answer.isEmpty() && faults.contains(WireFault.SLOW)) {
            late.addLast(new Late(now.plus(LATE), answer));
            return "";
        }
        return answer;
    }

    @Override
    public String due(Instant now) {
        String unasked = box.due(now);
        if (faults.contains(WireFault.MUTE) || isUnplugged() || now.isBefore(awake)) {
            late.clear();
            return "";
        }
        var out = new StringBuilder();
        while (!late.isEmpty() && !late.getFirst().at().isAfter(now)) {
            out.append(late.removeFirst().answer());
        }
        out.append(damage(unasked));
        return out.toString();
    }

    /// Every third answer has a high bit set in its first byte and loses its second.
    private String damage(String answer) {
        if (answer.isEmpty() || !faults.contains(WireFault.GARBAGE)) {
            return answer;
        }
        answers++;
        if (answers % DAMAGED_EVERY != 1 || answer.length() < 3) {
            return answer;
        }
        return (char) (answer.charAt(0) | 0x80) + answer.substring(2);
    }

    @Override
    public Truth truth(Instant now) {
        return box.truth(now);
    }

    @Override
    public void fail(WireFault fault, Instant now) {
        switch (fault) {
            case GARBAGE, SLOW, MUTE, RESET_ON_OPEN, UNPLUG -> faults.add(fault);
            case STALL, HALF_WAY, LAMP_STUCK, HEATER_STUCK, WRONG_DIALECT, WRONG_ID -> box.fail(fault, now);
        }
    }

    @Override
    public void mend(Instant now) {
        faults.clear();
        box.mend(now);
    }
}
