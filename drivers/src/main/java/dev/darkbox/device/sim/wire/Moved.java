package dev.darkbox.device.sim.wire;

import java.time.Instant;

/// A box whose cover, lamp and heater are [Mechanics]: what is true of it, and what breaks, is theirs.
interface Moved extends WireBox {

    Mechanics mechanics();

    @Override
    default String due(Instant now) {
        return "";
    }

    @Override
    default Truth truth(Instant now) {
        return mechanics().truth(now);
    }

    @Override
    default void fail(WireFault fault, Instant now) {
        mechanics().fail(fault, now);
    }

    @Override
    default void mend(Instant now) {
        mechanics().mend(now);
    }
}
