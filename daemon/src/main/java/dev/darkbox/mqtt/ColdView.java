package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import java.time.Duration;
import java.util.Optional;

/// Camera and temperature gate of a run: `state/camera` and `state/gate`. Threading: the owner's.
final class ColdView {

    private Celsius sensor = Celsius.UNKNOWN;
    private Celsius target = Celsius.UNKNOWN;
    private double loadPercent = Double.NaN;
    private Optional<Readout> readout = Optional.empty();
    private double noiseAdu = Double.NaN;
    private double frameNoiseAdu = Double.NaN;
    private Optional<Boolean> open = Optional.empty();
    private Optional<Duration> soaked = Optional.empty();
    private Optional<Duration> soakOf = Optional.empty();
    private String why = "";

    /// Nobody has the camera, or has it anew.
    void forget() {
        sensor = Celsius.UNKNOWN;
        target = Celsius.UNKNOWN;
        loadPercent = Double.NaN;
        readout = Optional.empty();
        noiseAdu = Double.NaN;
        frameNoiseAdu = Double.NaN;
        gate(Optional.empty(), "");
    }

    void set(PlannedSet set) {
        readout = Optional.of(set.readout());
        target = set.target();
        noiseAdu = Double.NaN;
        frameNoiseAdu = Double.NaN;
    }

    void cooling(RunEvent.Cooling e) {
        reading(e.sensor(), e.loadPercent());
        target = e.target();
        gate(Optional.of(false), why);
    }

    void soaking(RunEvent.Soaking e) {
        reading(e.sensor(), e.loadPercent());
        gate(Optional.of(false), why);
        soaked = Optional.of(e.done());
        soakOf = Optional.of(e.of());
    }

    void opened(RunEvent.GateOpened e) {
        reading(e.sensor(), e.loadPercent());
        gate(Optional.of(true), "");
    }

    void closed(RunEvent.GateClosed e) {
        sensor = e.sensor();
        gate(Optional.of(false), e.why());
    }

    void warming(RunEvent.Warming e) {
        reading(e.sensor(), Double.NaN);
        target = e.target();
        gate(Optional.of(false), "warming");
    }

    void reading(Celsius now, double load) {
        sensor = now;
        loadPercent = load;
    }

    void noise(RunEvent.LiveLook e) {
        noiseAdu = e.noiseAdu();
        frameNoiseAdu = e.frameNoiseAdu();
    }

    private void gate(Optional<Boolean> isOpen, String because) {
        open = isOpen;
        why = because;
        soaked = Optional.empty();
        soakOf = Optional.empty();
    }

    Optional<Boolean> open() {
        return open;
    }

    Celsius sensor() {
        return sensor;
    }

    Celsius target() {
        return target;
    }

    double loadPercent() {
        return loadPercent;
    }

    Json gate() {
        var json = Maybe.flag(new Json(), "open", open);
        temperatures(json);
        Maybe.number(json, "soak_done_s", seconds(soaked), 1);
        Maybe.number(json, "soak_of_s", seconds(soakOf), 1);
        return Maybe.text(json, "why", Tame.pathless(why));
    }

    Json camera() {
        var json = temperatures(new Json());
        Maybe.number(json, "load_percent", loadPercent, 1);
        Maybe.number(json, "gain", setting(readout.map(Readout::gain)), 1);
        Maybe.number(json, "offset", setting(readout.map(Readout::offset)), 1);
        Maybe.text(json, "mode", readout.map(Readout::mode).orElse(""));
        Maybe.number(json, "noise_adu", noiseAdu, 1000);
        return Maybe.number(json, "frame_noise_adu", frameNoiseAdu, 1000);
    }

    private Json temperatures(Json json) {
        Maybe.celsius(json, "sensor_c", sensor);
        return Maybe.celsius(json, "target_c", target);
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(d -> (double) d.toSeconds()).orElse(Double.NaN);
    }

    private static double setting(Optional<Integer> setting) {
        return setting.filter(value -> value != Readout.NONE).map(Integer::doubleValue).orElse(Double.NaN);
    }
}
