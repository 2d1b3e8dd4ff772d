package dev.darkbox.device.asi;

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
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiExposureStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A ZWO camera behind the maker's library.
///
/// ```
///  start: WORKING --> SUCCESS ---> window as set? --> frame is written straight into the buffer
///              \---> FAILED, IDLE, or the frame cannot be had: again, [#MOST_AGAIN] times, if it is short; else garbled
///              \---> WORKING for too long: stopped, timed out
/// ```
///
/// A failed exposure that is longer than [#SHORT] is not begun again here, because nobody would look at the temperature
/// during it; whoever asked for it may ask again.
///
/// A bias frame is the camera's shortest exposure. Bias and dark frames shut a mechanical shutter, where there is one, and
/// are refused while the heater of the window is on.
///
/// Memory: none of its own for pixels. While a call that fetches a frame has not come back, the buffer's arena cannot be
/// closed: the library may still write to it.
public final class AsiCamera implements Camera {

    /// How often one short exposure is begun again.
    public static final int MOST_AGAIN = 2;
    /// The longest exposure that is begun again.
    public static final Duration SHORT = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LOOK_CLOSELY = Duration.ofMillis(20);
    private static final long NEAR_MICROS = 100;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final AsiConnection connection;
    private final Time time;
    private final AsiPatience patience;
    private final AsiCooler cooler;
    private final AsiHeater heater;
    private Made made = new Made.Gone("its settings were not made yet");
    private Optional<Pending> pending = Optional.empty();

    /// What is known of the camera's settings.
    private sealed interface Made {

        record Known(Readout readout, FrameShape shape) implements Made {}

        record Gone(String why) implements Made {}
    }

    /// The exposure begun last.
    ///
    /// @param used what the camera makes of it
    /// @param begunNanos of [Time#nanos]
    private record Pending(Exposure asked, FrameShape shape, Duration used, Instant start, long begunNanos) {}

    AsiCamera(AsiConnection connection, Time time, AsiPatience patience) {
        this.connection = connection;
        this.time = time;
        this.patience = patience;
        cooler = new AsiCooler(connection, time);
        heater = new AsiHeater(connection, time);
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public CameraFacts facts() throws DeviceException, InterruptedException {
        return AsiFacts.of(connection);
    }

    @Override
    public FrameShape shape(Readout readout) throws DeviceException {
        return AsiSettings.shape(connection.now().info(), readout.binning());
    }

    @Override
    public void configure(Readout readout) throws DeviceException, InterruptedException {
        AsiConnection.Open camera = connection.now();
        made = new Made.Gone("its settings could not be made");
        FrameShape shape = AsiSettings.apply(camera.calls(), camera.controls(), camera.info(), readout);
        made = new Made.Known(readout, shape);
    }

    @Override
    public void start(Exposure asked) throws DeviceException, InterruptedException {
        FrameShape shape = switch (made) {
            case Made.Gone(String why) -> throw new DeviceException.Disturbed(name(), why);
            case Made.Known(Readout readout, FrameShape its) when readout.equals(asked.readout()) -> its;
            case Made.Known known -> throw new DeviceException.Refused(name(),
                    "exposure with %s, configured is %s".formatted(asked.readout(), known.readout()));
        };
        pending = Optional.empty();
        if (connection.now().calls().status() == AsiExposureStatus.WORKING) {
            abort();
        }
        requireHeaterOff(asked.kind());
        pending = Optional.of(begin(asked, shape));
    }

    private void requireHeaterOff(Exposure.Kind kind) throws DeviceException, InterruptedException {
        boolean dark = kind != Exposure.Kind.LIGHT;
        if (dark && connection.now().controls().has(AsiControl.ANTI_DEW_HEATER) && heater.read().on()) {
            throw new DeviceException.Refused(heater.name(),
                    "it is on, and warms what the sensor sees; %s frames need it off".formatted(kind));
        }
    }

    private Pending begin(Exposure asked, FrameShape shape) throws DeviceException, InterruptedException {
        AsiConnection.Open camera = connection.now();
        requireWindow(camera, shape, asked.readout());
        long micros = asked.kind() == Exposure.Kind.BIAS
                ? camera.controls().demand(AsiControl.EXPOSURE).min()
                : asked.duration().toNanos() / 1000;
        Duration used = exposure(camera.controls(), micros);
        Instant start = time.now();
        camera.calls().start(asked.kind() != Exposure.Kind.LIGHT);
        return new Pending(asked, shape, used, start, time.nanos());
    }

    /// Sets it. A camera may count in lines of its sensor.
    ///
    /// @return what it has become
    /// @throws DeviceException.Refused more than a hundredth and more than [#NEAR_MICROS] from what was asked
    private Duration exposure(AsiControls controls, long micros)
            throws DeviceException, InterruptedException {
        controls.order(AsiControl.EXPOSURE, micros);
        long now = controls.get(AsiControl.EXPOSURE);
        if (Math.abs(now - micros) > Math.max(micros / 100, NEAR_MICROS)) {
            throw new DeviceException.Refused(name(),
                    "Exposure set to %d, reads back %d".formatted(micros, now));
        }
        return Duration.of(now, ChronoUnit.MICROS);
    }

    private void requireWindow(AsiConnection.Open camera, FrameShape shape, Readout readout)
            throws DeviceException, InterruptedException {
        try {
            AsiSettings.requireWindow(camera.calls(), shape, readout.binning());
        } catch (DeviceException.Refused e) {
            made = new Made.Gone(e.what());
            throw new DeviceException.Disturbed(name(), e.what());
        }
    }

    @Override
    public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
        Pending mine = pending
                .orElseThrow(() -> new IllegalStateException(name() + ": no exposure was begun"));
        into.requireFor(mine.shape());
        try {
            for (int again = 0;; again++) {
                try {
                    return frame(mine, into);
                } catch (DeviceException.Garbled e) {
                    if (again == MOST_AGAIN || mine.used().compareTo(SHORT) > 0) {
                        throw e;
                    }
                }
                mine = begin(mine.asked(), mine.shape());
            }
        } finally {
            pending = Optional.empty();
        }
    }

