package dev.darkbox.library;

import dev.darkbox.device.Readout;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.MasterName;
import dev.darkbox.plan.PlannedSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The master that is most like a set of which there is none. Pure.
final class Nearest {

    /// What differs in more is another thing.
    private static final int MOST_DIFFERENCES = 2;

    private Nearest() {}

    /// A master and in what it is another: `gain 100, now 120`.
    record Found(MasterEntry master, List<String> differences, DueReason.Kind kind) {

        String line() {
            return "%s of %s has %s".formatted(master.name(), master.evening(),
                    String.join(", ", differences));
        }
    }

    /// Of equally near ones the youngest.
    static Optional<Found> to(PlannedSet set, List<MasterEntry> masters) {
        return masters.stream().filter(master -> isSameKind(set.set(), master.keys()))
                .map(master -> found(set, master))
                .filter(found -> !found.differences().isEmpty()
                        && found.differences().size() <= MOST_DIFFERENCES)
                .min(Comparator.comparingInt((Found found) -> found.differences().size())
                        .thenComparing(found -> found.master().begun(), Comparator.reverseOrder()));
    }

    /// Whether this is a master of the very set, as far as its header tells.
    static boolean isExact(PlannedSet set, MasterEntry master) {
        return master.name().equals(set.master()) && conditions(set, master).isEmpty();
    }

    private static boolean isSameKind(FrameSet set, MasterKeys keys) {
        return switch (set) {
            case FrameSet.Bias _ -> keys.kind() == MasterKeys.Kind.BIAS;
            case FrameSet.Dark _ -> keys.kind() == MasterKeys.Kind.DARK;
            case FrameSet.DarkFlat flat ->
                keys.kind() == MasterKeys.Kind.DARK_FLAT && keys.filter().equals(flat.filter());
        };
    }

    private static Found found(PlannedSet set, MasterEntry master) {
        List<String> differences = new ArrayList<>(conditions(set, master));
        Duration exposure = master.keys().exposure();
        boolean otherExposure = !(set.set() instanceof FrameSet.Bias)
                && !exposure.equals(set.set().exposure());
        if (otherExposure) {
            differences.addFirst("%s, now %s".formatted(seconds(exposure), seconds(set.set().exposure())));
        }
        boolean table = otherExposure && set.set() instanceof FrameSet.DarkFlat;
        return new Found(master, List.copyOf(differences),
                table ? DueReason.Kind.FLAT_TABLE : DueReason.Kind.PRESET);
    }

    private static List<String> conditions(PlannedSet set, MasterEntry master) {
        var differences = new ArrayList<String>();
        Readout wanted = set.readout();
        Conditions has = master.keys().conditions();
        number(differences, "gain", has.gain(), wanted.gain());
        number(differences, "offset", has.offset(), wanted.offset());
        number(differences, "USB limit", has.usbLimit(), wanted.usbLimit());
        number(differences, "binning", has.binning(), wanted.binning());
        if (!wanted.mode().isEmpty() && !wanted.mode().equals(master.readoutMode())) {
            differences.add("mode \"%s\", now \"%s\"".formatted(master.readoutMode(), wanted.mode()));
        }
        if (set.target().isKnown() && master.keys().setPoint().isKnown()
                && !set.target().equals(master.keys().setPoint())) {
            differences.add("%s, now %s".formatted(master.keys().setPoint(), set.target()));
        }
        return differences;
    }

    /// What either side does not tell is no difference.
    private static void number(List<String> differences, String what, int has, int wanted) {
        if (has != Readout.NONE && wanted != Readout.NONE && has != wanted) {
            differences.add("%s %d, now %d".formatted(what, has, wanted));
        }
    }

    private static String seconds(Duration exposure) {
        return MasterName.seconds(exposure).replace('p', '.').replace("s", " s");
    }
}
