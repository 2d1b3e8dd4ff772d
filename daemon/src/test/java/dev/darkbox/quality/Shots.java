package dev.darkbox.quality;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimRig;
import dev.darkbox.device.sim.SimSensor;
import dev.darkbox.device.sim.SimSettings;
import dev.darkbox.device.sim.VirtualTime;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Frames of the simulated camera, its sensor cold and its cap shut.
record Shots(SimSensor sensor, long seed, SimFaults faults) {

    private static final Readout READOUT = new Readout(100, 50, 1, "High Gain", 80);

    static Shots of(SimSensor sensor, long seed) {
        return new Shots(sensor, seed, SimFaults.none());
    }

    /// @param seconds 0 for bias frames
    List<FrameBuffer> take(double seconds, int count) throws DeviceException, InterruptedException {
        double[] all = new double[count];
        Arrays.fill(all, seconds);
        return each(all);
    }

    /// One frame of each exposure, in seconds; 0 for bias frames.
    List<FrameBuffer> each(double... seconds) throws DeviceException, InterruptedException {
        var time = new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"));
        try (var rig = new SimRig(SimSettings.of(seed, sensor), time, faults)) {
            rig.cap().orElseThrow().moveTo(DustCap.Position.SHUT);
            rig.camera().configure(READOUT);
            var cooler = rig.camera().cooler().orElseThrow();
            cooler.target(Celsius.of(-10));
            for (int i = 0; i < 200; i++) {
                time.sleep(Duration.ofSeconds(10));
                cooler.read();
            }
            var frames = new ArrayList<FrameBuffer>();
            for (double s : seconds) {
                var frame = FrameBuffer.allocate(sensor.shape(), Arena.ofAuto());
                var kind = s == 0 ? Exposure.Kind.BIAS : Exposure.Kind.DARK;
                rig.camera().start(new Exposure(kind, Duration.ofNanos((long) (s * 1e9)), READOUT));
                rig.camera().finish(frame);
                frames.add(frame);
            }
            return frames;
        }
    }

    static FrameBuffer copy(FrameBuffer frame) {
        var copy = FrameBuffer.allocate(frame.shape(), Arena.ofAuto());
        copy.pixels().copyFrom(frame.pixels());
        return copy;
    }
}
