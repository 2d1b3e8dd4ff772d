package dev.darkbox.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark's own parts work, so that it can be believed and started on any day.
class WarmTest {

    @TempDir
    private Path folder;

    @Test
    void bothKindsOfKernelsMakeOnePictureAgainAndAgain() throws IOException, InterruptedException {
        DarkSet set = DarkSet.named("tiny", folder);
        assertTrue(set.prepare(1));
        assertFalse(set.prepare(1), "frames are used again");
        Options options = Options.parse("--memory", "8M");
        Path first = folder.resolve("first.fit");
        Path second = folder.resolve("second.fit");
        try (Warm best = Warm.start("best"); Warm java = Warm.start("java")) {
            for (Method method : new Method[]{Method.MEAN, Method.SIGMA}) {
                Cost cost = best.run(method.order(set, first, options));
                assertTrue(cost.wallSeconds() > 0 && cost.peakMebibytes() > 10, cost.toString());
                java.run(method.order(set, second, options));
                SamePicture.asOurs(first, second, "C and Java");
            }
            best.run(Method.MEDIAN.order(set, second, options));
        }
        assertThrows(IOException.class, () -> SamePicture.asOurs(first, second, "sigma and median"));
    }
}
