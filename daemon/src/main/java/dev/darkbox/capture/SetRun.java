package dev.darkbox.capture;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Takes the frames of one set, each behind the gate, each judged, each durable before it counts.
///
/// The first frames are thrown away whenever the sensor was idle before: at the beginning, when a cut run goes on,
/// and after the camera was recovered. That is when a readout has not settled, whatever the journal holds.
final class SetRun {

    /// Frames in a row with an impossible level after which the set is given up: more will look the same.
    private static final int MOST_BAD_LEVELS = 3;

    private final Scene scene;
    private final Climate climate;
    private final Patience patience;
    private final FrameStore store;
    private final PlannedSet set;
    private final Circumstances known;
    private final Exposure exposure;
    private final int mostRejected;

    private int accepted;
    private int rejected;
    private int badLevels;
    private int toDiscard;
    private int recoveries;

    /// What is the same for every frame of the set.
    record Circumstances(CameraFacts camera, String filter, Evidence cap, String software) {}

    /// What came of one try.
    private sealed interface Shot {

        /// A frame is in the store's free buffer.
        record Taken(FrameFacts facts, Cooler.Reading after) implements Shot {}

        /// The sensor left the tolerance; the exposure was ended.
        record Spoiled(FrameFacts facts, double loadPercent, String why) implements Shot {}

        /// The gate did not open.
        record Barred(Climate.Wait answer) implements Shot {}
    }

    /// @param accepted frames of the set already in the vault
    SetRun(Scene scene, Climate climate, Patience patience, FrameStore store, PlannedSet set,
            Circumstances known,
            int accepted) {
        this.scene = scene;
        this.climate = climate;
        this.patience = patience;
        this.store = store;
        this.set = set;
        this.known = known;
        this.accepted = accepted;
        exposure = new Exposure(set.set().kind(), set.set().exposure(), set.readout());
        mostRejected = Math.max(10, set.set().keep() / 2);
        toDiscard = set.set().discard();
        recoveries = patience.recoveries();
    }

    /// Takes frames until the set is full or given up.
    ///
    /// @param probe asked once, as soon as the gate is open
    /// @throws OutOfPatience the camera is lost
    /// @throws RunFailed it is not dark
    /// @throws IOException the disk does not take frames
    Outcome take(DarkProbe probe) throws OutOfPatience, RunFailed, IOException, InterruptedException {
        try {
            Climate.Wait first = climate.await();
            if (!(first instanceof Climate.Wait.Open)) {
                return barred(first);
            }
            probe.look(set.readout(), store.free(), set.target().isKnown());
            Optional<Outcome> end = Optional.empty();
            while (end.isEmpty()) {
                end = full() ? Optional.of(new Outcome.Filled(accepted, rejected)) : oneFrame();
            }
            return end.get();
        } catch (OutOfPatience e) {
            note(store.drain());
            if (e.lost()) {
                throw e;
            }
            return new Outcome.GivenUp(accepted, rejected, true, e.why());
        } catch (InterruptedException e) {
            // a frame that is being written is finished and counted: its exposure was paid for
            note(store.drain());
            throw e;
        }
    }

    private boolean full() throws IOException, InterruptedException {
        if (accepted + store.underWay() >= set.set().keep()) {
            note(store.drain());
        }
        return accepted >= set.set().keep();
    }

    /// One try; empty while the set goes on.
    private Optional<Outcome> oneFrame() throws OutOfPatience, IOException, InterruptedException {
        Shot shot = patience.with(this::behindTheGate);
        note(store.drain());
        if (recoveries != patience.recoveries()) {
            recoveries = patience.recoveries();
            toDiscard = set.set().discard();
        }
        return switch (shot) {
            case Shot.Barred(Climate.Wait answer) -> Optional.of(barred(answer));
            case Shot.Taken _, Shot.Spoiled _ when toDiscard > 0 -> {
                toDiscard--;
                int of = set.set().discard();
                scene.emit(new RunEvent.FrameDiscarded(scene.now(), scene.name(), set, of - toDiscard, of));
                yield Optional.empty();
            }
            case Shot.Spoiled(FrameFacts facts, double loadPercent, String why) ->
                reject(raw(facts, loadPercent, 0), why);
            case Shot.Taken(FrameFacts facts, Cooler.Reading after) -> judge(facts, after);
        };
    }

    private Shot behindTheGate() throws DeviceException, OutOfPatience, InterruptedException {
        Climate.Wait wait = climate.await();
        return wait instanceof Climate.Wait.Open(Cooler.Reading before)
                ? expose(before, store.free())
                : new Shot.Barred(wait);
    }

