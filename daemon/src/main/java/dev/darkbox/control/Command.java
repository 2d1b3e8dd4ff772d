package dev.darkbox.control;

import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator can ask for. An empty rig name means every rig of the configuration.
public sealed interface Command {

    /// Make masters again.
    ///
    /// @param profile where they are published; empty for the configuration's choice
    /// @param dryRun only say what would be done
    /// @param follow answer with every event until the runs are over
    record Refresh(Scope scope, String rig, Optional<Profile> profile, boolean dryRun, boolean follow)
            implements
                Command {}

    /// What a refresh would do: frames, time, disk.
    record Plan(Scope scope, String rig) implements Command {}

    /// What is due and why, what it takes, and when it begins by itself.
    record Due(String rig) implements Command {}

    /// Note in the ledger that masters are to be made again.
    ///
    /// @param why one line; may be empty
    record Ask(Scope scope, String rig, String why) implements Command {}

    /// What runs, on which rig, since when.
    record Status() implements Command {}

    /// The story of what runs so far, then every event until it is over.
    record Follow(String rig) implements Command {}

    /// Stop the run; the camera is warmed gently, cap and panel are left safe.
    record Abort(String rig) implements Command {}

    /// The masters in the library.
    record LibraryList() implements Command {}

    /// What is asked of a library, whoever answers.
    sealed interface OfLibrary extends Command {

        String rig();
    }

    /// Which master fits a light.
    ///
    /// @param wanted as the library's text of what is wanted has it, by key
    /// @param all whether every master that does not fit is told, not only those that almost do
    record LibraryPick(String rig, Map<String, String> wanted, boolean all) implements OfLibrary {
        public LibraryPick {
            wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
        }
    }

    /// All about one master.
    ///
    /// @param master its name, evening and name, or a part of it that only one has
    record LibraryShow(String rig, String master) implements OfLibrary {}

    /// What in the library is not as it should be.
    ///
    /// @param quick whether checksums are left out
    record LibraryAudit(String rig, boolean quick) implements OfLibrary {}

    /// Write the index anew from the files.
    record LibraryIndex(String rig) implements OfLibrary {}

    /// What holds masters against frames taken now.
    ///
    /// Each has `follow`: answer with every event until the runs are over.
    sealed interface OfCheck extends Command {

        String rig();

        boolean follow();
    }

    /// Hold a few frames against the masters in force.
    ///
    /// @param names of masters, or parts of names; empty for all
    /// @param onePerKind only the bias, the longest dark flat and the longest dark of each preset
    record SpotCheck(List<String> names, String rig, boolean onePerKind, boolean follow) implements OfCheck {
        public SpotCheck {
            names = List.copyOf(names);
        }
    }

    /// Which master each program would take for the lights of each preset, and one frame calibrated with its master.
    ///
    /// @param libraryOnly take no frame
    /// @param full a frame for every master, not for the shortest dark of each preset alone
    record Validate(String rig, boolean libraryOnly, boolean full, boolean follow) implements OfCheck {}

    /// A person's word on a master.
    ///
    /// @param word what is said
    /// @param master its name, evening and name, or a part of it; `held` for all that wait for a word
    /// @param profile where it counts
    /// @param evenFailed whether one that failed is meant as well
    /// @param by who says it
    /// @param why one line; may be empty
    record Say(String rig, Word word, String master, Profile profile, boolean evenFailed, String by,
            String why)
            implements
                OfLibrary {

        /// `master` of all that wait.
        public static final String HELD = "held";
    }

    /// What a person may say of a master.
    enum Word { PROMOTE, HOLD, WITHDRAW }

    /// Turn a profile back to the set of masters before the present one.
    ///
    /// @param by who says it
    /// @param why one line; may be empty
    record Rollback(String rig, Profile profile, String by, String why) implements OfLibrary {}

    /// Work one device of a rig by hand.
    ///
    /// @param rig may be empty where there is one
    /// @param device `cap`, `panel`, or the name of something
    /// @param percent of full light, 0..100, for [Order#LIGHT]
    /// @param hold how long a panel stays lit or a heater on, at most an hour; then it is put out
    record Device(String rig, String device, Order order, int percent, Duration hold) implements Command {

        /// What may be asked of it. `STOP` ends what another asker's order still does on the rig, and nothing else.
        public enum Order { STATE, OPEN, SHUT, LIGHT, ON, OFF, STOP }

        /// Longest `hold`.
        public static final Duration LONGEST = Duration.ofHours(1);

        public Device {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("percent is " + percent + "; allowed: 0..100");
            }
            if (hold.isNegative() || hold.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "hold_s is %d; allowed: 0..%d".formatted(hold.toSeconds(), LONGEST.toSeconds()));
            }
        }
    }

    /// Not a command; `reply` says what would have been.
    record Unknown(String reply) implements Command {}
}