    private FrameFacts frame(Pending mine, FrameBuffer into) throws DeviceException, InterruptedException {
        AsiConnection.Open camera = connection.now();
        awaitEnd(camera, mine);
        Celsius sensor = AsiCooler.sensor(camera.controls());
        requireWindow(camera, mine.shape(), mine.asked().readout());
        camera.calls().data(into.pixels());
        return new FrameFacts(mine.start(), mine.used(), sensor);
    }

    /// @throws DeviceException.Garbled there will be no frame
    private void awaitEnd(AsiConnection.Open camera, Pending mine)
            throws DeviceException, InterruptedException {
        long end = mine.begunNanos() + mine.used().toNanos();
        long deadline = end + patience.readout().toNanos();
        while (true) {
            switch (camera.calls().status()) {
                case SUCCESS -> {
                    return;
                }
                case FAILED -> throw new DeviceException.Garbled(name(), "a frame", "exposure failed");
                case IDLE -> throw new DeviceException.Garbled(name(), "a frame",
                        "exposure was ended by somebody else");
                case WORKING -> {
                    // goes on
                }
            }
            long now = time.nanos();
            if (now - deadline >= 0) {
                camera.calls().stop();
                throw new DeviceException.TimedOut(name(), "an exposure and its readout",
                        mine.used().plus(patience.readout()));
            }
            time.sleep(now - end >= 0 ? LOOK_CLOSELY : shorter(LOOK_EVERY, Duration.ofNanos(end - now)));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void abort() throws DeviceException, InterruptedException {
        pending = Optional.empty();
        AsiCalls calls = connection.now().calls();
        if (calls.status() != AsiExposureStatus.WORKING) {
            return;
        }
        calls.stop();
        long deadline = time.nanos() + STOP_LIMIT.toNanos();
        while (calls.status() == AsiExposureStatus.WORKING) {
            if (time.nanos() - deadline >= 0) {
                throw new DeviceException.TimedOut(name(), "stopping an exposure", STOP_LIMIT);
            }
            time.sleep(LOOK_CLOSELY);
        }
    }

    /// The library lives in this program: there is no driver to be restarted.
    @Override
    public Set<Rung> rungs() {
        return EnumSet.of(Rung.ABORT, Rung.RECONNECT, Rung.WAIT);
    }

    @Override
    public void recover(Rung rung) throws DeviceException, InterruptedException {
        pending = Optional.empty();
        made = new Made.Gone("its settings were not made again");
        switch (rung) {
            case ABORT -> abort();
            case RECONNECT -> connection.again();
            case WAIT -> connection.await(time);
            case RESTART_DRIVER -> throw new DeviceException.Refused(name(),
                    "the maker's library cannot be restarted without this program");
        }
    }

    @Override
    public Optional<Cooler> cooler() {
        return has(AsiControl.TARGET_TEMPERATURE) ? Optional.of(cooler) : Optional.empty();
    }

    /// The heater of the window, when the camera has one: to be off in the dark.
    public Optional<Switch> heater() {
        return has(AsiControl.ANTI_DEW_HEATER) ? Optional.of(heater) : Optional.empty();
    }

    private boolean has(AsiControl control) {
        return connection.had().contains(control);
    }

    /// Ends what runs and lets go of the camera. The cooler is left as it is, as far as the library does.
    @Override
    public void close() {
        connection.close();
    }
}
