package dev.darkbox.quality;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.sim.SimFrames;
import dev.darkbox.device.sim.SimSensor;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.Plane;
import dev.darkbox.stack.Progress;
import dev.darkbox.stack.ScratchPicture;
import dev.darkbox.stack.SmallFits;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A master integrated from simulated frames, with all its planes; its files stay as long as the folder.
record SimMaster(Integrated result, MasterStats stats, FrameSet set, double eGain, double sensorC) {

    /// How a master comes to be.
    ///
    /// @param season more than 0: pixels have turned hot meanwhile
    /// @param run decides the noise
    record Recipe(SimSensor sensor, SimFrames.Scene scene, int frames, int season, int run) {

        Recipe run(int another) {
            return new Recipe(sensor, scene, frames, season, another);
        }

        Recipe scene(SimFrames.Scene another) {
            return new Recipe(sensor, another, frames, season, run);
        }

        Recipe frames(int another) {
            return new Recipe(sensor, scene, another, season, run);
        }

        Recipe season(int another) {
            return new Recipe(sensor, scene, frames, another, run);
        }
    }

    static SimMaster make(Path folder, Recipe recipe) throws IOException, InterruptedException {
        return make(folder, recipe, UnaryOperator.identity());
    }

    /// @param everyFrame what becomes of each frame before it is stored
    static SimMaster make(Path folder, Recipe recipe, UnaryOperator<FrameBuffer> everyFrame)
            throws IOException, InterruptedException {
        var files = new ArrayList<Path>();
        double eGain;
        try (Arena arena = Arena.ofConfined();
                var frames = new SimFrames(recipe.sensor, 1, recipe.season, recipe.run)) {
            eGain = frames.eGain();
            FrameBuffer buffer = FrameBuffer.allocate(recipe.sensor.shape(), arena);
            for (int i = 0; i < recipe.frames; i++) {
                frames.next(recipe.scene, buffer);
                files.add(write(folder.resolve("frame-" + i + ".fit"), everyFrame.apply(buffer)));
            }
        }
        Path scratch = Files.createTempFile(folder, "master", "");
        StackOrder order = StackOrder.of(files).with(Plane.SIGMA, file(scratch, Plane.SIGMA))
                .with(Plane.HALVES, file(scratch, Plane.HALVES)).withMoments();
        Integrated result = new Integration(StackKernels.best()).integrate(order, scratch, Progress.SILENT);
        double exposureS = recipe.scene.exposureS();
        FrameSet set = exposureS == 0
                ? new FrameSet.Bias(0, recipe.frames)
                : new FrameSet.Dark(Duration.ofNanos(Math.round(exposureS * 1e9)), 0, recipe.frames);
        return new SimMaster(result, Statistics.of(ScratchPicture.open(result)), set, eGain,
                -10 + recipe.scene.warmerK());
    }

    private static Path file(Path scratch, Plane plane) {
        return Path.of(scratch + "-" + plane);
    }

    private static Path write(Path file, FrameBuffer frame) throws IOException {
        FrameShape shape = frame.shape();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(2 * shape.pixels()));
        for (long i = 0; i < shape.pixels(); i++) {
            bytes.putShort((short) (frame.pixels().getAtIndex(ValueLayout.JAVA_SHORT, i) ^ 0x8000));
        }
        return SmallFits.write(file, List.of("SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2",
                "NAXIS1  = " + shape.widthPx(), "NAXIS2  = " + shape.heightPx(), "BZERO   = 32768",
                "BSCALE  = 1"),
                bytes.array());
    }

    /// Everything known.
    Subject subject() throws IOException {
        return new Subject(ScratchPicture.open(result), stats, set, result.frames().size(), eGain,
                result.noiseAdu(), result.frameNoiseAdu(), sensorC, 0.05, Optional.of(plane(Plane.SIGMA)),
                Optional.of(plane(Plane.HALVES)), result.moments());
    }

    /// The picture and what any header tells.
    Subject bare() throws IOException {
        return Subject.of(ScratchPicture.open(result), stats, set, result.frames().size());
    }

    /// As a master before.
    ///
    /// @param metrics as its header tells them
    Reference reference(Map<String, Double> metrics) throws IOException {
        return new Reference(ScratchPicture.open(result), stats, result.frames().size(), result.noiseAdu(),
                result.frameNoiseAdu(), sensorC, metrics);
    }

    private ScratchPicture plane(Plane plane) throws IOException {
        return ScratchPicture.open(result.shape(), file(result.scratch(), plane));
    }
}
