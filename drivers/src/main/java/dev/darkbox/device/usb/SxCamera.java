package dev.darkbox.device.usb;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey.Trait;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A Starlight Xpress camera on USB.
///
/// ```
///  by the host, from a second on:   clear .......... wait .......... read now ==== pixels ====> done
///  by the camera, below a second:                              read delayed ... ==== pixels ====> done
///                                                              \____ nothing may be asked ____/
/// ```
///
/// Frames of a camera's own timing are ordered in [#finish], so that the cooler can be asked until then; the CoStar's in
/// [#start], because it times every exposure itself and has no cooler. An interlaced sensor's whole frame is always timed by
/// the host, its two fields cleared as far apart as they are read: both collect the exposure and the time one takes to be
/// read, as in frames of other programs. A frame that was ordered and not read to its end leaves the camera dumb: it is put
/// right before the next one.
///
/// The exposure told is the one meant, unless the host was later than anybody would call on time: then the one it became,
/// and whoever asked decides.
///
/// Pixels go from the bus to the frame as they are: little-endian, like the machines there are libraries for.
public final class SxCamera implements Camera {

    /// Source: SDK Documentation, Issue F (2015): shorter ones are better timed by the camera.
    private static final Duration SHORTEST_BY_HOST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    /// Time for a last look at the sensor's temperature.
    private static final Duration LOOK = Duration.ofMillis(800);
    private static final Duration NAP = Duration.ofSeconds(1);
    /// A camera that may not be opened is tried so often, a nap apart: just plugged in it is nobody's yet, and somebody may
    /// be looking at it.
    private static final int KNOCKS = 3;

    private final SxSpec spec;
    private final SxDoor door;
    private final Time time;
    private final Object lock = new Object();
    private final SxCooler cooler;
    private SxTalk talk;
    private SxIdentity identity;
    private SxFrames frames;
    private Optional<Readout> made = Optional.empty();
    private Optional<SxExposing> running = Optional.empty();
    private SxCamera(SxSpec spec, SxDoor door, SxDoor.Opened opened, Time time) {
        this.spec = spec;
        this.door = door;
        this.time = time;
        talk = opened.talk();
        identity = opened.identity();
        frames = frames(opened);
        cooler = new SxCooler(spec.name(), time, lock, this::ask);
    }

    private SxFrames frames(SxDoor.Opened opened) {
        return new SxFrames(opened.talk(), opened.identity().sensor(), spec.frameGrace(), time);
    }

    /// Finds and opens a camera on this machine.
    ///
    /// @throws DeviceException.Lost it is not plugged in
    /// @throws DeviceException.Refused it may not be opened; the message says what to do
    public static SxCamera open(SxSpec spec, Time time) throws DeviceException, InterruptedException {
        var door = new SxDoor(spec, new Usb4JavaPorts(), time);
        return new SxCamera(spec, door, knock(door, time), time);
    }

    private static SxDoor.Opened knock(SxDoor door, Time time) throws DeviceException, InterruptedException {
        for (int knock = 1;; knock++) {
            try {
                return door.open();
            } catch (DeviceException.Refused e) {
                if (knock == KNOCKS) {
                    throw e;
                }
            }
            time.sleep(NAP);
        }
    }

    static SxCamera open(SxSpec spec, UsbPorts ports, Time time)
            throws DeviceException, InterruptedException {
        var door = new SxDoor(spec, ports, time);
        return new SxCamera(spec, door, door.open(), time);
    }

    @Override
    public String name() {
        return spec.name();
    }

    /// As it was when the camera was opened: nothing of it changes while it is plugged in.
    @Override
    public CameraFacts facts() {
        synchronized (lock) {
            return identity.facts();
        }
    }

    @Override
    public FrameShape shape(Readout readout) throws DeviceException {
        if (!SxSensor.BINNINGS.contains(readout.binning())) {
            throw new DeviceException.Refused(name(),
                    "binning %d, allowed %s".formatted(readout.binning(), SxSensor.BINNINGS));
        }
        return identity.sensor().shape(readout.binning());
    }

