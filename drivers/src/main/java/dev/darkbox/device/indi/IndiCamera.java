package dev.darkbox.device.indi;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.FrameCatcher.Caught;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.Vector.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A camera behind `indiserver`.
///
/// ```
///  start: Busy seen ----> frame arrives ----> CCD_EXPOSURE not Busy ---> header as asked? ---> done
///                   \---> not Busy ---------> frame arrives       --/
/// ```
///
/// Frame and state come on two connections in any order; a frame is done when both are there. A frame that is not the
/// one asked for may be the late one of an aborted exposure: it is let go, and only if no other comes was it ours, garbled.
///
/// A frame is let go, and every later exposure denied until the settings are made again, as soon as another client has
/// given the camera any order since [#configure] began, or a setting reads otherwise, or the driver was away.
///
/// A bias frame is asked for as `FRAME_BIAS`, or as the driver needs it, with the driver's own least exposure; what it
/// used is in the facts.
public final class IndiCamera implements Camera {

    /// CCD1 is the main chip's frame, whatever the camera.
    private static final String FRAMES = "CCD1";
    private static final List<String> NEEDED = List.of("CCD_EXPOSURE", "CCD_INFO", FRAMES);
    /// Orders of another client that change nothing about a frame; every other one spoils it.
    private static final Pattern HARMLESS = Pattern.compile("FITS_HEADER|DEBUG.*|LOGGING.*|LOG_OUTPUT");

    private final IndiSpec spec;
    private final IndiDevice device;
    private final Time time;
    private final FrameCatcher catcher;
    private final Optional<IndiCooler> cooler;
    private final Comeback comeback;
    private Made made = new Made.Never();
    private Optional<Pending> pending = Optional.empty();
    private Optional<Duration> longestReadout = Optional.empty();
    private String lastStart = "";
    /// Whether nothing of the camera's epoch is still on its way.
    private boolean settled;
    /// The driver's executable, as it said when it was last there.
    private String program = "";
    /// Whether the server answers signs of life.
    private boolean pings = true;

    /// What is known about the camera's settings.
    private sealed interface Made {

        /// Nobody ever made any: it exposes as it is.
        record Never() implements Made {}

        /// @param since revision of the store when they were begun; who else has given orders since spoils them
        record Known(Readout readout, CameraSettings settings, long since) implements Made {}

        /// They were made, and hold no more.
        record Gone(String why) implements Made {}
    }

    /// The exposure begun last.
    ///
    /// @param ordered what the driver was told; for a bias frame its least
    /// @param revision of the store when it was ordered
    /// @param losses of the connection when it was ordered
    /// @param begunNanos `System.nanoTime` when the driver had taken it
    private record Pending(Exposure asked, Duration ordered, FrameShape shape, Instant start, long revision,
            long losses,
            long begunNanos) {}

    private IndiCamera(IndiSpec spec, IndiDevice device, Time time, FrameCatcher catcher,
            Optional<IndiCooler> cooler, Optional<DriverStarter> starter) {
        this.spec = spec;
        this.device = device;
        this.time = time;
        this.catcher = catcher;
        this.cooler = cooler;
        comeback = new Comeback(device, NEEDED, spec.connectLimit(), starter);
    }

    /// Connects the camera. An exposure found running there is aborted, not adopted.
    static IndiCamera connect(IndiSpec spec, IndiConnection connection, Time time, Duration limit)
            throws DeviceException, InterruptedException {
        return connect(spec, connection, time, Optional.empty(), limit);
    }

    /// The same where its driver can be restarted.
    static IndiCamera connect(IndiSpec spec, IndiConnection connection, Time time,
            Optional<DriverStarter> starter,
            Duration limit)
            throws DeviceException, InterruptedException {
        var device = new IndiDevice(connection, spec.camera());
        var catcher = new FrameCatcher(connection.store()::touch);
        device.connect(NEEDED, limit);
        boolean cools = device.find("CCD_TEMPERATURE").map(Vector::writable).orElse(false);
        var camera = new IndiCamera(spec, device, time, catcher,
                cools ? Optional.of(new IndiCooler(device, spec.overrides(), time)) : Optional.empty(),
                starter);
        connection.receive(device.name(), FRAMES, catcher);
        camera.prepare();
        return camera;
    }

