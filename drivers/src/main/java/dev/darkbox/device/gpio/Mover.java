package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import java.time.Duration;

/// What moves a cover, and stops it in time by itself.
///
/// Threading: safe from any thread.
interface Mover {

    /// Sets off and returns at once. Does nothing when it is on its way there, or there by its limit switch.
    ///
    /// @param ends the limit switches just now
    /// @throws DeviceException.Refused the switches contradict each other
    void go(Position goal, Limits.Ends ends) throws DeviceException;

    /// Stops where it is; harmless when it does not move.
    void halt() throws DeviceException;

    Course course();

    /// After so long it has arrived or given up.
    Duration patience();

    /// Stops, and takes no more orders. What goes wrong is noted on the wire log.
    void close();

    /// What stands at the end of a journey whose time is over.
    static Course timeOver(Position goal, Limits.Ends ends, Duration travel) {
        Position other = goal == Position.SHUT ? Position.OPEN : Position.SHUT;
        return switch (ends.of(goal)) {
            case ACTIVE -> Course.of(Course.State.ARRIVED, goal, "at its limit switch");
            case INACTIVE, UNSTEADY -> Course.of(Course.State.GAVE_UP, goal,
                    "%s limit not reached in %d ms".formatted(name(goal), travel.toMillis()));
            case ABSENT -> ends.of(other) == Limits.End.ACTIVE
                    ? Course.of(Course.State.GAVE_UP, goal, "%s limit still active after %d ms".formatted(
                            name(other), travel.toMillis()))
                    : Course.of(Course.State.ARRIVED, goal, "travel time passed");
        };
    }

    private static String name(Position end) {
        return end == Position.SHUT ? "shut" : "open";
    }
}
