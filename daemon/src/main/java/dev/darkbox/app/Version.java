package dev.darkbox.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What this program is called in headers, logs and `--version`.
final class Version {

    private Version() {}

    /// E.g. `Darkbox 0.1.0`.
    static String text() {
        var properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties in the program's own jar", e);
        }
        return "Darkbox " + properties.getProperty("version", "unknown");
    }
}