    @Override
    public void configure(Readout readout) throws DeviceException, InterruptedException {
        made = Optional.empty();
        refuse("gain", readout.gain());
        refuse("offset", readout.offset());
        refuse("USB limit", readout.usbLimit());
        if (!readout.mode().isEmpty()) {
            throw new DeviceException.Refused(name(),
                    "readout mode \"%s\", the camera has none".formatted(readout.mode()));
        }
        shape(readout);
        synchronized (lock) {
            frames.settle();
            SxParameters now = SxParameters.of(ask(SxCommand.sizes()));
            if (!now.equals(identity.sensor().sizes())) {
                throw new DeviceException.Refused(name(),
                        "another sensor than it had: %s, before %s".formatted(now,
                                identity.sensor().sizes()));
            }
        }
        made = Optional.of(readout);
    }

    private void refuse(String setting, int value) throws DeviceException {
        if (value != Readout.NONE) {
            throw new DeviceException.Refused(name(), "%s %d, the camera has none".formatted(setting, value));
        }
    }

    @Override
    public void start(Exposure asked) throws DeviceException, InterruptedException {
        if (!made.equals(Optional.of(asked.readout()))) {
            throw new DeviceException.Disturbed(name(),
                    "its settings were not made, or not again since it was away");
        }
        if (asked.duration().compareTo(LONGEST) > 0) {
            throw new DeviceException.Refused(name(),
                    "an exposure of %s, the camera takes up to %s".formatted(asked.duration(), LONGEST));
        }
        synchronized (lock) {
            running = Optional.empty();
            frames.settle();
            moveShutter(asked.kind() == Exposure.Kind.LIGHT);
            Celsius sensor = look();
            boolean byHost = isByHost(asked);
            if (byHost) {
                frames.clear(asked.readout().binning());
            } else {
                Duration own = ownTime(asked);
                if (isCoStar()) {
                    frames.sweep();
                    frames.expose(asked.readout().binning(), own);
                }
            }
            long now = time.nanos();
            running = Optional.of(new SxExposing(asked, byHost, time.now(), now, now, sensor));
        }
    }

    private boolean isByHost(Exposure asked) {
        SxSensor sensor = identity.sensor();
        boolean light = asked.kind() == Exposure.Kind.LIGHT && sensor.sizes().hasShutter();
        return !isCoStar()
                && (sensor.isWoven(asked.readout().binning()) || light
                        || asked.duration().compareTo(SHORTEST_BY_HOST) >= 0);
    }

    private boolean isCoStar() {
        return identity.sensor().model().kind() == SxModel.Kind.COSTAR;
    }

    /// The exposure as the camera times it.
    private Duration ownTime(Exposure asked) throws DeviceException.Refused {
        Duration whole = Duration.ofMillis(asked.duration().plusNanos(500_000).toMillis());
        if (whole.minus(asked.duration()).abs().compareTo(asked.duration().dividedBy(100)) > 0) {
            throw new DeviceException.Refused(name(), "an exposure of %s, the camera times whole milliseconds"
                    .formatted(asked.duration()));
        }
        return SxExposing.longest(whole, SxIdentity.SHORTEST);
    }

