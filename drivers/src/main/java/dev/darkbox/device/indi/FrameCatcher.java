package dev.darkbox.device.indi;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Catches the frame of the request that is open, and lets all others go.
///
/// A frame goes straight into the buffer its owner offered. One that arrives before there is such a buffer goes
/// into one of our own and is copied: a reader that waits for its owner is thrown out by the server.
///
/// Memory: nothing, or one frame off the heap once that has happened, until [#close].
///
/// Threading: the reader of frames pours; the camera's owner asks. After [#disarm] nothing touches the owner's
/// buffer any more.
final class FrameCatcher implements BlobReceiver, AutoCloseable {

    /// What came for a request.
    ///
    /// @param problem what is wrong with it; empty for a whole frame
    record Caught(Optional<FitsHeader> header, Optional<String> problem) {}

    private final Runnable changed;
    private long request;
    private boolean armed;
    private FrameShape shape = new FrameShape(1, 1);
    private Optional<FrameBuffer> offered = Optional.empty();
    private Optional<Caught> caught = Optional.empty();
    private boolean inSpill;
    private Optional<Spill> spill = Optional.empty();
    private boolean receiving;
    private long orphans;

    /// @param changed called after a frame has ended
    FrameCatcher(Runnable changed) {
        this.changed = changed;
    }

    /// Opens a new request; whatever is still on its way belongs to no one from now on.
    synchronized void arm(FrameShape wanted) {
        request++;
        armed = true;
        shape = wanted;
        offered = Optional.empty();
        caught = Optional.empty();
        receiving = false;
        inSpill = false;
    }

    /// Forgets what was caught and waits for another: that was the late frame of an older request.
    synchronized void again() {
        request++;
        caught = Optional.empty();
        orphans++;
    }

    /// Where the frame may go, from now on.
    synchronized void offer(FrameBuffer into) {
        offered = Optional.of(into);
    }

    synchronized void disarm() {
        armed = false;
        request++;
        offered = Optional.empty();
        caught = Optional.empty();
    }

    synchronized Optional<Caught> caught() {
        return caught;
    }

    /// Whether a frame for the open request is on its way.
    synchronized boolean isReceiving() {
        return receiving;
    }

    /// Makes sure that a whole frame that was caught is in the buffer its owner gave.
    synchronized void deliver(FrameBuffer into) {
        if (inSpill) {
            into.pixels().copyFrom(spill());
        }
    }

    /// Frames that belonged to no request.
    synchronized long orphans() {
        return orphans;
    }

    @Override
    public synchronized Sink begin(Head head) {
        if (!armed || caught.isPresent()) {
            orphans++;
            return NOWHERE;
        }
        receiving = true;
        return new Transfer(request, refusal(head.format()));
    }

    private static Optional<String> refusal(String format) {
        return switch (format) {
            case ".fits" -> Optional.empty();
            case ".fits.fz", ".fits.z" -> Optional.of("a compressed frame (" + format
                    + "); switch CCD_COMPRESSION off");
            default -> Optional.of("a frame in format " + format);
        };
    }

    @Override
    public synchronized void close() {
        disarm();
        dropSpill();
    }

    private MemorySegment destination() {
        Optional<MemorySegment> direct = offered.map(FrameBuffer::pixels)
                .filter(p -> p.isAccessibleBy(Thread.currentThread()));
        inSpill = direct.isEmpty();
        return direct.orElseGet(this::spill);
    }

    private MemorySegment spill() {
        if (spill.isEmpty() || spill.get().pixels.byteSize() != 2 * shape.pixels()) {
            dropSpill();
            spill = Optional.of(new Spill(shape));
        }
        return spill.get().pixels;
    }

    private void dropSpill() {
        spill.ifPresent(s -> s.arena.close());
        spill = Optional.empty();
    }

    /// One frame off the heap. Not of an automatic arena: the size of those is bounded by that of the heap.
    private static final class Spill {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment pixels;

        Spill(FrameShape shape) {
            pixels = arena.allocate(2 * shape.pixels(), 64);
        }
    }

    private final class Transfer implements Sink {

        private final long mine;
        private final Optional<String> refusal;
        private Optional<FitsPour> pour = Optional.empty();
        private boolean bufferGone;

        Transfer(long mine, Optional<String> refusal) {
            this.mine = mine;
            this.refusal = refusal;
        }

        @Override
        public void bytes(byte[] bytes, int from, int to) {
            memory(MemorySegment.ofArray(bytes).asSlice(from, to - from));
        }

        @Override
        public void memory(MemorySegment bytes) {
            synchronized (FrameCatcher.this) {
                if (mine != request || refusal.isPresent() || bufferGone) {
                    return;
                }
                if (pour.isEmpty()) {
                    pour = Optional.of(new FitsPour(shape, destination()));
                }
                try {
                    pour.get().accept(bytes);
                } catch (IllegalStateException _) { // the arena was closed: the owner has given up
                    bufferGone = true;
                }
            }
        }

        @Override
        public void end(End how) {
            synchronized (FrameCatcher.this) {
                if (mine != request) {
                    orphans++;
                    return;
                }
                receiving = false;
                caught = Optional.of(new Caught(pour.flatMap(FitsPour::header), problem(how)));
            }
            changed.run();
        }

        private Optional<String> problem(End how) {
            if (refusal.isPresent()) {
                return refusal;
            }
            if (bufferGone) {
                return Optional.of("a frame whose buffer was taken away");
            }
            Optional<String> inFile = pour.flatMap(FitsPour::problem);
            if (inFile.isPresent()) {
                return inFile;
            }
            if (pour.map(FitsPour::isComplete).orElse(false) && how == End.COMPLETE) {
                return Optional.empty();
            }
            return Optional.of(switch (how) {
                case COMPLETE, SHORT -> "a frame cut short";
                case BROKEN -> "a frame that is no base64";
                case ELSEWHERE -> "a frame whose shared memory did not come, or is too small";
                case CUT -> "half a frame before the connection broke";
            });
        }
    }
}
