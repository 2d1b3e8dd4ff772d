package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Time;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;

/// Clears and reads the sensor of a camera that is open, and knows whether the camera still has to deliver: a frame that was
/// ordered and not read to its end leaves it dumb.
///
/// Memory: one field of an interlaced sensor, while a whole frame is read.
///
/// Threading: the camera's lock.
final class SxFrames {

    /// A frame the camera times is waited for on the bus so long before it can come: the bus shall not wait for us.
    private static final Duration EARLY = Duration.ofMillis(20);
    private static final int ALIGNMENT_BYTES = 64;

    private final SxTalk talk;
    private final SxSensor sensor;
    private final Duration grace;
    private final Time time;
    private final SxFieldTime field = new SxFieldTime();
    private boolean owesFrame;

    /// @param grace how long the camera may pause
    SxFrames(SxTalk talk, SxSensor sensor, Duration grace, Time time) {
        this.talk = talk;
        this.sensor = sensor;
        this.grace = grace;
        this.time = time;
    }

    /// Makes the camera answer again, if it has still to deliver.
    void settle() throws DeviceException, InterruptedException {
        if (owesFrame) {
            putRight();
        }
    }

    /// Ends whatever it does.
    void putRight() throws DeviceException, InterruptedException {
        talk.putRight();
        owesFrame = false;
    }

    /// An exposure that the host ends begins: of a woven frame the even field's first, because it will be read first.
    void clear(int binning) throws DeviceException, InterruptedException {
        if (sensor.isWoven(binning)) {
            talk.tell(SxCommand.clear(SxFlags.NO_WIPE | SxFlags.EVEN));
            time.sleep(field.expected());
            talk.tell(SxCommand.clear(SxFlags.NO_WIPE | SxFlags.ODD));
        } else {
            talk.tell(SxCommand.clear(SxFlags.EVERYTHING));
        }
    }

    /// Empties the vertical registers; harmless during an exposure.
    void sweep() throws DeviceException, InterruptedException {
        talk.tell(SxCommand.clear(SxFlags.NO_WIPE));
    }

    /// An exposure that the host ends is over.
    void readNow(int binning, FrameBuffer into) throws DeviceException, InterruptedException {
        List<SxRead> reads = sensor.reads(binning);
        if (reads.size() == 1) {
            order(SxCommand.readNow(reads.getFirst()));
            pour(into.pixels());
            arrange(binning, into);
            return;
        }
        try (Arena once = Arena.ofConfined()) {
            MemorySegment even = once.allocate(reads.getFirst().bytes(), ALIGNMENT_BYTES);
            long began = time.nanos();
            order(SxCommand.readNow(reads.getFirst()));
            pour(even);
            field.measured(Duration.ofNanos(time.nanos() - began));
            order(SxCommand.readNow(reads.getLast()));
            pour(SxWeave.oddField(into));
            SxWeave.fields(even, into);
        }
    }

    /// Begins an exposure that the camera ends. Nothing may be asked until its frame was read.
    void expose(int binning, Duration exposure) throws DeviceException, InterruptedException {
        order(SxCommand.readDelayed(sensor.reads(binning).getFirst(), exposure));
    }

    /// Waits for the end of such an exposure, and reads its frame.
    ///
    /// @param left of it
    void readExposed(int binning, Duration left, FrameBuffer into)
            throws DeviceException, InterruptedException {
        Duration idle = left.minus(EARLY);
        if (idle.isPositive()) {
            time.sleep(idle);
        }
        pour(into.pixels());
        arrange(binning, into);
    }

    private void order(SxCommand read) throws DeviceException, InterruptedException {
        owesFrame = true;
        talk.tell(read);
    }

    private void pour(MemorySegment into) throws DeviceException, InterruptedException {
        talk.pour(into, grace);
        owesFrame = false;
    }

    private void arrange(int binning, FrameBuffer into) {
        if (sensor.model().kind() == SxModel.Kind.M25C && binning == 1) {
            SxWeave.squares(into);
        }
    }
}
