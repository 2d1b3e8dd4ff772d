package dev.darkbox.capture;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks at the pictures themselves while they are taken: whether each was read out whole, and whether light gets in that
/// did not in the last masters of these conditions.
///
/// Threading: the run's thread.
@FunctionalInterface
public interface FrameWatch {

    /// Begins a set, or goes on with it.
    ///
    /// @param stored frames of the set that are accepted already, oldest first
    /// @throws IOException they cannot be read
    Watch begin(PlannedSet set, List<Path> stored) throws IOException;

    /// Nobody looks.
    static FrameWatch none() {
        return (_, _) -> new Watch.Blind();
    }

    /// The pictures of one set. Nothing here keeps a frame.
    interface Watch {

        /// Looks at a frame that is about to be accepted. One that is not odd counts as accepted from here on.
        Seen frame(FrameBuffer frame);

        /// Looks at the bias frame of a probe.
        void probeBias(FrameBuffer frame);

        /// Looks at the dark frame of a probe, against the bias frame before it and the last masters.
        Light probeDark(FrameBuffer frame, Duration exposure);

        /// Looks at a probe dark taken while the panel is lit, against the one before it.
        Light probeLit(FrameBuffer frame, Duration exposure);

        /// Looks at nothing.
        final class Blind implements Watch {

            @Override
            public Seen frame(FrameBuffer frame) {
                return Seen.NOTHING;
            }

            @Override
            public void probeBias(FrameBuffer frame) {
                // nothing is remembered
            }

            @Override
            public Light probeDark(FrameBuffer frame, Duration exposure) {
                return new Light.Unknown("nothing to compare with");
            }

            @Override
            public Light probeLit(FrameBuffer frame, Duration exposure) {
                return new Light.Unknown("nothing to compare with");
            }
        }
    }

    /// What a frame shows.
    ///
    /// @param odd why it must not be accepted
    /// @param earlier accepted frames that are found odd by now
    /// @param rise what rose in it, as light would; it may be accepted if a probe says that it is dark
    record Seen(Optional<String> odd, List<Earlier> earlier, Optional<String> rise) {

        static final Seen NOTHING = new Seen(Optional.empty(), List.of(), Optional.empty());

        public Seen {
            earlier = List.copyOf(earlier);
        }
    }

    /// An accepted frame that is found odd.
    ///
    /// @param frame its number, from 0, among all frames of the set that were ever accepted: those stored when the set
    ///     began, then those looked at and not odd
    record Earlier(int frame, String reason) {}

    /// What a probe shows.
    sealed interface Light {

        /// One line for the log, with value and limit.
        String text();

        /// No more than before.
        record None(String text) implements Light {}

        /// More than there may be.
        ///
        /// @param cause what usually causes it and what to do
        record Leak(String text, String cause) implements Light {}

        /// Nothing to compare with.
        record Unknown(String text) implements Light {}
    }
}
