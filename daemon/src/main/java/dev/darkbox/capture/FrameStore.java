package dev.darkbox.capture;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Two buffers and the thread `store-<rig>`: one frame is written while the next is being exposed.
///
/// ```
///   run:    expose A | expose B      | expose A      |
///   store:           | write A ...   | write B ...   |      never a third buffer, never two writes at once
/// ```
///
/// Every call to the vault is made on the store's thread, so that an interrupted run cannot tear a write. Used by the
/// run's thread alone. Memory: two frames, freed by [#close], or as soon as a driver that hangs has let go of them.
final class FrameStore implements AutoCloseable {

    /// How long one frame may take to become durable.
    private static final int LONGEST_WRITE_MINUTES = 10;

    private final Scene scene;
    private final String rig;
    private final FrameVault vault;
    private Pair buffers;
    private final ExecutorService thread;
    private int free;
    private Optional<Writing> writing = Optional.empty();

    private record Writing(Stored stored, Future<?> end) {}

    /// Two frames off the heap.
    private static final class Pair {

        private static final int MEGABYTE = 1_000_000;

        private final FrameMemory memory = new FrameMemory();
        private final FrameShape shape;
        private final FrameBuffer[] both;

        Pair(FrameShape shape) {
            this.shape = shape;
            both = new FrameBuffer[]{memory.frame(shape), memory.frame(shape)};
        }

        /// Says so when it cannot be freed: what is wrong with the camera was told when it did not answer.
        void free(Scene scene) {
            if (!memory.free()) {
                scene.trouble(scene.rig().camera().name(),
                        "it may still write to the memory of its last frame",
                        "%d MB stay taken until it lets go of them".formatted(
                                Math.ceilDiv(2 * both[0].pixels().byteSize(), MEGABYTE)));
            }
        }
    }

    /// A frame that is in the journal.
    record Stored(PlannedSet set, RawFrame facts) {}

    FrameStore(Scene scene, FrameVault vault, FrameShape shape) {
        this.scene = scene;
        rig = scene.name();
        this.vault = vault;
        buffers = new Pair(shape);
        thread = Executors.newSingleThreadExecutor(
                work -> Thread.ofPlatform().name("store-" + rig).daemon(true).unstarted(work));
    }

    /// Makes room for frames of this size; what is in the buffers is gone if that is another. The writer must be idle.
    void fit(FrameShape shape) {
        if (shape.equals(buffers.shape)) {
            return;
        }
        if (writing.isPresent()) {
            throw new IllegalStateException("store-" + rig + " is still writing");
        }
        buffers.free(scene);
        buffers = new Pair(shape);
    }

    /// The buffer that is not being written.
    FrameBuffer free() {
        return buffers.both[free];
    }

    /// Notes that a set is begun. The writer must be idle.
    void begin(PlannedSet set) throws IOException, InterruptedException {
        await(thread.submit((Callable<Boolean>) () -> {
            vault.begin(set);
            return true;
        }));
    }

    /// Drops the frames of a set, durably. The writer must be idle.
    void beginAgain(PlannedSet set, String why) throws IOException, InterruptedException {
        await(thread.submit((Callable<Boolean>) () -> {
            vault.beginAgain(set, why);
            return true;
        }));
    }

    /// Begins to write the free buffer; from now on the other one is free. The writer must be idle.
    void accept(PlannedSet set, RawFrame facts) {
        if (writing.isPresent()) {
            throw new IllegalStateException("store-" + rig + " is still writing");
        }
        FrameBuffer full = buffers.both[free];
        writing = Optional.of(new Writing(
                new Stored(set, facts), thread.submit(() -> vault.accept(set, full, facts))));
        free = 1 - free;
    }

    /// Notes a frame that was not kept. The writer must be idle.
    void reject(PlannedSet set, RawFrame facts, String reason) throws IOException, InterruptedException {
        await(thread.submit((Callable<Boolean>) () -> {
            vault.reject(set, facts, reason);
            return true;
        }));
    }

    /// Takes back an accepted frame. The writer must be idle.
    ///
    /// @return false when that is not possible, see [FrameVault#withdraw]
    boolean withdraw(PlannedSet set, Path frame, String reason) throws IOException, InterruptedException {
        boolean[] gone = {false};
        await(thread.submit((Callable<Boolean>) () -> {
            gone[0] = vault.withdraw(set, frame, reason);
            return true;
        }));
        return gone[0];
    }

    /// Accepted frames of the set, oldest first. The writer must be idle.
    List<Path> frames(PlannedSet set) {
        return vault.frames(set);
    }

    /// The frame being written, if it is durable by now. A failure waits for [#drain].
    Optional<Stored> poll() {
        Optional<Stored> stored = writing.filter(w -> w.end().state() == Future.State.SUCCESS)
                .map(Writing::stored);
        if (stored.isPresent()) {
            writing = Optional.empty();
        }
        return stored;
    }

    /// Waits for the frame being written, if any.
    Optional<Stored> drain() throws IOException, InterruptedException {
        if (writing.isEmpty()) {
            return Optional.empty();
        }
        Writing ending = writing.get();
        await(ending.end());
        writing = Optional.empty();
        return Optional.of(ending.stored());
    }

    /// Frames handed over and not yet drained: 0 or 1.
    int underWay() {
        return writing.isPresent() ? 1 : 0;
    }

    private void await(Future<?> end) throws IOException, InterruptedException {
        try {
            end.get(LONGEST_WRITE_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IOException("the disk did not take a frame in %d min".formatted(LONGEST_WRITE_MINUTES),
                    e);
        } catch (ExecutionException e) {
            writing = Optional.empty();
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("writing a frame", e.getCause());
        }
    }

    /// Ends the thread once it has written what it was given, and frees the buffers; if a write still hangs, they
    /// stay until the process ends.
    @Override
    public void close() {
        thread.shutdown();
        if (writing.isEmpty() || writing.get().end().isDone()) {
            buffers.free(scene);
        }
    }
}
