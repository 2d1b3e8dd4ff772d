package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rig;
import dev.darkbox.event.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A set point that the camera's driver would round: the gate would stay shut all night.
class RefusedSetPointTest {

    private static final String WHY = "set point -10 °C: drivers of these cameras round it";

    @TempDir
    private Path library;

    @Test
    void endsItsSetsAtOnceWithTheReasonAndNoFrame() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Rounding(rig));
        RunEvent.RunEnded ended = night.run(Night.DARK);
        assertEquals(1, ended.setsMissed(), ended.how());
        assertTrue(ended.how().contains(WHY), ended.how());
        assertEquals(List.of(), night.only(RunEvent.FrameAccepted.class));
        assertTrue(Duration.between(Night.DUSK, ended.at()).toMinutes() < 5, ended.toString());
    }

    /// Takes no set point.
    private static final class Rounding extends RigAround.OtherCamera {

        private final Cooler cooler;

        Rounding(Rig rig) {
            super(rig);
            cooler = rig.camera().cooler().orElseThrow();
        }

        @Override
        public Optional<Cooler> cooler() {
            return Optional.of(new Cooler() {
                @Override
                public void target(Celsius target) throws DeviceException {
                    throw new DeviceException.Refused(name(), WHY);
                }

                @Override
                public void off() throws DeviceException, InterruptedException {
                    cooler.off();
                }

                @Override
                public Reading read() throws DeviceException, InterruptedException {
                    return cooler.read();
                }
            });
        }
    }
}
