package dev.darkbox.device.usb;

import dev.darkbox.device.Resident;
import dev.darkbox.device.Time;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A program that takes frames of the camera on its bus and says what it has in memory. Arguments: the emulator's control
/// socket, which is not used; how many frames.
final class SxMemory {

    private SxMemory() {}

    public static void main(String[] arguments) throws Exception {
        var spec = new SxSpec("cam", new SxSpec.Which.TheOnly(), Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
        try (SxCamera camera = SxCamera.open(spec, Time.system())) {
            Resident.take(camera, Integer.parseInt(arguments[1]),
                    new PrintStream(System.out, true, StandardCharsets.UTF_8));
        }
    }
}
