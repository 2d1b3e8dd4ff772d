package dev.darkbox.app;

import dev.darkbox.capture.Darkroom;
import dev.darkbox.cli.RigLimits;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Epochs;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterId;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Purpose;
import dev.darkbox.quality.CheckRule;
import dev.darkbox.quality.Likeness;
import dev.darkbox.quality.Reference;
import dev.darkbox.quality.SpotRule;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.FitsRows;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Progress;
import dev.darkbox.stack.Rejection;
import dev.darkbox.stack.RowSource;
import dev.darkbox.stack.ScratchPicture;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the frames of a check are held against their master. No master is made; what came out goes to the library's
/// ledger, and with it the camera's epoch when it is another than the ledger knows.
final class CheckDarkroom implements Darkroom {

    /// Frames of which the extremes can be spared: a cosmic ray is no hot pixel.
    private static final int ENOUGH = 5;
    /// Above the median, in widths of the master and in noise of what it is compared with.
    private static final double HOT_SIGMAS = 10;
    /// Of one frame: shot noise of a hot pixel must be well below what is left if nothing is taken away.
    private static final double HOT_SIGMAS_OF_ONE = 15;
    /// The mean of what is left of few frames without their extremes is that much noisier than their mean.
    private static final double TRIMMED = 1.2;

    private final RigConfig rig;
    private final Kit kit;
    private final CheckPlan checks;
    private final CalibrationLibrary library;
    private final List<RunEvent.MasterChecked> checked = new ArrayList<>();
    private boolean epochSeen;

    CheckDarkroom(RigConfig rig, Kit kit, CheckPlan checks) {
        this.rig = rig;
        this.kit = kit;
        this.checks = checks;
        library = new CalibrationLibrary(rig.library(), kit.disk());
    }

    /// What was compared so far.
    List<RunEvent.MasterChecked> checked() {
        return List.copyOf(checked);
    }

    @Override
    public Developed develop(Exposed exposed) throws InterruptedException {
        PlannedSet set = exposed.set();
        Optional<MasterEntry> master = Optional.ofNullable(checks.masters().get(set.master()));
        if (master.isEmpty()) {
            return new Developed.Failed("taken as " + set.master() + ", for which there is no master");
        }
        try {
            seen(exposed.camera().epoch());
            FrameShape shape = FitsImage.of(exposed.frames().getFirst()).shape();
            Before before = Before.open(master.get(), shape);
            try {
                Optional<Reference> reference = before.reference();
                if (reference.isEmpty()) {
                    return new Developed.Failed(String.join("; ", before.notes()));
                }
                Verdict verdict = compare(exposed.frames(), reference.get(),
                        set.set() instanceof FrameSet.Bias, pedestal(set));
                return new Developed.Checked(note(set, master.get(), verdict, exposed.camera().epoch()));
            } finally {
                before.close();
            }
        } catch (IOException e) {
            return new Developed.Failed(String.valueOf(e.getMessage()));
        }
    }

    private double pedestal(PlannedSet set) {
        MasterEntry bias = checks.bias().get(set.master());
        return bias == null || bias.name().equals(set.master()) ? Double.NaN : bias.stats().median();
    }

    private Verdict compare(List<Path> frames, Reference master, boolean isBias, double pedestalAdu)
            throws IOException, InterruptedException {
        double noise = master.frameNoiseAdu() > 0
                ? master.frameNoiseAdu()
                : master.stats().madSigma() * Math.sqrt(master.frames());
        if (checks.plan().purpose() == Purpose.VALIDATION) {
            try (FitsRows frame = FitsRows.open(frames.getLast())) {
                return new CheckRule(rig.quality().driftPercent(), noise).calibrated(
                        like(frame, master, HOT_SIGMAS_OF_ONE, noise), master.stats(),
                        master.noiseAdu(), pedestalAdu);
            }
        }
        Path scratch = Scratch.file(rig.library(), "check");
        try {
            StackOrder order = kit.order(frames).with(
                    frames.size() >= ENOUGH ? new Rejection.MinMax(1, 1) : new Rejection.None());
            Integrated mean = kit.integration().integrate(order, scratch, Progress.SILENT);
            try (ScratchPicture picture = ScratchPicture.open(mean)) {
                return new SpotRule(RigLimits.of(rig), noise).judge(like(picture, master, HOT_SIGMAS,
                        TRIMMED * noise / Math.sqrt(frames.size())), master.stats(), isBias, pedestalAdu);
            }
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private static Likeness like(RowSource frames, Reference master, double sigmas, double noiseAdu)
            throws IOException {
        return Likeness.of(frames, master.picture(), master.stats().median(),
                sigmas * Math.max(master.stats().madSigma(), noiseAdu));
    }

    private RunEvent.MasterChecked note(PlannedSet set, MasterEntry master, Verdict verdict, CameraEpoch now)
            throws IOException {
        Verdict told = now.relationTo(master.epoch()) == CameraEpoch.Relation.OTHER
                ? verdict.adding("the camera is of another epoch than the master")
                : verdict;
        // a master with a warning is used, whoever warns
        boolean passed = told.kind() == Verdict.Kind.PASS || told.kind() == Verdict.Kind.WARN;
        MasterId id = MasterId.of(master);
        var event = new RunEvent.MasterChecked(kit.time().now(), rig.name(), set, checks.plan().purpose(),
                id.shown(), passed, told.remark());
        if (checks.plan().purpose() == Purpose.SPOT_CHECK) {
            library.ledger().add(
                    new LedgerEntry.SpotChecked(event.at(), rig.name(), id, passed, told.remark()));
        }
        checked.add(event);
        return event;
    }

    /// Once a run.
    private void seen(CameraEpoch now) throws IOException {
        if (epochSeen || !now.isKnown()) {
            return;
        }
        epochSeen = true;
        var epochs = new Epochs(rig.library(), kit.disk());
        Optional<CameraEpoch> last = LedgerEntry.EpochSeen
                .last(library.ledger().read().entries(), rig.name())
                .flatMap(entry -> epochs.find(entry.epochId()));
        if (last.isEmpty() || now.relationTo(last.get()) == CameraEpoch.Relation.OTHER) {
            epochs.keep(now);
            library.ledger().add(new LedgerEntry.EpochSeen(kit.time().now(), rig.name(), now.id()));
        }
    }
}
