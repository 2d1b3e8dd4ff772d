package dev.darkbox.device.sim;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The simulated camera. [#finish] sleeps the rest of the exposure and the readout on the given [Time].
///
/// It has no mechanical shutter: a dark frame is dark because the cap is shut. Refusals name the setting,
/// what was asked and what is allowed.
public final class SimCamera implements Camera {

    private record Running(Exposure asked, Duration shutter, Instant start, long number, double levelAdu) {
        Instant end() {
            return start.plus(shutter);
        }
    }

    private static final int TORN_PX = 37;
    private static final String DRIVER = "darkbox-sim";
    private static final String DRIVER_VERSION = "1";

    private final String device;
    private final SimSettings settings;
    private final SimSensor sensor;
    private final Time time;
    private final SimFaults faults;
    private final SimScene scene;
    private final SimThermal thermal;
    private final SimLink link;
    private final SimControls controls;
    private final SimCooler cooler;
    private final FrameMaker maker;

    private Optional<Running> running = Optional.empty();
    private long frames;
    private Instant lastUsed;
    private long framesSincePause;
    private boolean closed;

    SimCamera(SimSettings settings, Time time, SimFaults faults, SimScene scene) {
        this.settings = settings;
        this.sensor = settings.sensor();
        this.time = time;
        this.faults = faults;
        this.scene = scene;
        device = settings.rig() + "-camera";
        lastUsed = time.now();
        link = new SimLink(device, time, faults, settings.answerLimit());
        thermal = new SimThermal(settings.cooling(), sensor.dark(), faults, lastUsed, settings.seed());
        cooler = new SimCooler(device, settings.cooling(), thermal, link, time);
        maker = new FrameMaker(sensor, settings.seed(), settings.season(), lastUsed);
        controls = new SimControls(device, sensor);
    }

    @Override
    public String name() {
        return device;
    }

    @Override
    public CameraFacts facts() throws DeviceException, InterruptedException {
        link.call("naming itself");
        return new CameraFacts(
                settings.model(), serial(), DRIVER + " " + DRIVER_VERSION,
                settings.firmware(), sensor.shape(),
                sensor.pixelMicron(), controls.mode().electronsPerAdu(controls.present().gain()), "",
                sensor.shortest(), epoch());
    }

    private String serial() {
        return "SIM%08X".formatted((int) settings.seed());
    }

    private CameraEpoch epoch() throws DeviceException {
        return CameraEpoch.of(Map.of(
                "driver.exec", DRIVER, "driver.version", DRIVER_VERSION, "firmware.version",
                settings.firmware(),
                "camera.model", settings.model(), "camera.serial", serial(), "readout.mode",
                controls.mode().name(),
                "shape.sensor", sensor.shape().toString(), "shape.gain", "0.." + sensor.maxGain(),
                "shape.offset", "0.." + sensor.maxOffset(),
                "shape.mode", String.join(", ", sensor.modes().stream().map(SimMode::name).toList())));
    }

    @Override
    public FrameShape shape(Readout readout) throws DeviceException {
        return controls.shape(readout);
    }

    @Override
    public void configure(Readout readout) throws DeviceException, InterruptedException {
        link.call("taking its settings");
        if (running.isPresent()) {
            throw new DeviceException.Refused(device, "settings cannot be changed during an exposure");
        }
        controls.configure(readout, faults.take(SimFault.SettingIgnored.class, time.now()));
    }

    @Override
    public void start(Exposure asked) throws DeviceException, InterruptedException {
        link.call("beginning an exposure");
        if (closed) {
            throw new DeviceException.Lost(device, "closed");
        }
        if (running.isPresent()) {
            throw new DeviceException.Refused(device, "an exposure is under way");
        }
        if (asked.duration().compareTo(sensor.longest()) > 0) {
            throw new DeviceException.Refused(device, "exposure of %s, the camera takes %s to %s"
                    .formatted(asked.duration(), sensor.shortest(), sensor.longest()));
        }
        controls.requireConfigured(asked.readout());
        Instant now = time.now();
        frames++;
        faults.frameBegins(frames, now);
        if (Duration.between(lastUsed, now).compareTo(sensor.bias().pause()) > 0) {
            framesSincePause = 0;
        }
        Duration shutter = asked.duration().compareTo(sensor.shortest()) < 0
                ? sensor.shortest()
                : asked.duration();
        running = Optional.of(new Running(asked, shutter, now, frames, levelAdu(now)));
        framesSincePause++;
        scene.open(now, now.plus(shutter));
        thermal.open(now, now.plus(shutter));
    }

    private double levelAdu(Instant now) {
        SimBias bias = sensor.bias();
        double level = bias.levelAdu(controls.present().offset())
                + bias.driftAdu() * Math.exp(-framesSincePause / bias.driftFrames());
        for (var drift : faults.struck(SimFault.OffsetDrift.class, now)) {
            double hours = Duration.between(drift.since(), now).toMillis() / 3_600_000.0;
            level += drift.fault().aduPerHour() * hours;
        }
        return level;
    }

    @Override
    public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
        Running exposure = running.orElseThrow(
                () -> new DeviceException.Refused(device, "no exposure has been begun"));
        link.call("delivering the frame");
        FrameShape shape = shape(exposure.asked().readout());
        if (!into.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "buffer of %s for a frame of %s".formatted(into.shape(), shape));
        }
        Duration late = faults.take(SimFault.ExposureLate.class, time.now())
                .map(SimFault.ExposureLate::by).orElse(Duration.ZERO);
        if (faults.take(SimFault.FrameLost.class, time.now()).isPresent()) {
            late = settings.frameGrace().plusNanos(1);
        }
        Instant there = exposure.end().plus(sensor.readout());
        if (late.compareTo(settings.frameGrace()) > 0) {
            sleepUntil(there.plus(settings.frameGrace()));
            end();
            throw new DeviceException.TimedOut(
                    device, "frame", exposure.shutter().plus(sensor.readout()).plus(settings.frameGrace()));
        }
        sleepUntil(exposure.end());
        double darkS = thermal.darkSeconds(time.now());
        Conditions.Light light = scene.dose(time.now());
        Celsius seen = thermal.reading(time.now());
        sleepUntil(there.plus(late));
        thermal.readoutHeats();
        end();
        if (faults.take(SimFault.FrameGarbled.class, time.now()).isPresent()) {
            throw new DeviceException.Garbled(
                    device, "a frame of " + shape, shape.pixels() + " bytes of something else");
        }
        Readout readout = exposure.asked().readout();
        maker.make(
                new Conditions(
                        exposure.number(), controls.mode(), controls.present().gain(), readout.binning(),
                        exposure.levelAdu(), exposure.shutter().toNanos() / 1e9, darkS, light),
                into);
        if (faults.take(SimFault.ReadoutTorn.class, time.now()).isPresent()) {
            tear(into, exposure.number());
        }
        return new FrameFacts(exposure.start(), exposure.shutter(), seen);
    }

    private void tear(FrameBuffer frame, long number) {
        int width = frame.shape().widthPx();
        int height = frame.shape().heightPx();
        var bits = new Bits(Bits.key(settings.seed(), 0x7465_6172L, number));
        int noise = height - Math.max(2, height / 100);
        for (int y = height / 2; y < height; y++) {
            for (int x = 0; x < width; x++) {
                long at = (long) y * width + x + TORN_PX;
                frame.setAdu(x, y, y >= noise || at >= frame.shape().pixels()
                        ? (int) (bits.next() >>> 48)
                        : frame.adu((int) (at % width), (int) (at / width)));
            }
        }
    }

    private void end() {
        running = Optional.empty();
        lastUsed = time.now();
    }

    private void sleepUntil(Instant then) throws InterruptedException {
        Duration left = Duration.between(time.now(), then);
        if (left.isPositive()) {
            time.sleep(left);
        }
    }

    @Override
    public void abort() throws DeviceException, InterruptedException {
        link.call("aborting");
        if (running.isPresent()) {
            end();
        }
    }

    @Override
    public Set<Rung> rungs() {
        return EnumSet.allOf(Rung.class);
    }

    /// In one second, but for a wait. The drift of the first frames begins anew. A driver that began anew has its
    /// power-up settings, and its cooler is off.
    @Override
    public void recover(Rung rung) throws DeviceException, InterruptedException {
        boolean anew = link.recover(rung);
        if (running.isPresent()) {
            end();
        }
        framesSincePause = 0;
        if (anew) {
            controls.forget();
            thermal.off(time.now());
        }
    }

    @Override
    public Optional<Cooler> cooler() {
        return Optional.of(cooler);
    }

    /// Frees the sensor's maps. Harmless when done before.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            running = Optional.empty();
            maker.close();
        }
    }
}
