package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kernels built for other processors give the same bits as the Java ones.
class DigestsTest {

    private static final int FIRST = 2;
    private static final int LAST = 513;
    private static final int STEP = 73;

    /// What `src/test/sh/arm64.sh` answers where something it needs is missing.
    private static final int SKIPPED = 77;

    @TempDir
    private Path folder;

    @Test
    void theProgramInCSaysWhatTheJavaKernelsSay() throws IOException, InterruptedException {
        Path program = digest();
        List<String> java = Digests.of(new JavaKernels(), FIRST, LAST, STEP);
        assertEquals(32, java.size());
        assertNotEquals(java, Digests.of(new JavaKernels(), FIRST + 1, LAST, STEP));
        for (int set = 0; set < NativeKernels.SETS.size(); set++) {
            Ran ran = run(60, program.toString(), "" + set, "" + FIRST, "" + LAST, "" + STEP);
            if (ran.status() == 3 && set > 0) {
                return; // this machine has no wider set
            }
            assertEquals(String.join("\n", java), ran.said(), NativeKernels.SETS.get(set));
        }
    }

    @Test
    @Tag("slow")
    void anArm64GivesTheSameBits() throws IOException, InterruptedException {
        Ran ran = run(600, "sh", "src/test/sh/arm64.sh", "1", "513", "4");
        assumeTrue(ran.status() != SKIPPED, ran.said());
        assertEquals(0, ran.status(), ran.said());
    }

    private Path digest() throws IOException, InterruptedException {
        assumeTrue(NativeKernels.load().isPresent(), "no C compiler built the kernels");
        Path out = folder.resolve("out");
        Ran made = run(120, "make", "--silent", "--directory=src/main/c", "CFLAGS=-O1", "OUT=" + out,
                "LIB=" + out,
                out + "/digest");
        assertEquals(0, made.status(), made.said());
        return out.resolve("digest");
    }

    private record Ran(int status, String said) {}

    private Ran run(long limitSeconds, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(Arrays.toString(command) + " took more than " + limitSeconds + " s");
        }
        return new Ran(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8).strip());
    }
}