    /// What a driver that began anew must be told, whatever it is used for.
    private void prepare() throws DeviceException, InterruptedException {
        program = device.find("DRIVER_INFO").map(v -> v.text("DRIVER_EXEC")).orElse(program);
        if (!spec.polling().isZero() && device.has("POLLING_PERIOD")) {
            device.set("POLLING_PERIOD", "PERIOD_MS", (double) spec.polling().toMillis())
                    .orThrow(device.name());
        }
        IndiFacts.awaitShortest(device);
        abort();
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public CameraFacts facts() throws DeviceException, InterruptedException {
        device.checkConnected();
        if (!settled) {
            IndiEpoch.awaitSettled(device, spec.overrides());
            settled = true;
        }
        CameraFacts facts = IndiFacts.of(device, IndiEpoch.of(device.all(), spec.overrides()));
        // a driver that goes away meanwhile takes its properties with it, one by one
        device.checkConnected();
        return facts;
    }

    @Override
    public FrameShape shape(Readout readout) throws DeviceException {
        if (made instanceof Made.Known known && known.readout().equals(readout)) {
            return known.settings().shape();
        }
        int binning = readout.binning();
        double most = device.find("CCD_BINNING").map(v -> v.members().get("HOR_BIN"))
                .filter(Vector.Member::hasRange)
                .map(Vector.Member::max).orElse(device.has("CCD_BINNING") ? Double.MAX_VALUE : 1.0);
        if (binning > most) {
            throw new DeviceException.Refused(name(),
                    "binning %d, allowed 1..%s".formatted(binning, Numbers.plainText(most)));
        }
        FrameShape sensor = CameraSettings.sensor(device);
        return CameraSettings.binned(sensor.widthPx(), sensor.heightPx(), binning);
    }

    @Override
    public void configure(Readout readout) throws DeviceException, InterruptedException {
        device.checkConnected();
        settled = false;
        long since = device.connection().store().revision();
        made = new Made.Gone("its settings could not be made");
        made = new Made.Known(readout, CameraSettings.apply(device, spec.overrides(), readout), since);
    }

    /// Why the settings made last cannot be relied on any more; empty when they can.
    private Optional<String> disturbance(long began) {
        PropertyStore store = device.connection().store();
        if (made instanceof Made.Gone(String why)) {
            return Optional.of(why);
        }
        long since = made instanceof Made.Known known ? known.since() : began;
        List<String> others = store.ordersByOthersSince(since, name()).stream()
                .filter(property -> !HARMLESS.matcher(property).matches()).sorted().toList();
        if (!others.isEmpty()) {
            return Optional.of("another program commands the camera: " + String.join(", ", others));
        }
        if (store.lastAway(name()) > since) {
            return Optional.of("its driver was away since its settings were made");
        }
        return made instanceof Made.Known known ? known.settings().changed() : Optional.empty();
    }

    /// An exposure is still ours: same server, same driver, and nobody else's order.
    private void checkUntouched(Pending mine) throws DeviceException {
        IndiConnection connection = device.connection();
        Optional<String> why = disturbance(mine.revision());
        // asked second: a driver or server that goes just now takes its settings along, and that is no disturbance
        if (connection.losses() != mine.losses()) {
            throw new DeviceException.Lost(name(), connection.lastLoss() + " during an exposure", true);
        }
        if (connection.store().lastAway(name()) > mine.revision()) {
            throw new DeviceException.Lost(name(), "its driver went away during an exposure");
        }
        check(why);
    }

    private void check(Optional<String> why) throws DeviceException {
        if (why.isPresent()) {
            made = made instanceof Made.Never ? made : new Made.Gone(why.get());
            throw new DeviceException.Disturbed(name(), why.get());
        }
    }

    @Override
    public void start(Exposure asked) throws DeviceException, InterruptedException {
        device.checkConnected();
        check(disturbance(device.connection().store().revision()));
        if (device.require("CCD_EXPOSURE").isBusy()) {
            abort();
        }
        frameType(asked.kind());
        Duration exposure = asked.kind() == Exposure.Kind.BIAS ? shortest() : asked.duration();
        String seconds = Numbers.plainText(exposure.toNanos() / 1e9);
        FrameShape shape = shape(asked.readout());
        long revision = device.connection().store().revision();
        long losses = device.connection().losses();
        Instant start = time.now();
        catcher.arm(shape);
        pending = Optional.empty();
        device.begin("CCD_EXPOSURE", Map.of("CCD_EXPOSURE_VALUE", seconds), _ -> true,
                device.limit(Wait.BEGIN))
                .orThrow(name());
        pending = Optional
                .of(new Pending(asked, exposure, shape, start, revision, losses, System.nanoTime()));
    }

    private Duration shortest() throws DeviceException {
        Duration told = IndiFacts.shortest(device);
        return biasAsDark() ? VendorProfile.of(device).shortestDark(told) : told;
    }

    private boolean biasAsDark() {
        return switch (spec.bias()) {
            case BY_DRIVER -> VendorProfile.of(device).biasAsDark();
            case AS_BIAS -> false;
            case AS_DARK -> true;
        };
    }

    private void frameType(Exposure.Kind kind) throws DeviceException, InterruptedException {
        Optional<Vector> types = device.find("CCD_FRAME_TYPE");
        String member = switch (kind) {
            case BIAS -> biasAsDark() ? "FRAME_DARK" : "FRAME_BIAS";
            case DARK -> "FRAME_DARK";
            case LIGHT -> "FRAME_LIGHT";
        };
        if (types.isPresent() && !types.get().isOn(member)) {
            device.turnOn("CCD_FRAME_TYPE", member).orThrow(name());
        }
    }

    @Override
    public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
        Pending mine = pending
                .orElseThrow(() -> new IllegalStateException(name() + ": no exposure was begun"));
        into.requireFor(mine.shape());
        catcher.offer(into);
        try {
            FitsHeader header = awaitFrame(mine);
            // frame and end came on two connections: an order of another client may be known only now
            pings = pings && device.connection().roundTrip(device.limit(Wait.ECHOES));
            checkUntouched(mine);
            catcher.deliver(into);
            return facts(mine, header);
        } finally {
            catcher.disarm();
            pending = Optional.empty();
        }
    }

