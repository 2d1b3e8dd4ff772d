package dev.darkbox.device.asi;

import dev.darkbox.device.UsbRule;
import dev.darkbox.sdk.AsiPlaces;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// What a person can do so that the maker's cameras can be used.
final class AsiAdvice {

    /// What helps when a call of the library never comes back.
    static final String WHEN_STUCK = "plug the camera in again, or restart this program";

    private static final String GET_IT = "it is part of the ASI Camera SDK for Linux at zwoastro.com (Software, For Developers; folder "
            + folder() + "); copy it to /usr/local/lib, or name its place in the configuration";

    private AsiAdvice() {}

    /// Where the archive has it for this machine.
    private static String folder() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "lib/armv8" : "lib/x64";
    }

    static String notInstalled(AsiPlaces places) {
        return "%s, the maker's library, is not installed: %s. Looked for in %s".formatted(AsiPlaces.FILE,
                GET_IT,
                places.folders().stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    static String doesNotLoad(String why) {
        return "%s. A new one: %s. It needs libusb-1.0.so.0 (apt-get install libusb-1.0-0)".formatted(why,
                GET_IT);
    }

    static String doesNotOpen(String why) {
        return "%s; another program may have it, or %s".formatted(why, noRight());
    }

    /// This user may not open it.
    static String noRight() {
        return UsbRule.advice(AsiBus.VENDOR);
    }
}
