package dev.darkbox.schedule;

import dev.darkbox.device.DeviceException;
import dev.darkbox.plan.DueItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What there is to do on a rig, as its library has it now.
public interface Agenda {

    /// Sets that are due, in the order of taking.
    List<DueItem> due(Instant now) throws IOException;

    /// As much of it as is done in `time`.
    ///
    /// @return without work when nothing fits
    Fit fit(List<DueItem> due, Duration time, Instant now)
            throws IOException, DeviceException, InterruptedException;

    /// When somebody last looked at what is in production: at its making or in a spot check; empty when there is nothing
    /// in production.
    Optional<Instant> lastChecked() throws IOException;

    /// Whether one of these masters was made of frames taken since then, and did not fail.
    boolean isAnyMade(List<String> masters, Instant since) throws IOException;

    /// Begin of the youngest master, to which the clock must not be behind.
    Optional<Instant> youngest() throws IOException;

    /// A part of what is due.
    ///
    /// @param masters names of those that are made
    /// @param work empty when there is none
    /// @param what for whoever finds the rig busy, e.g. `refresh of 5 sets`
    /// @param left one line on what does not fit, and why; empty when all fits
    record Fit(List<String> masters, Optional<Scheduler.Work> work, String what, String left) {

        public Fit {
            masters = List.copyOf(masters);
        }

        /// Nothing fits.
        public static Fit nothing(String why) {
            return new Fit(List.of(), Optional.empty(), "", why);
        }
    }
}