    private FitsHeader awaitFrame(Pending mine) throws DeviceException, InterruptedException {
        Duration limit = mine.asked().duration().plus(readoutAllowance());
        long deadline = mine.begunNanos() + limit.toNanos();
        IndiConnection connection = device.connection();
        Optional<String> stray = Optional.empty();
        long overSince = Long.MAX_VALUE;
        while (true) {
            checkUntouched(mine);
            Vector exposure = device.require("CCD_EXPOSURE");
            boolean over = exposure.revision() > mine.revision() && !exposure.isBusy();
            overSince = over ? Math.min(overSince, System.nanoTime()) : Long.MAX_VALUE;
            Optional<Caught> caught = catcher.caught();
            Optional<String> wrong = caught
                    .flatMap(c -> c.problem().or(() -> new FrameClaim(c.header().orElseThrow())
                            .contradicts(mine.asked(), biasAsDark(), lastStart)));
            if (wrong.isPresent()) {
                stray = wrong;
                catcher.again();
            } else if (caught.isPresent() && over) {
                learn(mine);
                return caught.get().header().orElseThrow();
            } else if (over && exposure.state() == State.ALERT && staysInAlert(exposure)) {
                throw new DeviceException.Garbled(name(), "a frame",
                        device.reasonSince(mine.revision(), "CCD_EXPOSURE Alert"));
            }
            boolean have = caught.isPresent() && wrong.isEmpty();
            boolean noneFollows = !have && over && stray.isPresent() && !catcher.isReceiving();
            long wake = noneFollows
                    ? Math.min(deadline, overSince + device.limit(Wait.AFTER_STRAY).toNanos())
                    : deadline;
            if (System.nanoTime() >= wake) {
                throw noneFollows
                        ? new DeviceException.Garbled(name(), "a frame of %s, %s".formatted(mine.shape(),
                                mine.asked().kind()), stray.orElse(""))
                        : new DeviceException.TimedOut(name(), have
                                ? "an exposure whose frame has come"
                                : "an exposure and its readout", limit);
            }
            long seen = exposure.revision();
            boolean receiving = catcher.isReceiving();
            device.await(() -> connection.losses() != mine.losses()
                    || catcher.caught().isPresent() != have
                    || catcher.isReceiving() != receiving
                    || disturbance(mine.revision()).isPresent()
                    || device.find("CCD_EXPOSURE").map(v -> v.revision() > seen).orElse(true), wake);
        }
    }

