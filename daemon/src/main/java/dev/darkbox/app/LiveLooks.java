package dev.darkbox.app;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.master.LivePicture;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.stack.LiveIntegration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks at a set while it is taken, now and then, on a thread of its own (`live-<rig>`): what the noise is, and a picture.
/// Frames do not wait for it: while one look is under way the next is not begun, but for the last of a set.
///
/// Threading: one thread at a time asks.
final class LiveLooks implements AutoCloseable {

    /// How long the end of a set waits for a look that is under way.
    private static final int LONGEST_SECONDS = 60;
    /// How long the end of a run does.
    private static final int END_SECONDS = 5;

    private final String rig;
    private final Kit kit;
    private final Path picture;
    private final EventSink events;
    private final ExecutorService thread;
    private Optional<Future<?>> looking = Optional.empty();
    private Instant next = Instant.MIN;
    private boolean told;
    private volatile boolean over;

    /// @param picture its file
    LiveLooks(String rig, Kit kit, Path picture, EventSink events) {
        this.rig = rig;
        this.kit = kit;
        this.picture = picture;
        this.events = events;
        thread = Executors.newSingleThreadExecutor(
                work -> Thread.ofPlatform().name("live-" + rig).daemon(true).unstarted(work));
    }

    /// A frame was added.
    void added(PlannedSet set, LiveIntegration frames) {
        if (frames.frames() < frames.leastForNoise()) {
            return; // nothing to tell yet, and the first look should not have to wait for the second
        }
        Instant now = kit.time().now();
        boolean last = frames.frames() == set.set().keep();
        boolean due = !now.isBefore(next) && looking.map(Future::isDone).orElse(true);
        if (due || last) {
            next = now.plus(kit.live().every());
            looking = Optional.of(thread.submit(() -> look(now, set, frames)));
        }
    }

    private void look(Instant at, PlannedSet set, LiveIntegration frames) {
        try {
            Optional<LiveIntegration.Noise> noise = frames.noise();
            if (noise.isPresent()) {
                String file = draw(at, frames);
                tell(new RunEvent.LiveLook(at, rig, set, noise.get().frames(), set.set().keep(),
                        noise.get().masterAdu(), noise.get().frameAdu(), file));
            }
        } catch (IOException _) {
            // the set is over and its memory is free: nobody wants to know any more
        }
    }

    private void tell(RunEvent event) {
        if (!over) {
            events.emit(event);
        }
    }

    /// A disk that does not take the picture is told once: the frames themselves will tell the rest.
    ///
    /// @throws IOException the set is over
    private String draw(Instant at, LiveIntegration frames) throws IOException {
        try {
            LivePicture.write(kit.disk(), frames, picture);
            return picture.toString();
        } catch (IOException e) {
            if (frames.isOver()) {
                throw e;
            }
            if (!told) {
                told = true;
                tell(new RunEvent.DeviceTrouble(at, rig, "disk", String.valueOf(e.getMessage()),
                        "there is no picture of the frames so far"));
            }
            return "";
        }
    }

    /// Waits until nobody looks any more, a minute at most: then a picture may come late.
    void rest() throws InterruptedException {
        if (looking.isEmpty()) {
            return;
        }
        try {
            looking.get().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            // whoever frees the memory ends the look
        } catch (ExecutionException e) { // a mistake of ours, but no reason to lose a night
            tell(new RunEvent.DeviceTrouble(kit.time().now(), rig, "live",
                    "looking at the frames so far failed: " + e.getCause(), "the frames are not affected"));
        } finally {
            looking = Optional.empty();
            next = Instant.MIN;
        }
    }

    /// Nothing is told any more. A look that is under way is waited for, briefly: it writes into the library, which
    /// somebody may be about to put away.
    @Override
    public void close() {
        over = true;
        thread.shutdown();
        try {
            boolean _ = thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
