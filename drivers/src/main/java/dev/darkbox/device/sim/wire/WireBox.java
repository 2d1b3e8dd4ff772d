package dev.darkbox.device.sim.wire;

import dev.darkbox.device.DustCap.Position;
import java.time.Instant;

/// A simulated box at the other end of a serial line. It never waits: it is told the time with every call, and answers
/// that are late are asked for with [#due].
///
/// Threading: for one thread at a time.
public interface WireBox {

    /// What is true of the hardware, whatever the box says.
    ///
    /// @param openPart 0 shut .. 1 open; 0 without a cover
    /// @param lampPercent 0 out .. 100, what really shines
    /// @param heating whether its heater is warm
    record Truth(double openPart, int lampPercent, boolean heating) {

        public Position position() {
            return openPart == 0 ? Position.SHUT : openPart == 1 ? Position.OPEN : Position.UNKNOWN;
        }
    }

    /// Its port was opened: a board with a boot loader starts anew.
    void opened(Instant now);

    /// Hears the host.
    ///
    /// @param heard a character for each byte, as Latin-1 has them; in whatever pieces they come
    /// @return what it says at once; empty for nothing
    String hear(String heard, Instant now);

    /// What it says by now without having been asked, or late: ends of travel, a stream. Called every 50 ms or so.
    String due(Instant now);

    /// The hardware as it is.
    Truth truth(Instant now);

    /// Something breaks, until [#mend].
    void fail(WireFault fault, Instant now);

    /// All is well again; what stands half way stays there.
    void mend(Instant now);
}
