package dev.darkbox.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SchedulerTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");

    private final VirtualTime time = new VirtualTime(DUSK);
    private final Scheduler scheduler = new Scheduler(time);
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void oneRunPerRigAndTwoRigsAtOnce() throws Exception {
        assertEquals(new Start.Accepted("main", DUSK),
                scheduler.start("main", "refresh of 5 sets", this::wait));
        time.skip(Duration.ofMinutes(5));
        assertEquals(new Start.Busy("main", "refresh of 5 sets", DUSK),
                scheduler.start("main", "refresh of 1 set", this::wait));
        assertInstanceOf(Start.Accepted.class, scheduler.start("guide", "refresh of 1 set", this::wait));
        assertEquals(List.of("begin run-guide", "begin run-main"), List.of(said.take(), said.take()).stream()
                .sorted().toList());

        release.countDown();
        assertEquals(List.of("end NOT", "end NOT"), List.of(said.take(), said.take()));
        awaitIdle("main");
        assertInstanceOf(Start.Accepted.class, scheduler.start("main", "refresh of 1 set", this::wait));
    }

    @Test
    void anAbortReachesOneRunAndSaysWhy() throws Exception {
        assertFalse(scheduler.abort("main"), "nothing runs yet");
        scheduler.start("main", "refresh", this::wait);
        scheduler.start("guide", "refresh", this::wait);
        said.take();
        said.take();
        assertTrue(scheduler.abort("main"));
        assertEquals("interrupted ABORT", said.take());
        awaitIdle("main");
        assertTrue(scheduler.running("guide").isPresent());
        release.countDown();
        assertEquals("end NOT", said.take());
    }

    @Test
    void aShutDownStopsEveryRunAndStartsNothingMore() throws Exception {
        scheduler.start("main", "refresh", this::wait);
        said.take();
        assertEquals(List.of(), scheduler.shutDown(Duration.ofSeconds(10)));
        assertEquals("interrupted SHUTDOWN", said.take());
        assertEquals(new Start.Ending(), scheduler.start("main", "refresh", this::wait));
    }

    @Test
    void aRunThatDoesNotEndInTimeIsNamed() throws Exception {
        scheduler.start("main", "refresh", _ -> {
            while (release.getCount() > 0) {
                try {
                    release.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException _) {
                    said.add("deaf");
                }
            }
            return () -> {};
        });
        assertEquals(List.of("main"), scheduler.shutDown(Duration.ofMillis(200)));
        release.countDown();
    }

    @Test
    void aRunThatDiesOfABugFreesItsRig() throws Exception {
        scheduler.start("main", "refresh", _ -> {
            Thread.currentThread()
                    .setUncaughtExceptionHandler((_, e) -> said.add(String.valueOf(e.getMessage())));
            throw new IllegalStateException("a bug");
        });
        assertEquals("a bug", said.take());
        awaitIdle("main");
        assertEquals(Optional.empty(), scheduler.running("main"));
    }

    private Runnable wait(Stop stop) {
        said.add("begin " + Thread.currentThread().getName());
        try {
            release.await();
            said.add("end " + stop.why());
        } catch (InterruptedException _) {
            said.add("interrupted " + stop.why());
        }
        return () -> {};
    }

    private void awaitIdle(String rig) throws InterruptedException {
        for (int i = 0; i < 500 && scheduler.running(rig).isPresent(); i++) {
            Thread.sleep(Duration.ofMillis(10));
        }
        assertEquals(Optional.empty(), scheduler.running(rig));
    }
}
