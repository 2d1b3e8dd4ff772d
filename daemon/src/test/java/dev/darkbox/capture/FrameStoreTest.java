package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The writer: beside the exposure, never ahead of the disk, and what happens when the disk fails.
class FrameStoreTest {

    private static final FrameSet.Dark SHORT = new FrameSet.Dark(Duration.ofSeconds(2), 0, 6);

    @TempDir
    Path library;

    @Test
    void aFrameIsWrittenWhileTheNextIsExposedAndThereIsNoThirdBuffer() throws Exception {
        var night = new Night(library);
        var begun = new Semaphore(0);
        var slow = new ArrayList<SlowDisk>();
        night.aroundVault = vault -> {
            slow.add(new SlowDisk(vault, begun));
            return slow.getFirst();
        };
        night.onEvent = event -> {
            if (event instanceof RunEvent.Exposing) {
                begun.release();
            }
        };
        assertEquals(RunEvent.End.DONE, night.run(SHORT).end());

        assertEquals(List.of(), slow.getFirst().late, "frames whose write saw no next exposure begin");
        assertEquals(2, slow.getFirst().buffers.size());
        assertEquals(1, slow.getFirst().mostAtOnce);
        assertEquals(Set.of("store-sim"), slow.getFirst().threads);
    }

    @Test
    void anyFailureOfTheDiskEndsTheRunAndTheNextStartLosesNothing() throws Exception {
        var failures = new ArrayList<String>();
        for (int n = 0;; n++) {
            assertTrue(n < 200, "the run never succeeded");
            var night = new Night(library.resolve("try-" + n));
            var left = new AtomicInteger(n);
            night.disk = new Disk((operation, file) -> {
                if (left.getAndDecrement() == 0) {
                    throw new IOException(
                            "%s: no space left, at %s".formatted(file.getFileName(), operation));
                }
            });
            try {
                RunEvent.RunEnded ended = night.run(new FrameSet.Bias(1, 2));
                if (ended.end() == RunEvent.End.DONE) {
                    break;
                }
                assertEquals(RunEvent.End.FAILED, ended.end());
                assertTrue(ended.how().startsWith("disk: ") && ended.how().contains("no space left"),
                        ended.how());
                assertEquals(night.events.stream().anyMatch(RunEvent.GateOpened.class::isInstance),
                        night.events.stream().anyMatch(RunEvent.Warming.class::isInstance),
                        "what was cooled is warmed: " + ended.how());
                List<RunEvent> reasonAndWarming = night.events.stream()
                        .filter(event -> event instanceof RunEvent.Warming || isDiskTrouble(event))
                        .toList();
                assertInstanceOf(RunEvent.DeviceTrouble.class, reasonAndWarming.getFirst());
                failures.add(ended.how());
            } catch (IOException e) {
                continue; // the run could not begin
            }
            int accepted = night.only(RunEvent.FrameAccepted.class).size();
            night.events.clear();
            night.disk = Disk.real();
            assertEquals(RunEvent.End.DONE, night.resume().end(), "after failure " + n);
            assertTrue(night.only(RunEvent.RunStarted.class).getFirst().framesKept() >= accepted,
                    "failure " + n);
            assertEquals(2, new HashSet<>(night.developed.getFirst().frames()).size());
        }
        assertTrue(failures.size() > 4, failures.toString());
    }

    private static boolean isDiskTrouble(RunEvent event) {
        return event instanceof RunEvent.DeviceTrouble trouble && trouble.device().equals("disk");
    }

    /// A disk that is not done with a frame before the next exposure has begun.
    private static final class SlowDisk implements FrameVault {

        final Set<Long> buffers = ConcurrentHashMap.newKeySet();
        final Set<String> threads = ConcurrentHashMap.newKeySet();
        final List<Integer> late = new ArrayList<>();
        volatile int mostAtOnce;
        private final AtomicInteger atOnce = new AtomicInteger();
        private final FrameVault vault;
        private final Semaphore begun;
        private int frames;

        SlowDisk(FrameVault vault, Semaphore begun) {
            this.vault = vault;
            this.begun = begun;
        }

        @Override
        public void begin(PlannedSet set) throws IOException {
            vault.begin(set);
        }

        @Override
        public PlannedSet lastBegun(PlannedSet planned) {
            return vault.lastBegun(planned);
        }

        @Override
        public Path accept(PlannedSet set, FrameBuffer pixels, RawFrame facts) throws IOException {
            frames++;
            threads.add(Thread.currentThread().getName());
            buffers.add(pixels.pixels().address());
            mostAtOnce = Math.max(mostAtOnce, atOnce.incrementAndGet());
            try {
                // its own exposure, and the next one, unless it is the last
                boolean next = begun.tryAcquire(frames == 1 && frames < set.set().keep() ? 2 : 1, 5,
                        TimeUnit.SECONDS);
                if (!next && frames < set.set().keep()) {
                    late.add(frames);
                }
                if (frames == set.set().keep() - 1) {
                    begun.release();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Path file = vault.accept(set, pixels, facts);
            atOnce.decrementAndGet();
            return file;
        }

        @Override
        public void beginAgain(PlannedSet set, String why) throws IOException {
            vault.beginAgain(set, why);
        }

        @Override
        public Map<String, CameraEpoch> epochs(PlannedSet set) {
            return vault.epochs(set);
        }

        @Override
        public void reject(PlannedSet set, RawFrame facts, String reason) throws IOException {
            vault.reject(set, facts, reason);
        }

        @Override
        public boolean withdraw(PlannedSet set, Path frame, String reason) throws IOException {
            return vault.withdraw(set, frame, reason);
        }

        @Override
        public List<Path> frames(PlannedSet set) {
            return vault.frames(set);
        }

        @Override
        public List<String> rejected(PlannedSet set) {
            return vault.rejected(set);
        }
    }
}
