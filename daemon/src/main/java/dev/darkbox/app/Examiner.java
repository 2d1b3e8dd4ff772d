package dev.darkbox.app;

import dev.darkbox.cli.RigLimits;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.EpochChange;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.master.Assessment;
import dev.darkbox.master.MasterFacts;
import dev.darkbox.master.Temperatures;
import dev.darkbox.quality.ChangeMetrics;
import dev.darkbox.quality.DefectRule;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.Examination;
import dev.darkbox.quality.Examined;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Reference;
import dev.darkbox.quality.Statistics;
import dev.darkbox.quality.Subject;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Plane;
import dev.darkbox.stack.RowSource;
import dev.darkbox.stack.ScratchPicture;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks closer at a new master: gathers what it is to be compared with out of the library, and has it judged.
///
/// Memory: bands of its pictures, and 12 bytes a defective pixel.
final class Examiner {

    /// Changes of the camera told in a remark.
    private static final int MOST_TOLD = 3;

    private final RigConfig rig;
    private final CalibrationLibrary library;

    Examiner(RigConfig rig, CalibrationLibrary library) {
        this.rig = rig;
        this.library = library;
    }

    /// Judges the picture of an integration.
    ///
    /// @param previous the master it is compared with
    /// @return its defects are to be closed
    Assessment examine(MasterFacts facts, Integrated result, Optional<MasterEntry> previous)
            throws IOException {
        Optional<Before> before = previous.map(master -> Before.open(master, result.shape()));
        try (ScratchPicture picture = ScratchPicture.open(result);
                Closing sigma = new Closing(Planes.open(result, Plane.SIGMA));
                Closing halves = new Closing(Planes.open(result, Plane.HALVES))) {
            MasterStats stats = Statistics.of(picture);
            Temperatures sensor = Temperatures.of(facts.inputs());
            double eGain = facts.camera().electronsPerAdu() > 0
                    ? facts.camera().electronsPerAdu()
                    : Double.NaN;
            var subject = new Subject(picture, stats, facts.set().set(), facts.inputs().size(), eGain,
                    result.noiseAdu(), result.frameNoiseAdu(), sensor.median(), sensor.sd(), sigma.rows(),
                    halves.rows(), result.moments());
            Optional<Reference> reference = before.flatMap(Before::reference);
            Examined examined = Examination.of(subject, reference,
                    Surroundings.of(facts, library.holdings().holdings()), RigLimits.of(rig));
            Verdict verdict = examined.verdict();
            for (String note : before.map(Before::notes).orElse(List.of())) {
                verdict = verdict.adding(note);
            }
            if (previous.isPresent()) {
                verdict = across(verdict, previous.get(), facts.camera().epoch());
            }
            Defects defects = Defects.find(new Defects.Looked(picture, stats, facts.inputs().size(), eGain,
                    sigma.rows(), before.flatMap(Before::defects)), DefectRule.usual());
            return new Assessment(stats, verdict, examined.metrics().named(),
                    examined.change().map(ChangeMetrics::named).orElse(Map.of()), defects);
        } finally {
            before.ifPresent(Before::close);
        }
    }

    /// A plane that may be missing.
    private record Closing(Optional<ScratchPicture> plane) implements AutoCloseable {

        Optional<RowSource> rows() {
            return plane.map(rows -> rows);
        }

        @Override
        public void close() throws IOException {
            if (plane.isPresent()) {
                plane.get().close();
            }
        }
    }

    private static Verdict across(Verdict verdict, MasterEntry previous, CameraEpoch now) {
        List<EpochChange> changes = now.changesFrom(previous.epoch());
        return switch (now.relationTo(previous.epoch())) {
            case SAME -> verdict;
            case UNKNOWN -> verdict.adding("the epoch of one of the two is unknown");
            case OTHER -> verdict.adding("compared across a change of %s: %s".formatted(
                    EpochChange.kinds(changes), EpochChange.line(changes, MOST_TOLD)));
        };
    }
}
