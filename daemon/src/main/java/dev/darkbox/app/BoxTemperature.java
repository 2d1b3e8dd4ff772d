package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Time;
import dev.darkbox.device.gpio.FileTemperature;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/// How warm the air around a rig is during one run, by the thermometers of its configuration. What no thermometer tells is
/// unknown and never stops anything.
///
/// Threading: any; a look takes up to a second with 1-Wire.
final class BoxTemperature {

    /// Air does not change faster than this matters, and looks cost time.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final String rig;
    private final Time time;
    private final List<FileTemperature> thermometers;
    private final Set<String> told = new HashSet<>();
    private Optional<Look> last = Optional.empty();

    private record Look(Instant at, Celsius air) {}

    BoxTemperature(RigConfig rig, Time time) {
        this.rig = rig.name();
        this.time = time;
        thermometers = rig.parts().thermometers().stream()
                .map(one -> new FileTemperature(Pins.thermometer(one))).toList();
    }

    /// By the first thermometer, at most a minute old; unknown when there is none or it tells nothing.
    synchronized Celsius now() {
        if (thermometers.isEmpty()) {
            return Celsius.UNKNOWN;
        }
        Instant now = time.now();
        Optional<Look> fresh = last
                .filter(look -> Duration.between(look.at(), now).abs().compareTo(FRESH) < 0);
        return fresh.isPresent() ? fresh.get().air() : kept(thermometers.getFirst().read());
    }

    private Celsius kept(Celsius air) {
        last = Optional.of(new Look(time.now(), air));
        return air;
    }

    /// Writes to the log what each thermometer shows. One that tells nothing is an event, once in a run.
    synchronized void tell(EventSink events) {
        for (FileTemperature one : thermometers) {
            FileTemperature.Reading reading = one.look();
            if (one.equals(thermometers.getFirst())) {
                kept(reading.temperature());
            }
            if (reading.temperature().isKnown()) {
                Logger.info("{}: {} at {}", rig, reading.temperature(), one.name());
            } else if (told.add(one.name())) {
                events.emit(new RunEvent.DeviceTrouble(time.now(), rig, one.name(),
                        "no reading: " + reading.why(), "going on without it"));
            }
        }
    }
}
