package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rung;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Which rung follows which failure. Pure.
///
/// | failure | rungs |
/// |---|---|
/// | `TimedOut`, `Garbled` | abort, reconnect, restart the driver |
/// | `Disturbed` | abort: that is, everything set again; as often as may be tried |
/// | `Lost`, the device alone | reconnect, restart the driver, wait |
/// | `Lost`, with its server | wait |
/// | `Refused` | none; but one that comes from a rung itself counts as `TimedOut` |
///
/// A camera that lacks a rung goes on to the next. A rung that did not hold is not taken again.
final class Ladder {

    private static final Set<Rung> OF_ONE_THAT_ANSWERS = EnumSet.of(Rung.ABORT, Rung.RECONNECT,
            Rung.RESTART_DRIVER);
    private static final Set<Rung> OF_ONE_THAT_IS_GONE = EnumSet.of(Rung.RECONNECT, Rung.RESTART_DRIVER,
            Rung.WAIT);

    private Ladder() {}

    /// The rung after a call failed.
    ///
    /// @param below the highest rung that already held for this call, but did not help
    /// @param has what the camera has
    static Optional<Rung> afterCall(DeviceException failure, Optional<Rung> below, Set<Rung> has) {
        return switch (failure) {
            case DeviceException.TimedOut _, DeviceException.Garbled _ ->
                above(below, OF_ONE_THAT_ANSWERS, has);
            case DeviceException.Disturbed _ -> above(Optional.empty(), EnumSet.of(Rung.ABORT), has);
            case DeviceException.Lost lost when lost.serverToo() ->
                above(Optional.empty(), EnumSet.of(Rung.WAIT), has);
            case DeviceException.Lost _ -> above(below, OF_ONE_THAT_IS_GONE, has);
            case DeviceException.Refused _ -> Optional.empty();
        };
    }

    /// The rung after one that did not hold.
    static Optional<Rung> afterRung(DeviceException failure, Rung broken, Set<Rung> has) {
        Optional<Rung> below = Optional.of(broken);
        return switch (failure) {
            case DeviceException.TimedOut _, DeviceException.Garbled _, DeviceException.Disturbed _, DeviceException.Refused _ ->
                above(below, OF_ONE_THAT_ANSWERS, has);
            case DeviceException.Lost lost when lost.serverToo() ->
                above(below, EnumSet.of(Rung.WAIT), has);
            case DeviceException.Lost _ -> above(below, OF_ONE_THAT_IS_GONE, has);
        };
    }

    /// Whether taking this rung means that the whole ladder was needed.
    static boolean isHigh(Rung rung) {
        return switch (rung) {
            case ABORT, RECONNECT -> false;
            case RESTART_DRIVER, WAIT -> true;
        };
    }

    private static Optional<Rung> above(Optional<Rung> below, Set<Rung> wanted, Set<Rung> has) {
        return wanted.stream().filter(has::contains)
                .filter(rung -> below.isEmpty() || rung.compareTo(below.get()) > 0).findFirst();
    }
}
