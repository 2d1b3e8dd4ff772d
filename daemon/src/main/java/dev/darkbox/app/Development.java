package dev.darkbox.app;

import dev.darkbox.capture.Darkroom;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Json;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterId;
import dev.darkbox.library.Turned;
import dev.darkbox.master.Assessment;
import dev.darkbox.master.MasterFacts;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.MasterWriter;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Progress;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The darkroom of one run: integrate, measure, judge, write, publish.
final class Development implements Darkroom {

    /// Progress is told in steps of this many per cent.
    private static final int STEP_PERCENT = 4;
    /// Of the picture and of the master's files, for each pixel.
    private static final int MASTER_BYTES = 11;

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
        try (var planes = new Planes(rig.library(), set.master())) {
            Optional<LiveVault.Master> made = live.master(set, planes.picture());
            if (made.isPresent()) {
                return publish(exposed, made.get().result(), Origin.of(made.get().first()));
            }
            StackOrder order = kit.order(exposed.frames());
            Integrated result = kit.integration().integrate(
                    hasRoom(exposed) ? planes.asked(order) : order, planes.picture(), progress(set));
            return publish(exposed, result, Origin.of(exposed.frames().getFirst()));
        } catch (IOException e) {
            return new Developed.Failed(String.valueOf(e.getMessage()));
        }
    }

    /// Whether the disk holds the planes beside picture and master; says so when it does not.
    private boolean hasRoom(Exposed exposed) throws IOException {
        long pixels = FitsImage.of(exposed.frames().getFirst()).shape().pixels();
        long room = Disk.room(rig.library());
        if (room >= Planes.bytes(pixels) + pixels * MASTER_BYTES) {
            return true;
        }
        events.emit(new RunEvent.DeviceTrouble(kit.time().now(), rig.name(), "disk",
                "%d MB free, %d MB are wanted for planes of each pixel's noise".formatted(room >> 20,
                        Planes.bytes(pixels) >> 20),
                exposed.set().master() + " is judged without them"));
        return false;
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
        var library = new CalibrationLibrary(rig.library(), kit.disk());
        Optional<MasterEntry> previous = library.previous(set, folder.runId(), epoch(exposed));
        CameraFacts camera = exposed.camera().asItWas(origin.driver(), origin.firmware(), epoch(exposed));
        var facts = new MasterFacts(set, rig.name(), folder.runId(), camera,
                origin.filter(),
                folder.accepted(set), exposed.rejected(), kit.by(rig), kit.time().now(),
                previous.map(master -> rig.library().relativize(master.files().fit()).toString()));
        Assessment found = new Examiner(rig, library).examine(facts, result, previous);
        try (var _ = found.defects()) {
            MasterFiles files = new MasterWriter(kit.disk()).write(facts, result, found, folder.dated());
            library.publish(files, folder.plan().profile(), rig.promote(), kit.time().now())
                    .filter(turned -> turned.profile() == Profile.PRODUCTION)
                    .filter(Turned::isChange).ifPresent(turned -> events.emit(inForce(turned)));
            library.writeIndex();
            return new Developed.Published(ready(set, files, result, found));
        }
    }

    private RunEvent.InForceChanged inForce(Turned turned) {
        return new RunEvent.InForceChanged(kit.time().now(), rig.name(), turned.profile(),
                turned.in().stream().map(MasterId::shown).toList(),
                turned.out().stream().map(MasterId::shown).toList(), LedgerEntry.Word.ITSELF,
                "promote = \"%s\"".formatted(Json.word(rig.promote())));
    }

    private RunEvent.MasterReady ready(PlannedSet set, MasterFiles files, Integrated result,
            Assessment found) {
        MasterStats stats = found.stats();
        Verdict verdict = found.verdict();
        return new RunEvent.MasterReady(kit.time().now(), rig.name(), set, files.fit(),
                result.frames().size(), stats.mean(), stats.median(), stats.sigma(), stats.hotPixels(),
                verdict.kind().name(), verdict.remark(), verdict.findings().stream()
                        .map(finding -> new RunEvent.Found(finding.code(), finding.kind().name(),
                                finding.value(),
                                finding.limit(), finding.unit(), finding.text(), finding.cause()))
                        .toList());
    }

    /// Of the frames, which may have been taken before the driver was replaced; unknown when one of them does not tell.
    private CameraEpoch epoch(Darkroom.Exposed exposed) {
        boolean allTell = folder.accepted(exposed.set()).stream().noneMatch(frame -> frame.epoch().isEmpty());
        Map<String, CameraEpoch> epochs = folder.epochs(exposed.set());
        return allTell && epochs.size() == 1
                ? epochs.values().iterator().next()
                : CameraEpoch.UNKNOWN;
    }
}
