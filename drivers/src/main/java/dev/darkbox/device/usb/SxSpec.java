package dev.darkbox.device.usb;

import java.time.Duration;

/// One Starlight Xpress camera, as somebody wants it.
///
/// @param name for log lines, as in the configuration
/// @param which of those that are plugged in
/// @param answerLimit how long a camera may take to answer
/// @param frameGrace how long a camera may take to begin with a frame after its exposure, and to go on with it
/// @param comeback how long a camera that was unplugged is waited for
public record SxSpec(String name, Which which, Duration answerLimit, Duration frameGrace, Duration comeback) {

    /// Which camera is meant.
    public sealed interface Which {

        /// The one there is.
        record TheOnly() implements Which {}

        /// The one at a socket.
        ///
        /// @param position bus and ports, e.g. `1-1.4`
        record At(String position) implements Which {}

        /// The one that says this serial number. Those without a memory say none.
        record Serial(String serial) implements Which {}
    }

    /// With the limits that fit every model: the slowest frame takes 14 s in all, none pauses for 10 s.
    public SxSpec(String name, Which which) {
        this(name, which, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(2));
    }

    /// The same, waited for so long when it was unplugged.
    public SxSpec within(Duration time) {
        return new SxSpec(name, which, answerLimit, frameGrace, time);
    }
}
