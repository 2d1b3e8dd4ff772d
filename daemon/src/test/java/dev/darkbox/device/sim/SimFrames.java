package dev.darkbox.device.sim;

import dev.darkbox.device.FrameBuffer;
import java.time.Instant;

/// Frames of a simulated sensor, without a camera around it: for tests that need many.
public final class SimFrames implements AutoCloseable {

    private static final int GAIN = 100;
    private static final double LEVEL_ADU = 500;

    private final SimSensor sensor;
    private final FrameMaker maker;
    private long number;

    /// What frames are exposed to.
    ///
    /// @param warmerK than the sensor's reference
    /// @param stepAdu of the level
    /// @param lightElectrons in the middle
    /// @param acrossElectrons more at the right than at the left
    public record Scene(double exposureS, double warmerK, double stepAdu, double lightElectrons,
            double acrossElectrons) {

        public static Scene dark(double exposureS) {
            return new Scene(exposureS, 0, 0, 0, 0);
        }
    }

    /// @param run frames of another run differ from these by their noise alone
    public SimFrames(SimSensor sensor, long seed, int season, int run) {
        this.sensor = sensor;
        maker = new FrameMaker(sensor, seed, season, Instant.EPOCH);
        number = 10_000L * run;
    }

    /// The conversion, e-/ADU.
    public double eGain() {
        return sensor.modes().getFirst().electronsPerAdu(GAIN);
    }

    /// Fills a buffer of the sensor's shape.
    public void next(Scene scene, FrameBuffer into) {
        double warmer = sensor.dark().factor(sensor.dark().reference().degrees() + scene.warmerK);
        maker.make(
                new Conditions(++number, sensor.modes().getFirst(), GAIN, 1, LEVEL_ADU + scene.stepAdu,
                        scene.exposureS, scene.exposureS * warmer,
                        new Conditions.Light(scene.lightElectrons, scene.acrossElectrons, 0)),
                into);
    }

    @Override
    public void close() {
        maker.close();
    }
}
