package dev.darkbox.app;

import dev.darkbox.capture.Darkroom;
import dev.darkbox.config.QualityConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.EpochChange;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.master.MasterFacts;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.MasterWriter;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.DriftRule;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Progress;
import dev.darkbox.stack.ScratchPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The darkroom of one run: integrate, measure, judge, write, publish.
final class Development implements Darkroom {

    /// Progress is told in steps of this many per cent.
    private static final int STEP_PERCENT = 4;
    /// Changes of the camera told in a remark.
    private static final int MOST_TOLD = 3;

    private final RigConfig rig;
    private final Kit kit;
    private final RunFolder folder;
    private final LiveVault live;
    private final EventSink events;

    Development(RigConfig rig, Kit kit, RunFolder folder, LiveVault live, EventSink events) {
        this.rig = rig;
        this.kit = kit;
        this.folder = folder;
        this.live = live;
        this.events = events;
    }

    @Override
    public Developed develop(Exposed exposed) throws InterruptedException {
        PlannedSet set = exposed.set();
        try {
            Path scratch = Scratch.file(rig.library(), set.master());
            try {
                Optional<LiveVault.Master> made = live.master(set, scratch);
                if (made.isPresent()) {
                    return publish(exposed, made.get().result(), Origin.of(made.get().first()));
                }
                Integrated result = kit.integration().integrate(
                        kit.order(exposed.frames()), scratch, progress(set));
                return publish(exposed, result, Origin.of(exposed.frames().getFirst()));
            } finally {
                Files.deleteIfExists(scratch);
            }
        } catch (IOException e) {
            return new Developed.Failed(String.valueOf(e.getMessage()));
        }
    }

    /// What the frames say of where they come from.
    private record Origin(String driver, String firmware, String filter) {

        static Origin of(Path frame) throws IOException {
            Map<String, String> header = FitsImage.of(frame).header();
            return new Origin(header.getOrDefault("DBXDRIVR", ""), header.getOrDefault("DBXFIRMW", ""),
                    header.getOrDefault("FILTER", ""));
        }

        static Origin of(RawFrame frame) {
            return new Origin(frame.camera().driver(), frame.camera().firmware(), frame.filter());
        }
    }

    private Progress progress(PlannedSet set) {
        int[] told = {-STEP_PERCENT};
        return (done, all) -> {
            int percent = (int) (100 * done / all);
            if (percent >= told[0] + STEP_PERCENT) {
                told[0] = percent;
                events.emit(new RunEvent.Stacking(kit.time().now(), rig.name(), set, percent));
            }
        };
    }

    private Developed publish(Exposed exposed, Integrated result, Origin origin) throws IOException {
        PlannedSet set = exposed.set();
        MasterStats stats;
        try (ScratchPicture picture = ScratchPicture.open(result)) {
            stats = Statistics.of(picture);
        }
        var library = new CalibrationLibrary(rig.library(), kit.disk());
        Optional<MasterEntry> previous = library.previous(set, folder.runId());
        Verdict verdict = new DriftRule(rig.quality().driftPercent(), flagged(rig.quality()),
                rig.firstMaster())
                .judge(stats, previous.map(MasterEntry::stats));
        CameraFacts camera = exposed.camera().asItWas(origin.driver(), origin.firmware(), epoch(exposed));
        if (previous.isPresent()) {
            verdict = across(verdict, previous.get(), camera.epoch());
        }
        var facts = new MasterFacts(set, rig.name(), folder.runId(), camera,
                origin.filter(),
                folder.accepted(set), exposed.rejected(), kit.by(rig), kit.time().now(),
                previous.map(master -> rig.library().relativize(master.files().fit()).toString()));
        MasterFiles files = new MasterWriter(kit.disk()).write(facts, result, stats, verdict, folder.dated());
        library.publish(files, verdict, folder.plan().profile());
        library.writeIndex();
        return new Developed.Published(new RunEvent.MasterReady(kit.time().now(), rig.name(), set,
                files.fit(),
                result.frames().size(), stats.mean(), stats.median(), stats.sigma(), stats.hotPixels(),
                verdict.kind().name(), verdict.remark()));
    }

    /// Of the frames, which may have been taken before the driver was replaced; unknown when one of them does not tell.
    private CameraEpoch epoch(Darkroom.Exposed exposed) {
        boolean allTell = folder.accepted(exposed.set()).stream().noneMatch(frame -> frame.epoch().isEmpty());
        Map<String, CameraEpoch> epochs = folder.epochs(exposed.set());
        return allTell && epochs.size() == 1
                ? epochs.values().iterator().next()
                : CameraEpoch.UNKNOWN;
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

    private static Verdict.Kind flagged(QualityConfig quality) {
        return switch (quality.onDrift()) {
            case WARN -> Verdict.Kind.WARN;
            case HOLD -> Verdict.Kind.HOLD;
            case FAIL -> Verdict.Kind.FAIL;
        };
    }
}
