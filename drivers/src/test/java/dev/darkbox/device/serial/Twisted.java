package dev.darkbox.device.serial;

import dev.darkbox.device.sim.wire.WireBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Instant;
import java.util.Map;

/// A box that answers some requests otherwise than it should.
///
/// @param instead of its answers, by whole request as it comes in one piece; the box does not hear those
record Twisted(WireBox box, Map<String, String> instead) implements WireBox {

    @Override
    public void opened(Instant now) {
        box.opened(now);
    }

    @Override
    public String hear(String heard, Instant now) {
        return instead.containsKey(heard) ? instead.get(heard) : box.hear(heard, now);
    }

    @Override
    public String due(Instant now) {
        return box.due(now);
    }

    @Override
    public Truth truth(Instant now) {
        return box.truth(now);
    }

    @Override
    public void fail(WireFault fault, Instant now) {
        box.fail(fault, now);
    }

    @Override
    public void mend(Instant now) {
        box.mend(now);
    }
}