    private boolean staysInAlert(Vector exposure) throws InterruptedException {
        return !device.await(() -> catcher.caught().isPresent()
                || device.find("CCD_EXPOSURE").map(v -> v.revision() > exposure.revision()).orElse(true),
                System.nanoTime() + device.limit(Wait.GRACE).toNanos());
    }

    private Duration readoutAllowance() {
        Duration allowed = longestReadout.map(d -> d.multipliedBy(3))
                .orElse(device.limit(Wait.FIRST_READOUT));
        Duration least = device.limit(Wait.LEAST_READOUT);
        return allowed.compareTo(least) < 0 ? least : allowed;
    }

    private void learn(Pending mine) {
        Duration readout = Duration.ofNanos(System.nanoTime() - mine.begunNanos())
                .minus(mine.asked().duration());
        if (longestReadout.isEmpty() || longestReadout.get().compareTo(readout) < 0) {
            longestReadout = Optional.of(readout);
        }
    }

    private FrameFacts facts(Pending mine, FitsHeader header) {
        var claim = new FrameClaim(header);
        lastStart = claim.dateObs();
        double celsius = header.number("CCD-TEMP", device.find("CCD_TEMPERATURE")
                .map(v -> v.number("CCD_TEMPERATURE_VALUE")).orElse(Double.NaN));
        return new FrameFacts(claim.start().orElse(mine.start()), claim.exposure().orElse(mine.ordered()),
                IndiCooler.celsius(celsius));
    }

    @Override
    public void abort() throws DeviceException, InterruptedException {
        pending = Optional.empty();
        catcher.disarm();
        device.checkConnected();
        Vector exposure = device.require("CCD_EXPOSURE");
        if (!exposure.isBusy()) {
            return;
        }
        if (!device.has("CCD_ABORT_EXPOSURE")) {
            throw new DeviceException.Refused(name(), "the camera cannot abort an exposure");
        }
        // the switch springs back by itself: only the exposure's own state tells
        device.turn("CCD_ABORT_EXPOSURE", "ABORT", true, Manner.BEGINNING, device.limit(Wait.GRACE));
        long deadline = System.nanoTime() + device.limit(Wait.ABORT).toNanos();
        if (!device.await(() -> device.find("CCD_EXPOSURE").map(v -> !v.isBusy()).orElse(true), deadline)) {
            throw new DeviceException.TimedOut(name(), "aborting an exposure", device.limit(Wait.ABORT));
        }
        long frames = catcher.orphans();
        device.await(() -> catcher.orphans() != frames,
                System.nanoTime() + device.limit(Wait.QUIET_AFTER_ABORT).toNanos());
    }

    @Override
    public Set<Rung> rungs() {
        return comeback.rungs();
    }

    @Override
    public void recover(Rung rung) throws DeviceException, InterruptedException {
        pending = Optional.empty();
        pings = true;
        catcher.disarm();
        made = made instanceof Made.Never ? made : new Made.Gone("its settings were not made again");
        switch (rung) {
            case ABORT -> device.checkConnected();
            case RECONNECT -> {
                comeback.requireServer();
                abortIfItCan();
                comeback.reconnect();
            }
            case RESTART_DRIVER -> comeback.restartDriver(program);
            case WAIT -> comeback.await();
        }
        settled = false;
        device.connection().receiveAgain();
        prepare();
        // a driver that hangs ends nothing and says nothing
        device.fresh("CCD_EXPOSURE", device.limit(Wait.PROMPT));
    }

    private void abortIfItCan() throws InterruptedException {
        try {
            abort();
        } catch (DeviceException _) {
            // what does not even abort is disconnected next
        }
    }

    @Override
    public Optional<Cooler> cooler() {
        return cooler.map(c -> c);
    }

    /// Whether a whole frame for the exposure begun last is here.
    boolean hasFrame() {
        return catcher.caught().isPresent();
    }

    /// Frames that arrived and belonged to no exposure.
    long orphans() {
        return catcher.orphans();
    }

    @Override
    public void close() {
        catcher.close();
    }
}
