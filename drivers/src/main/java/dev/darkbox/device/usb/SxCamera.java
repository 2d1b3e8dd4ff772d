package dev.darkbox.device.usb;

import dev.darkbox.device.Camera;
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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
/// Frames of a camera's own timing are ordered in [#finish], so that the cooler can be asked until then. An interlaced
/// sensor's whole frame is always timed by the host, its two fields cleared as far apart as they are read. A frame that was
/// ordered and not read to its end leaves the camera dumb: it is put right before the next one.
///
/// Pixels go from the bus to the frame as they are: little-endian, like the machines there are libraries for.
public final class SxCamera implements Camera {

    /// Source: SDK Documentation, Issue F (2015): shorter ones are better timed by the camera.
    private static final Duration SHORTEST_BY_HOST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    /// Reading one field, until it was measured.
    private static final Duration FIRST_FIELD = Duration.ofMillis(130);
    /// No field takes longer; one that did was held up on the bus.
    private static final Duration LONGEST_FIELD = Duration.ofSeconds(5);
    /// During long exposures the vertical registers are emptied so often, and never so near the end. Source: as above.
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);
    private static final Duration LAST_SWEEP = Duration.ofSeconds(4);
    private static final Duration LAST_SWEEP_FROM = Duration.ofSeconds(10);
    /// Time for a last look at the sensor's temperature.
    private static final Duration LOOK = Duration.ofMillis(500);
    /// What nobody would call another exposure.
    private static final Duration ON_TIME = Duration.ofMillis(20);
    private static final Duration NAP = Duration.ofSeconds(1);

    private final SxSpec spec;
    private final SxDoor door;
    private final Time time;
    private final Object lock = new Object();
    private final SxCooler cooler;
    private SxTalk talk;
    private SxIdentity identity;
    private Optional<Readout> made = Optional.empty();
    private Optional<Running> running = Optional.empty();
    private Duration field = FIRST_FIELD;
    /// A frame was ordered and has not come to its end.
    private boolean owesFrame;

    /// The exposure begun last.
    ///
    /// @param byHost whether we wait for its end, from `beganNanos`
    /// @param sweptNanos when the vertical registers were emptied last
    private record Running(Exposure asked, boolean byHost, Instant start, long beganNanos, long sweptNanos,
            Celsius sensor) {

        long endNanos() {
            return beganNanos + asked.duration().toNanos();
        }

        Running swept(long nanos) {
            return new Running(asked, byHost, start, beganNanos, nanos, sensor);
        }
    }

    private SxCamera(SxSpec spec, SxDoor door, SxDoor.Opened opened, Time time) {
        this.spec = spec;
        this.door = door;
        this.time = time;
        talk = opened.talk();
        identity = opened.identity();
        cooler = new SxCooler(spec.name(), time, lock, this::ask);
    }

    /// Finds and opens a camera on this machine.
    ///
    /// @throws DeviceException.Lost it is not plugged in
    /// @throws DeviceException.Refused it may not be opened; the message says what to do
    public static SxCamera open(SxSpec spec, Time time) throws DeviceException, InterruptedException {
        return open(spec, new Usb4JavaPorts(), time);
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
            settle();
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
            settle();
            moveShutter(asked.kind() == Exposure.Kind.LIGHT);
            Celsius sensor = look();
            boolean byHost = isByHost(asked);
            if (byHost) {
                clear(asked);
            }
            long now = time.nanos();
            running = Optional.of(new Running(asked, byHost, time.now(), now, now, sensor));
        }
    }

    private boolean isByHost(Exposure asked) {
        SxSensor sensor = identity.sensor();
        boolean light = asked.kind() == Exposure.Kind.LIGHT && sensor.sizes().hasShutter();
        return sensor.model().kind() != SxModel.Kind.COSTAR
                && (sensor.isWoven(asked.readout().binning()) || light
                        || asked.duration().compareTo(SHORTEST_BY_HOST) >= 0);
    }

    /// The exposure begins: of a woven frame the even field's first, because it will be read first.
    private void clear(Exposure asked) throws DeviceException, InterruptedException {
        if (identity.sensor().isWoven(asked.readout().binning())) {
            talk.tell(SxCommand.clear(SxFlags.NO_WIPE | SxFlags.EVEN));
            time.sleep(field);
            talk.tell(SxCommand.clear(SxFlags.NO_WIPE | SxFlags.ODD));
        } else {
            talk.tell(SxCommand.clear(SxFlags.EVERYTHING));
        }
    }

    @Override
    public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
        Running mine = running
                .orElseThrow(() -> new IllegalStateException(name() + ": no exposure was begun"));
        FrameShape shape = shape(mine.asked().readout());
        if (!into.shape().equals(shape)) {
            throw new IllegalArgumentException("a buffer of " + into.shape() + " for a frame of " + shape);
        }
        Celsius sensor = mine.byHost() ? awaitEnd(mine) : mine.sensor();
        synchronized (lock) {
            running = Optional.empty();
            if (identity.sensor().sizes().hasShutter() && mine.asked().kind() == Exposure.Kind.LIGHT) {
                moveShutter(false);
            }
            return mine.byHost() ? read(mine, sensor, into) : expose(mine, sensor, into);
        }
    }

    /// Waits, and empties the vertical registers in time.
    ///
    /// @return the sensor's temperature, as near the end as it can be asked
    private Celsius awaitEnd(Running mine) throws DeviceException, InterruptedException {
        while (leftNanos(mine) > LAST_SWEEP.plus(NAP).toNanos()) {
            time.sleep(NAP);
            synchronized (lock) {
                sweep();
            }
        }
        Duration untilLook = Duration.ofNanos(leftNanos(mine)).minus(LOOK);
        Celsius sensor = mine.sensor();
        if (untilLook.isPositive()) {
            time.sleep(untilLook);
            sensor = look();
        }
        long left = leftNanos(mine);
        if (left > 0) {
            time.sleep(Duration.ofNanos(left));
        }
        return sensor;
    }

    private long leftNanos(Running mine) {
        return mine.endNanos() - time.nanos();
    }

    private void sweep() throws DeviceException, InterruptedException {
        Optional<Running> due = running.filter(mine -> {
            long left = leftNanos(mine);
            long since = time.nanos() - mine.sweptNanos();
            boolean last = left <= LAST_SWEEP_FROM.toNanos() && since > LAST_SWEEP_FROM.toNanos();
            return mine.byHost() && left >= LAST_SWEEP.toNanos() && (last || since >= SWEEP_EVERY.toNanos());
        });
        if (due.isPresent()) {
            talk.tell(SxCommand.clear(SxFlags.NO_WIPE));
            running = due.map(mine -> mine.swept(time.nanos()));
        }
    }

    private FrameFacts read(Running mine, Celsius sensor, FrameBuffer into)
            throws DeviceException, InterruptedException {
        Duration took = Duration.ofNanos(time.nanos() - mine.beganNanos());
        List<SxRead> reads = identity.sensor().reads(mine.asked().readout().binning());
        if (reads.size() == 1) {
            fetch(SxCommand.readNow(reads.getFirst()), Duration.ZERO, into.pixels());
            arrange(mine, into);
        } else {
            try (Arena once = Arena.ofConfined()) {
                MemorySegment even = once.allocate(reads.getFirst().bytes(), 64);
                long began = time.nanos();
                fetch(SxCommand.readNow(reads.getFirst()), Duration.ZERO, even);
                Duration read = Duration.ofNanos(time.nanos() - began);
                field = read.compareTo(LONGEST_FIELD) < 0 ? read : field;
                fetch(SxCommand.readNow(reads.getLast()), Duration.ZERO, SxWeave.oddField(into));
                SxWeave.fields(even, into);
            }
        }
        Duration meant = longest(mine.asked().duration(), SxIdentity.SHORTEST);
        boolean onTime = took.minus(meant).compareTo(ON_TIME) < 0;
        return new FrameFacts(mine.start(), onTime ? meant : took, sensor);
    }

    private FrameFacts expose(Running mine, Celsius sensor, FrameBuffer into)
            throws DeviceException, InterruptedException {
        Duration exposure = longest(Duration.ofMillis(mine.asked().duration().toMillis()),
                SxIdentity.SHORTEST);
        SxRead read = identity.sensor().reads(mine.asked().readout().binning()).getFirst();
        if (identity.sensor().model().kind() == SxModel.Kind.COSTAR) {
            talk.tell(SxCommand.clear(SxFlags.NO_WIPE));
        }
        Instant start = time.now();
        fetch(SxCommand.readDelayed(read, exposure), exposure, into.pixels());
        arrange(mine, into);
        return new FrameFacts(start, exposure, sensor);
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    /// Orders pixels and reads them to their end.
    private void fetch(SxCommand order, Duration delay, MemorySegment into)
            throws DeviceException, InterruptedException {
        owesFrame = true;
        talk.tell(order);
        if (delay.isPositive()) {
            time.sleep(delay);
        }
        talk.pour(into, spec.frameGrace());
        owesFrame = false;
    }

    private void arrange(Running mine, FrameBuffer into) {
        if (identity.sensor().model().kind() == SxModel.Kind.M25C && mine.asked().readout().binning() == 1) {
            SxWeave.squares(into);
        }
    }

    private Celsius look() throws DeviceException, InterruptedException {
        return identity.sensor().sizes().hasCooler() ? cooler.read().sensor() : Celsius.UNKNOWN;
    }

    private void moveShutter(boolean open) throws DeviceException, InterruptedException {
        if (identity.sensor().sizes().hasShutter()) {
            talk.ask(SxCommand.shutter(open));
        }
    }

    /// Asks between frames; never while one is on its way.
    private byte[] ask(SxCommand question) throws DeviceException, InterruptedException {
        synchronized (lock) {
            settle();
            sweep();
            return talk.ask(question);
        }
    }

    private void settle() throws DeviceException, InterruptedException {
        if (owesFrame) {
            talk.putRight();
            owesFrame = false;
        }
    }

    @Override
    public void abort() throws DeviceException, InterruptedException {
        synchronized (lock) {
            running = Optional.empty();
            settle();
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
                    talk.putRight();
                    owesFrame = false;
                    moveShutter(false);
                }
                case RECONNECT -> reopen();
                case WAIT -> await();
                case RESTART_DRIVER ->
                    throw new DeviceException.Refused(name(), "there is no driver that could be restarted");
            }
        }
    }

    private void reopen() throws DeviceException, InterruptedException {
        talk.close();
        SxDoor.Opened opened = door.open();
        SxIdentity now = opened.identity();
        if (!now.sensor().equals(identity.sensor()) || !now.serial().equals(identity.serial())) {
            opened.talk().close();
            throw new DeviceException.Refused(name(), "another camera is there: %s, before %s".formatted(
                    now.facts().model() + " " + now.serial(),
                    identity.facts().model() + " " + identity.serial()));
        }
        talk = opened.talk();
        identity = now;
        owesFrame = false;
        field = FIRST_FIELD;
        moveShutter(false);
    }

    private void await() throws DeviceException, InterruptedException {
        long deadline = time.nanos() + spec.comeback().toNanos();
        while (true) {
            try {
                reopen();
                return;
            } catch (DeviceException.Lost | DeviceException.TimedOut | DeviceException.Garbled _) {
                if (time.nanos() >= deadline) {
                    throw new DeviceException.TimedOut(name(), "coming back", spec.comeback());
                }
            }
            time.sleep(NAP);
        }
    }

    @Override
    public Optional<Cooler> cooler() {
        return identity.sensor().sizes().hasCooler() ? Optional.of(cooler) : Optional.empty();
    }

    /// Whether its sensor has colour filters.
    boolean hasColours() {
        return identity.sensor().model().hasColours();
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
