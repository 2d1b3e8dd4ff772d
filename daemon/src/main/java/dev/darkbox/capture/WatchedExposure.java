package dev.darkbox.capture;

import dev.darkbox.device.Camera;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import java.time.Duration;
import java.time.Instant;

/// One exposure with an eye on the thermometer: before, while it runs, and after. When the sensor leaves the
/// tolerance the exposure is ended at once; half an hour of a spoiled dark is not waited for.
final class WatchedExposure {

    private static final Duration TELLS = Duration.ofSeconds(30);
    /// Nothing is asked of the camera any more when the end is so near: an answer that is late would make the exposure
    /// longer where it is this machine that ends it.
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final Scene scene;
    private final Climate climate;
    private final PlannedSet set;
    private final Exposure exposure;
    private final Runnable meanwhile;

    /// What came of it.
    sealed interface Shot {

        /// A frame is in the buffer.
        record Taken(FrameFacts facts, Cooler.Reading after) implements Shot {}

        /// The sensor left the tolerance; the exposure was ended.
        ///
        /// @param facts with the time it had lasted
        record Spoiled(FrameFacts facts, double loadPercent, String why) implements Shot {}

        /// The gate did not open.
        record Barred(Climate.Wait answer) implements Shot {}
    }

    /// @param meanwhile done at every look; short
    WatchedExposure(Scene scene, Climate climate, PlannedSet set, Runnable meanwhile) {
        this.scene = scene;
        this.climate = climate;
        this.set = set;
        this.meanwhile = meanwhile;
        exposure = new Exposure(set.set().kind(), set.set().exposure(), set.readout());
    }

    Shot take(FrameBuffer into) throws DeviceException, OutOfPatience, InterruptedException {
        Climate.Wait answer = climate.await();
        return answer instanceof Climate.Wait.Open ? expose(into) : new Shot.Barred(answer);
    }

    private Shot expose(FrameBuffer into) throws DeviceException, InterruptedException {
        Camera camera = scene.rig().camera();
        try {
            scene.startExposure(exposure, into);
            Instant begun = scene.now();
            Instant end = begun.plus(exposure.duration());
            scene.emit(new RunEvent.Exposing(begun, scene.name(), set, end));
            Instant told = begun;
            Instant near = end.minus(LAST_LOOK);
            while (scene.now().isBefore(near)) {
                scene.time().sleep(SetPointWalk.shorter(Climate.POLL, Duration.between(scene.now(), near)));
                meanwhile.run();
                camera.attend();
                Cooler.Reading during = climate.look();
                if (!climate.holds(during.sensor())) {
                    camera.abort();
                    return spoiled(begun, during);
                }
                told = tell(told, during);
            }
            return finished(camera, begun, into);
        } catch (DeviceException e) {
            scene.endExposure(e);
            throw e;
        }
    }

    /// Now and then: a dark may last a quarter of an hour, and whoever looks at the rig wants to know that it is cold.
    ///
    /// @return when it was told the last time
    private Instant tell(Instant told, Cooler.Reading now) {
        if (!now.sensor().isKnown() || scene.now().isBefore(told.plus(TELLS))) {
            return told;
        }
        scene.emit(new RunEvent.Watched(scene.now(), scene.name(), now.sensor(), set.target(),
                now.loadPercent()));
        return scene.now();
    }

    private Shot finished(Camera camera, Instant begun, FrameBuffer into)
            throws DeviceException, InterruptedException {
        FrameFacts facts;
        try {
            facts = camera.finish(into);
        } catch (DeviceException.Disturbed e) {
            scene.trouble(e, "this frame is thrown away");
            scene.endExposure(e);
            Cooler.Reading now = climate.look();
            return new Shot.Spoiled(new FrameFacts(begun, exposure.duration(), now.sensor()),
                    now.loadPercent(),
                    e.what());
        }
        return new Shot.Taken(facts, climate.look());
    }

    private Shot spoiled(Instant begun, Cooler.Reading during) {
        var spent = Duration.between(begun, scene.now());
        return new Shot.Spoiled(
                new FrameFacts(begun, spent, during.sensor()), during.loadPercent(),
                "sensor %s, wanted %s, after %d s of %s s, exposure ended".formatted(
                        Climate.exact(during.sensor()), climate.wanted(), spent.toSeconds(),
                        exposure.duration().toMillis() / 1000.0));
    }
}