    @Override
    public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
        SxExposing mine = running
                .orElseThrow(() -> new IllegalStateException(name() + ": no exposure was begun"));
        into.requireFor(shape(mine.asked().readout()));
        Celsius sensor = mine.byHost() ? awaitEnd(mine) : mine.sensor();
        synchronized (lock) {
            running = Optional.empty();
            Duration took = Duration.ofNanos(time.nanos() - mine.beganNanos());
            if (identity.sensor().sizes().hasShutter() && mine.asked().kind() == Exposure.Kind.LIGHT) {
                moveShutter(false);
            }
            if (!mine.byHost()) {
                return expose(mine, into);
            }
            frames.readNow(mine.asked().readout().binning(), into);
            return new FrameFacts(mine.start(), mine.told(took), sensor);
        }
    }

    /// Empties the vertical registers when it is time: a sensor without a cooler is not asked anything that long.
    @Override
    public void attend() throws DeviceException, InterruptedException {
        synchronized (lock) {
            sweep();
        }
    }

    /// Waits, and empties the vertical registers in time.
    ///
    /// @return the sensor's temperature, as near the end as it can be asked
    private Celsius awaitEnd(SxExposing mine) throws DeviceException, InterruptedException {
        while (left(mine) > SxExposing.LAST_SWEEP.plus(NAP).toNanos()) {
            time.sleep(NAP);
            synchronized (lock) {
                sweep();
            }
        }
        Duration untilLook = Duration.ofNanos(left(mine)).minus(LOOK);
        Celsius sensor = mine.sensor();
        if (untilLook.isPositive()) {
            time.sleep(untilLook);
            sensor = look();
        }
        long left = left(mine);
        if (left > 0) {
            time.sleep(Duration.ofNanos(left));
        }
        return sensor;
    }

    private long left(SxExposing mine) {
        return mine.leftNanos(time.nanos());
    }

    private void sweep() throws DeviceException, InterruptedException {
        long now = time.nanos();
        if (running.isPresent() && running.get().isSweepDue(now)) {
            frames.sweep();
            running = running.map(mine -> mine.swept(now));
        }
    }

    private FrameFacts expose(SxExposing mine, FrameBuffer into)
            throws DeviceException, InterruptedException {
        int binning = mine.asked().readout().binning();
        Duration exposure = ownTime(mine.asked());
        Instant start = mine.start();
        Duration left = exposure;
        if (isCoStar()) {
            left = exposure.minusNanos(time.nanos() - mine.beganNanos());
        } else {
            start = time.now();
            frames.expose(binning, exposure);
        }
        frames.readExposed(binning, left, into);
        return new FrameFacts(start, exposure, mine.sensor());
    }

    private Celsius look() throws DeviceException, InterruptedException {
        return identity.sensor().hasCooler() ? cooler.read().sensor() : Celsius.UNKNOWN;
    }

    private void moveShutter(boolean open) throws DeviceException, InterruptedException {
        if (identity.sensor().sizes().hasShutter()) {
            talk.ask(SxCommand.shutter(open));
        }
    }

    /// Asks between frames; never while one is on its way.
    private byte[] ask(SxCommand question) throws DeviceException, InterruptedException {
        synchronized (lock) {
            frames.settle();
            sweep();
            return talk.ask(question);
        }
    }

    @Override
    public void abort() throws DeviceException, InterruptedException {
        synchronized (lock) {
            running = Optional.empty();
            frames.settle();
            moveShutter(false);
        }
    }

    /// There is no driver to restart: opening a camera that does not answer resets it on the bus.
    @Override
    public Set<Rung> rungs() {
        return EnumSet.of(Rung.ABORT, Rung.RECONNECT, Rung.WAIT);
    }

    @Override
    public void recover(Rung rung) throws DeviceException, InterruptedException {
        synchronized (lock) {
            running = Optional.empty();
            made = Optional.empty();
            cooler.forget();
            switch (rung) {
                case ABORT -> {
                    frames.putRight();
                    moveShutter(false);
                }
                case RECONNECT -> {
                    talk.close();
                    SxDoor.Opened opened;
                    try {
                        opened = knock(door, time);
                    } catch (DeviceException.Refused e) {
                        // another one has its place, or the kernel has not given it to us yet: it may be waited for
                        throw new DeviceException.Lost(name(), e.what());
                    }
                    take(opened);
                }
                case WAIT -> await();
                case RESTART_DRIVER ->
                    throw new DeviceException.Refused(name(), "there is no driver that could be restarted");
            }
        }
    }

    private void take(SxDoor.Opened opened) throws DeviceException, InterruptedException {
        SxIdentity now = opened.identity();
        if (!now.sensor().equals(identity.sensor()) || !now.serial().equals(identity.serial())) {
            opened.talk().close();
            throw new DeviceException.Refused(name(), "another camera is there: %s, before %s".formatted(
                    now.facts().model() + " " + now.serial(),
                    identity.facts().model() + " " + identity.serial()));
        }
        talk = opened.talk();
        identity = now;
        frames = frames(opened);
        moveShutter(false);
    }

    private void await() throws DeviceException, InterruptedException {
        long deadline = time.nanos() + spec.comeback().toNanos();
        while (true) {
            try {
                talk.close();
                take(door.open());
                return;
            } catch (DeviceException e) {
                if (time.nanos() >= deadline) {
                    throw new DeviceException.Lost(name(), "not back within %d s: %s"
                            .formatted(spec.comeback().toSeconds(), reason(e)));
                }
            }
            time.sleep(NAP);
        }
    }

    /// Without the words that say it is lost, which will be said again.
    private static String reason(DeviceException e) {
        return e.what().replaceFirst("^connection lost: ", "");
    }

    @Override
    public Optional<Cooler> cooler() {
        return identity.sensor().hasCooler() ? Optional.of(cooler) : Optional.empty();
    }

    /// What people who look for devices want to know of it.
    List<Trait> traits() {
        return identity.traits();
    }

    @Override
    public void close() {
        synchronized (lock) {
            running = Optional.empty();
            made = Optional.empty();
            talk.close();
        }
    }
}
