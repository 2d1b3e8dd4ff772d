package dev.darkbox.master;

import dev.darkbox.device.Celsius;
import dev.darkbox.frame.AcceptedFrame;
import java.util.List;
import java.util.stream.Stream;

/// How warm the sensor was while the frames of a master were taken; all `NaN` when no frame tells.
public record Temperatures(double median, double min, double max, double sd) {

    /// Frames that do not tell are left out.
    public static Temperatures of(List<AcceptedFrame> frames) {
        return of(frames.stream().map(AcceptedFrame::sensor));
    }

    /// The same of the air around.
    static Temperatures ofAir(List<AcceptedFrame> frames) {
        return of(frames.stream().map(AcceptedFrame::ambient));
    }

    private static Temperatures of(Stream<Celsius> each) {
        double[] degrees = each.filter(Celsius::isKnown)
                .mapToDouble(Celsius::degrees).sorted().toArray();
        int n = degrees.length;
        if (n == 0) {
            return new Temperatures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double mean = java.util.Arrays.stream(degrees).sum() / n;
        double squares = java.util.Arrays.stream(degrees).map(t -> (t - mean) * (t - mean)).sum();
        double median = (degrees[(n - 1) / 2] + degrees[n / 2]) / 2;
        return new Temperatures(round(median), degrees[0], degrees[n - 1],
                n < 2 ? Double.NaN : round(Math.sqrt(squares / (n - 1))));
    }

    private static double round(double degrees) {
        return Math.round(degrees * 1e4) / 1e4;
    }
}
