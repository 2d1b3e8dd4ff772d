package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.DeviceException;
import dev.darkbox.linux.Fifo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders into a FIFO whose reader comes and goes.
class FifoStarterTest {

    @Test
    void anOrderIsKeptForAServerThatOpensItsFifoAnew(@TempDir Path home) throws Exception {
        Path fifo = home.resolve("fifo");
        Fifo.make(fifo);
        var read = new FutureTask<>(() -> {
            LockSupport.parkNanos(100_000_000); // so long nobody reads
            return Files.readString(fifo);
        });
        Thread.ofPlatform().daemon().start(read);
        new FifoStarter(fifo, false).start("Cam", "indi_simulator_ccd");
        assertEquals("start indi_simulator_ccd\n", read.get(10, TimeUnit.SECONDS));
    }

    @Test
    void anOrderThatNobodyEverReadsIsRefused(@TempDir Path home) throws Exception {
        Path fifo = home.resolve("fifo");
        Fifo.make(fifo);
        var starter = new FifoStarter(fifo, false);
        assertEquals("Cam: its driver cannot be restarted: " + fifo + ": nobody reads it",
                assertThrows(DeviceException.Refused.class, () -> starter.stop("Cam", "indi_simulator_ccd"))
                        .getMessage());
    }
}
