package dev.darkbox.device.gpio;

import dev.darkbox.device.DustCap.Position;
import java.util.Optional;

/// How the last order to a cover went, as far as its mover knows.
///
/// @param goal of the order; empty for [State#NONE]
/// @param said why it ended so, for people
record Course(State state, Optional<Position> goal, String said) {

    static final Course NONE = new Course(State.NONE, Optional.empty(), "nothing ordered yet");

    enum State {
        /// Nothing was ordered since the lines were taken.
        NONE,
        /// On its way.
        RUNNING,
        /// At its limit switch, or its time has passed where there is none.
        ARRIVED,
        /// Stopped by order.
        HALTED,
        /// Stopped because it was not there in time, or because the switches contradict each other.
        GAVE_UP,
        /// Stopped because lines or pulses could not be driven or read.
        FAILED
    }

    static Course of(State state, Position goal, String said) {
        return new Course(state, Optional.of(goal), said);
    }

    boolean runs() {
        return state == State.RUNNING;
    }

    boolean runsTo(Position to) {
        return runs() && goal.equals(Optional.of(to));
    }
}
