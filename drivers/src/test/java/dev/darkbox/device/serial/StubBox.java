package dev.darkbox.device.serial;

import dev.darkbox.device.sim.wire.WireBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A box that says what a test wants it to say: for answers that no simulated box gives.
///
/// @param answer to what it heard in one piece
/// @param unasked what it says at some time
record StubBox(UnaryOperator<String> answer, Function<Instant, String> unasked) implements WireBox {

    StubBox(UnaryOperator<String> answer) {
        this(answer, now -> "");
    }

    @Override
    public void opened(Instant now) {
        // nothing to forget
    }

    @Override
    public String hear(String heard, Instant now) {
        return answer.apply(heard);
    }

    @Override
    public String due(Instant now) {
        return unasked.apply(now);
    }

    @Override
    public Truth truth(Instant now) {
        return new Truth(1, 0, false);
    }

    @Override
    public void fail(WireFault fault, Instant now) {
        throw new IllegalArgumentException(fault.text());
    }

    @Override
    public void mend(Instant now) {
        // nothing to mend
    }
}