    private Shot expose(Cooler.Reading before, FrameBuffer into)
            throws DeviceException, InterruptedException {
        Camera camera = scene.rig().camera();
        try {
            camera.start(exposure);
            Instant begun = scene.now();
            Instant end = begun.plus(exposure.duration());
            scene.emit(new RunEvent.Exposing(begun, scene.name(), set, end));
            Cooler.Reading during = before;
            while (scene.now().isBefore(end)) {
                scene.time().sleep(SetPointWalk.shorter(Climate.POLL, Duration.between(scene.now(), end)));
                note(store.poll());
                during = climate.look();
                if (!climate.holds(during.sensor())) {
                    camera.abort();
                    var spent = Duration.between(begun, scene.now());
                    return new Shot.Spoiled(
                            new FrameFacts(begun, spent, during.sensor()), during.loadPercent(),
                            "%s, after %d s of %s, exposure ended".formatted(
                                    off(during.sensor()), spent.toSeconds(), seconds()));
                }
            }
            FrameFacts facts = camera.finish(into);
            return new Shot.Taken(facts, climate.look());
        } catch (DeviceException e) {
            quiet(camera, e);
            throw e;
        }
    }

    /// Ends whatever the camera still does, so that it can be asked again. Its own failure is only noted: the failure
    /// that led here decides what happens next.
    private static void quiet(Camera camera, DeviceException why) throws InterruptedException {
        try {
            camera.abort();
        } catch (DeviceException e) {
            why.addSuppressed(e);
        }
    }

    private Optional<Outcome> judge(FrameFacts facts, Cooler.Reading after)
            throws IOException, InterruptedException {
        Levels levels = Levels.of(store.free());
        Celsius sensor = facts.sensor().isKnown() ? facts.sensor() : after.sensor();
        RawFrame raw = raw(
                new FrameFacts(facts.start(), facts.exposure(), sensor), after.loadPercent(),
                levels.meanAdu());
        if (!climate.holds(sensor)) {
            return reject(raw, off(sensor) + " with the frame");
        }
        if (!climate.holds(after.sensor())) {
            return reject(raw, off(after.sensor()) + " after the exposure");
        }
        Optional<String> wrong = wrongTime(facts.exposure()).or(levels::fault);
        if (wrong.isPresent()) {
            badLevels++;
            return reject(raw, wrong.get());
        }
        badLevels = 0;
        store.accept(set, raw);
        return Optional.empty();
    }

    /// A dark of another length is no dark for these lights. A bias frame is as short as the camera can.
    private Optional<String> wrongTime(Duration used) {
        Duration asked = exposure.duration();
        Duration wanted = asked.compareTo(known.camera().shortest()) < 0 ? known.camera().shortest() : asked;
        boolean right = used.minus(wanted).abs().compareTo(wanted.dividedBy(100).plusMillis(1)) <= 0;
        return right
                ? Optional.empty()
                : Optional.of("exposed %d ms, wanted %d ms".formatted(used.toMillis(), wanted.toMillis()));
    }

    private Optional<Outcome> reject(RawFrame raw, String reason) throws IOException, InterruptedException {
        rejected++;
        store.reject(set, raw, reason);
        scene.emit(new RunEvent.FrameRejected(scene.now(), scene.name(), set, reason));
        if (badLevels >= MOST_BAD_LEVELS) {
            return Optional.of(new Outcome.TooManyRejected(accepted, rejected, "%d frames in a row: %s"
                    .formatted(badLevels, reason)));
        }
        return rejected < mostRejected
                ? Optional.empty()
                : Optional
                        .of(new Outcome.TooManyRejected(accepted, rejected, "%d frames rejected, the last: %s"
                                .formatted(rejected, reason)));
    }

    private Outcome barred(Climate.Wait wait) {
        return switch (wait) {
            case Climate.Wait.Open _ -> throw new IllegalStateException("barred from an open gate");
            case Climate.Wait.Raised(Celsius target, String why) ->
                new Outcome.Raised(accepted, rejected, target, why);
            case Climate.Wait.GivenUp(String why) -> new Outcome.TooWarm(accepted, rejected, why);
        };
    }

    /// A frame is in the journal: now it counts.
    private void note(Optional<FrameStore.Stored> stored) {
        stored.ifPresent(frame -> {
            accepted++;
            RawFrame raw = frame.facts();
            scene.emit(new RunEvent.FrameAccepted(
                    scene.now(), scene.name(), set, accepted, set.set().keep(), raw.facts().sensor(),
                    raw.loadPercent(), raw.meanAdu()));
        });
    }

    private RawFrame raw(FrameFacts facts, double loadPercent, double meanAdu) {
        return new RawFrame(
                known.camera(), facts, loadPercent, known.filter(), known.cap(), known.software(), meanAdu);
    }

    private String off(Celsius sensor) {
        return "sensor %s, wanted %s".formatted(Climate.exact(sensor), climate.wanted());
    }

    private String seconds() {
        return exposure.duration().toMillis() / 1000.0 + " s";
    }
}
