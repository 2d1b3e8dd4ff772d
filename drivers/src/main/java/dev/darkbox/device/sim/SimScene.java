package dev.darkbox.device.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// The light in front of the sensor. Each source is a plane over the frame, tilted its own way; a change of a
/// source during an exposure counts from then on.
///
/// Threading: safe.
final class SimScene {

    /// Where light comes from, and by which part of its middle it differs from left to right and from
    /// top to bottom.
    enum Source {
        SKY(0.1, 0.3), PANEL(0.05, 0.05), HEATER(0, 1.6), LEAK(1.2, 0.8);

        private final double across;
        private final double down;

        Source(double across, double down) {
            this.across = across;
            this.down = down;
        }
    }

    private final SimLighting lighting;
    private final SimFaults faults;
    private final boolean[] hot;
    private double open;
    private int panelPercent;
    private final Map<Source, Double> rates = new EnumMap<>(Source.class);
    private Instant settled;
    private Instant from;
    private Instant to;
    private double electrons;
    private double across;
    private double down;

    SimScene(SimLighting lighting, int heaters, SimFaults faults, Instant now) {
        this.lighting = lighting;
        this.faults = faults;
        hot = new boolean[heaters];
        settled = now;
        from = now;
        to = now;
    }

    /// From now on this part of the sky comes through the cap.
    synchronized void sky(double part, Instant now) {
        settle(now);
        open = part;
        rates.put(Source.SKY, lighting.sky() * part);
        askFaults(now);
    }

    /// From now on the panel gives this much.
    synchronized void panel(int percent, Instant now) {
        settle(now);
        panelPercent = percent;
        askFaults(now);
    }

    /// From now on a heater is told to be on or off.
    synchronized void heater(int which, boolean on, Instant now) {
        hot[which] = on;
        settle(now);
    }

    /// Whether a heater is on, told or not.
    synchronized boolean isOn(int which, Instant now) {
        return hot[which] || faults.has(SimFault.HeaterStuckOn.class, now);
    }

    /// Begins to count the light of an exposure.
    synchronized void open(Instant begin, Instant end) {
        settle(begin);
        from = begin;
        to = end;
        electrons = 0;
        across = 0;
        down = 0;
    }

    /// What has fallen on the sensor since [#open].
    synchronized Conditions.Light dose(Instant now) {
        settle(now);
        return new Conditions.Light(electrons, across, down);
    }

    private void settle(Instant now) {
        Instant begin = settled.isAfter(from) ? settled : from;
        Instant end = now.isBefore(to) ? now : to;
        settled = now;
        double seconds = Math.max(0, Duration.between(begin, end).toNanos() / 1e9);
        rates.forEach((source, rate) -> {
            electrons += rate * seconds;
            across += rate * seconds * source.across;
            down += rate * seconds * source.down;
        });
        askFaults(now);
    }

    private void askFaults(Instant now) {
        rates.put(Source.LEAK, faults.struck(SimFault.LightLeak.class, now).stream()
                .mapToDouble(leak -> leak.fault().electronsPerS()).sum());
        double through = faults.struck(SimFault.PanelOutside.class, now).stream()
                .mapToDouble(panel -> Math.max(open, panel.fault().through())).findFirst().orElse(1);
        rates.put(Source.PANEL, lighting.panel() * panelPercent / 100 * through);
        int burning = 0;
        for (int which = 0; which < hot.length; which++) {
            burning += isOn(which, now) ? 1 : 0;
        }
        rates.put(Source.HEATER, lighting.heater() * burning);
    }
}
