package dev.darkbox.capture;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;

/// How taking one set of frames ended. Ends that are part of a night's work, not faults.
sealed interface Outcome {

    /// Every frame the set wanted is in the vault.
    record Filled(int accepted, int rejected) implements Outcome {}

    /// The set begins again at a warmer set point.
    record Raised(int accepted, int rejected, Celsius target, String why) implements Outcome {}

    /// The set begins again, because the camera is not what it was for the frames so far.
    ///
    /// @param now what it is
    record OtherEpoch(int accepted, int rejected, CameraEpoch now) implements Outcome {}

    /// The cooler could not hold the set point.
    record TooWarm(int accepted, int rejected, String why) implements Outcome {}

    /// More frames were thrown away than is sensible.
    record TooManyRejected(int accepted, int rejected, String why) implements Outcome {}

    /// A device did not do its part.
    ///
    /// @param camera whether it was the camera, without which no other set will do better
    record GivenUp(int accepted, int rejected, boolean camera, String why) implements Outcome {}
}
