package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/// The same, word for word, by a Java for arm64 with usb4java's library for arm64, run by an emulator of the processor.
///
/// That Java is fetched by `src/test/sh/arm64-java.sh` into `-Ddarkbox.arm64=DIR`, `target/arm64` by default.
@Tag("slow")
class SxArm64Test extends SxPeerTest {

    private static final Path FOLDER = Path.of(System.getProperty("darkbox.arm64", "target/arm64"))
            .toAbsolutePath();
    private static final int FETCH_MINUTES = 10;
    /// What the script answers where something it needs is missing.
    private static final int SKIPPED = 77;

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        Path log = Files.createTempFile("arm64", ".log");
        try {
            Process script = new ProcessBuilder("sh", "src/test/sh/arm64-java.sh", FOLDER.toString())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            boolean ended = script.waitFor(FETCH_MINUTES, TimeUnit.MINUTES);
            String said = Files.readString(log, StandardCharsets.UTF_8).strip();
            if (!ended) {
                script.destroyForcibly();
            }
            Assumptions.assumeTrue(ended && script.exitValue() != SKIPPED, said);
            assertEquals(0, script.exitValue(), said);
        } finally {
            Files.delete(log);
        }
    }

    @Override
    Path java() {
        return FOLDER.resolve("java");
    }
}
