package dev.darkbox.device.asi;

import dev.darkbox.device.Resident;
import dev.darkbox.device.Time;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A program that takes frames by a library and says what it has in memory. Arguments: the library, how many frames.
final class AsiMemory {

    private AsiMemory() {}

    public static void main(String[] arguments) throws Exception {
        try (AsiCamera camera = AsiHub.load(Optional.of(Path.of(arguments[0])), AsiPatience.usual())
                .connect(AsiSpec.any(), Duration.ofSeconds(5), Time.system())) {
            Resident.take(camera, Integer.parseInt(arguments[1]),
                    new PrintStream(System.out, true, StandardCharsets.UTF_8));
        }
        System.exit(0); // the library's threads are nobody's
    }
}
