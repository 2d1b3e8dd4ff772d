package dev.darkbox.control;

import dev.darkbox.device.Celsius;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the daemon answers. A command gets one or more, then the connection is closed.
public sealed interface Reply {

    /// A run begins.
    record Accepted(String rig, int frames, Duration expected) implements Reply {}

    /// No: the rig is taken.
    ///
    /// @param what the run that has it, e.g. `refresh of 5 sets`
    record Busy(String rig, String what, Instant since) implements Reply {}

    /// What sets take, alone or together.
    ///
    /// @param frames exposures, thrown-away first ones included
    /// @param expected from the command to a warm camera
    /// @param cooling the part of it on the way to the set points and back, and soaking there
    /// @param diskBytes raw frames, masters and scratch
    record Cost(int frames, Duration expected, Duration cooling, long diskBytes) {}

    /// A set that is wanted.
    ///
    /// @param cost of it alone
    record DueRow(DueItem item, Cost cost) {}

    /// What is due on a rig.
    ///
    /// @param rows every set that is wanted, due or not, in the order of taking
    /// @param total of those that are due, together
    /// @param freeBytes on the library's file system
    /// @param next what becomes due next of what is not yet, and when, one line
    /// @param schedule what begins by itself, or what that waits for, one line
    /// @param nextAt when that is at the earliest
    record Due(
            String rig, List<DueRow> rows, Cost total, long freeBytes, Optional<String> next,
            String schedule,
            Optional<Instant> nextAt)
            implements
                Reply {
        public Due {
            rows = List.copyOf(rows);
        }
    }

    /// It was written down.
    ///
    /// @param line what was, for people
    record Noted(String rig, String line) implements Reply {}

    /// What a refresh would take.
    ///
    /// @param costs of each set alone, in the order of the sets
    /// @param expected time of the whole run: cooling, soak, frames, warming
    /// @param diskBytes raw frames, masters and scratch
    /// @param freeBytes on the library's file system
    record Planned(
            String rig, List<PlannedSet> sets, List<Cost> costs, Duration expected, long diskBytes,
            long freeBytes)
            implements
                Reply {
        public Planned {
            sets = List.copyOf(sets);
            costs = List.copyOf(costs);
        }

        public boolean fits() {
            return diskBytes <= freeBytes;
        }
    }

    /// One rig's state.
    ///
    /// @param runs whether a run has the rig
    /// @param since when this state began; the epoch (empty text in JSON) when nothing ran yet
    /// @param doing one line: the step and how far it is, or how the last run ended; empty when there was none
    /// @param frames accepted frames of the run
    /// @param framesOf frames the run wants; 0 when nothing runs
    /// @param notice what a person should know of this run or the last, one line; mostly empty
    /// @param live noise of the set's frames so far and where their picture is, one line; mostly empty
    /// @param dark how it is known to be dark, one line; empty when nothing runs
    record State(
            String rig, boolean runs, Instant since, String doing, int frames, int framesOf, Celsius sensor,
            double loadPercent, String notice, String live, String dark)
            implements
                Reply {}

    /// Something happened.
    record Happened(RunEvent event) implements Reply {}

    /// The run was told to stop.
    record Stopping(String rig) implements Reply {}

    /// Nothing runs on the rig.
    record Idle(String rig) implements Reply {}

    /// One master of the library.
    ///
    /// @param evening local date of the dated folder
    /// @param rig empty when it is not known whose library it is
    /// @param epoch id of the camera's epoch; empty when the master does not tell
    record Master(
            String rig, LocalDate evening, String name, Path file, int frames, double meanAdu,
            double medianAdu,
            double sigmaAdu, long hotPixels, String verdict, String remark, String epoch,
            EpochState epochState)
            implements
                Reply {}

    /// How a master's epoch stands to the newest of its rig.
    enum EpochState { NEWEST, OLD, UNKNOWN }

    /// An answer to what was asked of a library.
    sealed interface OfLibrary extends Reply {}

    /// A master that fits a light, or does not.
    ///
    /// @param rig empty when it is not known whose library it is
    /// @param state its standing: `production`, `superseded`, …
    /// @param best whether it is the one to use
    /// @param why one line for each point in which it does not fit; empty when it does
    record Candidate(
            String rig, LocalDate evening, String name, Path file, String state, boolean best,
            List<String> why)
            implements
                OfLibrary {
        public Candidate {
            why = List.copyOf(why);
        }
    }

    /// All about one master.
    ///
    /// @param facts text by name, in the order in which a person reads them
    record Shown(String rig, LocalDate evening, String name, Map<String, String> facts) implements OfLibrary {
        public Shown {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }
    }

    /// Something in a library that is not as it should be.
    ///
    /// @param code what kind of thing, a word
    /// @param wrong whether something is wrong, not only worth knowing
    /// @param text one sentence
    /// @param remedy one sentence: what to do
    record Found(String rig, String code, boolean wrong, Path file, String text,
            String remedy) implements OfLibrary {}

    /// An audit is under way: full ones read every byte.
    record Auditing(String rig, int masters) implements OfLibrary {}

    /// An audit is over.
    ///
    /// @param wrong how many things are wrong
    /// @param checked whether checksums were read again
    /// @param reclaimableBytes of raw frames that may be deleted
    record AuditEnded(String rig, int masters, int wrong, boolean checked,
            long reclaimableBytes) implements OfLibrary {}

    /// The index was written anew.
    record Indexed(String rig, int masters, Path file) implements OfLibrary {}

    /// An answer to a validation.
    sealed interface OfCheck extends Reply {}

    /// What one program would do with one frame.
    ///
    /// @param frame e.g. `light 180s`
    /// @param program e.g. `Siril`
    /// @param grade `right`, `near`, `not-asked`, `none`, `wrong`
    /// @param ours the master that is made for such frames; empty when none is published
    /// @param master what the program would take; empty for nothing
    /// @param why one sentence, and what it did not look at
    record Taken(
            String rig, String preset, String frame, String program, String grade, String ours, String master,
            String why)
            implements
                OfCheck {}

    /// What a person sets in a program, once.
    record Setup(String rig, String program, String line) implements OfCheck {}

    /// A word on a master is in the ledger.
    ///
    /// @param word `promote`, `hold` or `withdraw`
    record Said(String rig, LocalDate evening, String name, String word) implements OfLibrary {}

    /// What became of a profile's published masters.
    ///
    /// @param in those in force now that were not, as EVENING/NAME
    /// @param out those that were in force and are not, likewise
    /// @param notes one line for each thing that is not as one might expect
    record Turned(String rig, Profile profile, List<String> in, List<String> out, List<String> notes)
            implements
                OfLibrary {
        public Turned {
            in = List.copyOf(in);
            out = List.copyOf(out);
            notes = List.copyOf(notes);
        }
    }

    /// How a device stands, once for each look at it.
    ///
    /// @param device as it was asked for, e.g. `cap`
    /// @param place where it hangs, or its driver's name for it
    /// @param state for people, e.g. `shut`, `lit at 40 %`
    /// @param evidence how well that is known: `reported`
    /// @param said the device's own words; may be empty
    record Device(String rig, String device, String place, String state, String evidence,
            String said) implements Reply {}

    /// It cannot be done.
    ///
    /// @param exit what the command's exit code becomes: 1 the answer is no, 2 usage, 3 device
    /// @param message one line: what, and what is allowed
    record Problem(int exit, String message) implements Reply {}
}
