package dev.darkbox.device.sim;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.time.Instant;

/// A simulated rig in virtual time, and what a test does with it again and again.
final class Bench implements AutoCloseable {

    static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    static final Readout GAIN_100 = new Readout(100, 50, 1, "Standard", 80);

    final VirtualTime time;
    final SimFaults faults = SimFaults.none();
    final SimRig rig;
    private final Arena arena = Arena.ofConfined();
    private Readout readout = GAIN_100;

    Bench(SimSettings settings) throws DeviceException, InterruptedException {
        this(settings, DUSK);
    }

    /// @param powerUp when the rig is switched on
    Bench(SimSettings settings, Instant powerUp) throws DeviceException, InterruptedException {
        time = new VirtualTime(powerUp);
        rig = new SimRig(settings, time, faults);
        set(GAIN_100);
    }

    void set(Readout asked) throws DeviceException, InterruptedException {
        rig.camera().configure(asked);
        readout = asked;
    }

    /// Cools and waits half an hour.
    void cool(double degrees) throws DeviceException, InterruptedException {
        rig.camera().cooler().orElseThrow().target(Celsius.of(degrees));
        time.sleep(Duration.ofMinutes(30));
    }

    double degrees() throws DeviceException, InterruptedException {
        return rig.camera().cooler().orElseThrow().read().sensor().degrees();
    }

    double loadPercent() throws DeviceException, InterruptedException {
        return rig.camera().cooler().orElseThrow().read().loadPercent();
    }

    int[] bias() throws DeviceException, InterruptedException {
        return take(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout));
    }

    int[] dark(double seconds) throws DeviceException, InterruptedException {
        return take(new Exposure(Exposure.Kind.DARK, Duration.ofNanos((long) (seconds * 1e9)), readout));
    }

    /// Takes frames and throws them away.
    void discard(int frames) throws DeviceException, InterruptedException {
        for (int i = 0; i < frames; i++) {
            bias();
        }
    }

    /// Mean of several darks, ADU.
    double[] meanDark(int frames, double seconds) throws DeviceException, InterruptedException {
        var sum = new double[(int) rig.camera().shape(readout).pixels()];
        for (int i = 0; i < frames; i++) {
            int[] frame = dark(seconds);
            for (int p = 0; p < sum.length; p++) {
                sum[p] += (double) frame[p] / frames;
            }
        }
        return sum;
    }

    private int[] take(Exposure exposure) throws DeviceException, InterruptedException {
        var into = FrameBuffer.allocate(rig.camera().shape(readout), arena);
        rig.camera().start(exposure);
        rig.camera().finish(into);
        int width = into.shape().widthPx();
        var pixels = new int[(int) into.shape().pixels()];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = into.adu(p % width, p / width);
        }
        return pixels;
    }

    @Override
    public void close() {
        rig.close();
        arena.close();
    }
}
