package dev.darkbox.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What this machine is called on a broker when the configuration does not say.
final class BoxName {

    private static final int LONGEST = 32;
    private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");

    private BoxName() {}

    /// The host name up to its first dot, made fit. The kernel is asked, not the network: it answers at once and the same after
    /// each start.
    static String ofMachine() {
        try {
            return fit(Files.readString(KERNELS, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return fit("");
        }
    }

    /// Lower case, `-` for what may not stand in a topic, at most 32 characters; `box` when nothing is left.
    static String fit(String host) {
        String first = host.strip().split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        String fit = first.replaceAll("[^a-z0-9_-]+", "-").replaceAll("__+", "_");
        String short32 = fit.substring(0, Math.min(LONGEST, fit.length())).replaceAll("^[_-]+|[_-]+$", "");
        return short32.isEmpty() ? "box" : short32;
    }
}
