package dev.darkbox.capture;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Provenance;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private final WatchedExposure exposure;
    private final int mostRejected;
    private final FrameWatch.Watch watch;
    /// Every frame of the set that was ever accepted, oldest first, those taken back since included.
    private final List<Path> everAccepted;

    private int accepted;
    private int rejected;
    private int badLevels;
    private int discards;
    private int toDiscard;
    private int recoveries;
    private int absences;

    /// What is the same for every frame of the set.
    record Circumstances(CameraFacts camera, String filter, Evidence cap, Provenance by) {}

    /// @param accepted frames of the set already in the vault
    /// @param watch looks at the pictures of this set
    SetRun(Scene scene, Climate climate, Patience patience, FrameStore store, PlannedSet set,
            Circumstances known, int accepted, FrameWatch.Watch watch) {
        this.scene = scene;
        this.climate = climate;
        this.patience = patience;
        this.store = store;
        this.set = set;
        this.known = known;
        this.accepted = accepted;
        this.watch = watch;
        everAccepted = new ArrayList<>(store.frames(set));
        exposure = new WatchedExposure(scene, climate, set, () -> note(store.poll()));
        mostRejected = Math.max(10, set.set().keep() / 2);
        discards = set.set().discard();
        toDiscard = discards;
        recoveries = patience.recoveries();
        absences = patience.absences();
        patience.progress();
    }

    /// Takes frames until the set is full or given up.
    ///
    /// @param probe asked once, as soon as the gate is open
    /// @param dark looked at after each frame; proven again when it is not, and when camera, driver or server was
    ///     away: caps and panels may have been with it
    /// @throws OutOfPatience the camera is lost
    /// @throws RunFailed it is not dark
    /// @throws IOException the disk does not take frames
    Outcome take(DarkProbe probe, DarkReady dark)
            throws OutOfPatience, RunFailed, IOException, InterruptedException {
        try {
            Climate.Wait first = climate.await();
            if (!(first instanceof Climate.Wait.Open)) {
                return barred(first);
            }
            probe.look(set.readout(), store.free(), set.target().isKnown());
            Optional<Outcome> end = Optional.empty();
            while (end.isEmpty()) {
                end = full()
                        ? otherEpoch().or(() -> Optional.of(new Outcome.Filled(accepted, rejected)))
                        : oneFrame(probe, dark);
            }
            return end.get();
        } catch (OutOfPatience e) {
            note(store.drain());
            if (e.lost()) {
                throw e;
            }
            scene.trouble(e.last(), "this set is given up");
            return new Outcome.GivenUp(accepted, rejected, true, e.why());
        } catch (InterruptedException e) {
            finishWriting(e);
            throw e;
        }
    }

    /// A frame that is being written is finished and counted: its exposure was paid for. If the disk fails now, the
    /// abort still goes first.
    private void finishWriting(InterruptedException aborted) throws InterruptedException {
        try {
            note(store.drain());
        } catch (IOException e) {
            aborted.addSuppressed(e);
            scene.trouble("disk", String.valueOf(e.getMessage()), "the next start takes this frame again");
        }
    }

    /// The end of the set when the camera is not what it was for the frames so far. A driver may be exchanged between
    /// two exposures and nothing else be seen of it.
    private Optional<Outcome> otherEpoch() throws OutOfPatience, InterruptedException {
        CameraEpoch now = patience.with(scene.rig().camera()::facts).epoch();
        return EpochWatch.isOther(now, known.camera().epoch().id())
                ? Optional.of(new Outcome.OtherEpoch(accepted, rejected, now))
                : Optional.empty();
    }

    private boolean full() throws IOException, InterruptedException {
        if (accepted + store.underWay() >= set.set().keep()) {
            note(store.drain());
        }
        return accepted >= set.set().keep();
    }

    /// One try; empty while the set goes on.
    private Optional<Outcome> oneFrame(DarkProbe probe, DarkReady dark)
            throws OutOfPatience, RunFailed, IOException, InterruptedException {
        WatchedExposure.Shot shot = patience.with(() -> exposure.take(store.free()));
        note(store.drain());
        if (recoveries != patience.recoveries()) {
            Optional<Outcome> other = otherEpoch();
            if (other.isPresent()) {
                return other;
            }
            recoveries = patience.recoveries();
            discards = set.set().discard();
            toDiscard = discards;
        }
        if (absences != patience.absences()) {
            absences = patience.absences();
            dark.prove();
            // this one was taken before it was proven
            discards = Math.max(1, discards);
            toDiscard = discards;
        }
        return switch (shot) {
            case WatchedExposure.Shot.Barred(Climate.Wait answer) -> Optional.of(barred(answer));
            case WatchedExposure.Shot.Taken _, WatchedExposure.Shot.Spoiled _ when toDiscard > 0 -> {
                toDiscard--;
                scene.emit(new RunEvent.FrameDiscarded(scene.now(), scene.name(), set, discards - toDiscard,
                        discards));
                yield Optional.empty();
            }
            case WatchedExposure.Shot.Spoiled(FrameFacts facts, double loadPercent, String why) ->
                reject(raw(facts, loadPercent, 0), why);
            case WatchedExposure.Shot.Taken(FrameFacts facts, Cooler.Reading after) -> {
                Optional<String> leak = dark.leak();
                yield leak.isEmpty()
                        ? judge(facts, after, probe)
                        : lit(raw(facts, after.loadPercent(), 0), leak.get(), dark);
            }
        };
    }

    /// It was dark when the set began, and is not now.
    private Optional<Outcome> lit(RawFrame raw, String leak, DarkReady dark)
            throws RunFailed, IOException, InterruptedException {
        Optional<Outcome> end = reject(raw, leak + " after the exposure");
        if (end.isEmpty()) {
            dark.prove();
        }
        return end;
    }

    private Optional<Outcome> judge(FrameFacts facts, Cooler.Reading after, DarkProbe probe)
            throws OutOfPatience, RunFailed, IOException, InterruptedException {
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
        Optional<String> fault = levels.fault();
        Optional<String> wrong = wrongTime(facts.exposure()).or(() -> fault);
        if (wrong.isPresent()) {
            // one that is only too long was read late by a busy machine: the next one need not be
            boolean onlyLate = fault.isEmpty() && facts.exposure().compareTo(set.set().exposure()) > 0;
            if (!onlyLate) {
                badLevels++;
            }
            return reject(raw, wrong.get());
        }
        FrameWatch.Seen seen = watch.frame(store.free());
        takeBack(seen.earlier());
        if (seen.odd().isPresent()) {
            if (seen.rise().isPresent()) {
                probe.again(set.readout(), set.set().exposure(), seen.rise().get(), store.free());
            }
            badLevels++;
            return reject(raw, seen.odd().get());
        }
        badLevels = 0;
        store.accept(set, raw);
        if (seen.rise().isPresent()) {
            lookInto(seen.rise().get(), probe);
        }
        return Optional.empty();
    }

    /// A frame in which something rose is kept if it is not light.
    private void lookInto(String rise, DarkProbe probe)
            throws OutOfPatience, RunFailed, IOException, InterruptedException {
        note(store.drain());
        try {
            probe.again(set.readout(), set.set().exposure(), rise, store.free());
        } catch (RunFailed e) {
            takeBack(everAccepted.getLast(), rise);
            throw e;
        }
    }

    /// Frames that turned out odd when there were others to compare them with.
    private void takeBack(List<FrameWatch.Earlier> odd) throws IOException, InterruptedException {
        for (FrameWatch.Earlier earlier : odd) {
            takeBack(everAccepted.get(earlier.frame()), earlier.reason());
        }
    }

    private void takeBack(Path frame, String reason) throws IOException, InterruptedException {
        if (store.withdraw(set, frame, reason)) {
            accepted--;
            rejected++;
            scene.emit(new RunEvent.FrameRejected(scene.now(), scene.name(), set,
                    "%s is taken back: %s".formatted(frame.getFileName(), reason)));
        } else {
            scene.trouble(scene.rig().camera().name(), "frame %d: %s".formatted(
                    1 + everAccepted.indexOf(frame), reason),
                    "it is integrated already and stays; the rejection of the largest and smallest samples meets it");
        }
    }

    /// A dark of another length is no dark for these lights. A bias frame may be shorter than the camera says it can:
    /// some drivers report the zero they were asked for.
    private Optional<String> wrongTime(Duration used) {
        Duration asked = set.set().exposure();
        Duration wanted = asked.compareTo(known.camera().shortest()) < 0 ? known.camera().shortest() : asked;
        Duration off = asked.isZero() ? used.minus(wanted) : used.minus(wanted).abs();
        boolean right = off.compareTo(wanted.dividedBy(100).plusNanos(100_000)) <= 0;
        return right
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "exposed %.4f s, wanted %.4f s", seconds(used),
                        seconds(wanted)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
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
            everAccepted.add(store.frames(set).getLast());
            patience.progress();
            RawFrame raw = frame.facts();
            scene.emit(new RunEvent.FrameAccepted(
                    scene.now(), scene.name(), set, accepted, set.set().keep(), raw.facts().sensor(),
                    raw.loadPercent(), raw.meanAdu()));
        });
    }

    private RawFrame raw(FrameFacts facts, double loadPercent, double meanAdu) {
        return new RawFrame(
                known.camera(), facts, loadPercent, known.filter(), known.cap(), known.by(), meanAdu);
    }

    private String off(Celsius sensor) {
        return "sensor %s, wanted %s".formatted(Climate.exact(sensor), climate.wanted());
    }
}
