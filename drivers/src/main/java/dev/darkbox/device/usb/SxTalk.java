package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.usb.UsbLink.Moved;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;

/// The conversation with one camera: questions with their answers, orders, and the pixels that follow one.
///
/// A question that fails is asked once more, on pipes that were cleared. Afterwards it is the caller's to put the camera right.
///
/// Threading: the caller's lock.
final class SxTalk implements AutoCloseable {

    /// A read of pixels that is still empty is broken off so often, to see whether anybody interrupts.
    private static final Duration SLICE = Duration.ofSeconds(2);
    /// A single read of pixels: small enough that an interruption is soon noticed and the kernel has the memory, large
    /// enough that the bus is never idle for long. A quarter of it takes more than twice the time where the bus is fast.
    static final int CHUNK_BYTES = 1024 * 1024;

    static final int MOST_PAUSES = 12;

    private static final int ATTEMPTS = 2;
    /// A pipe that says nothing for so long has nothing to say.
    private static final Duration QUIET = Duration.ofMillis(250);
    /// More than any sensor has.
    private static final long MOST_STALE_BYTES = 256L * 1024 * 1024;
    private static final Duration STALE_LIMIT = Duration.ofSeconds(60);

    private final String device;
    private final UsbLink link;
    private final Duration answerLimit;
    private final Time time;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment answer = arena.allocate(SxCommand.MOST_ANSWER_BYTES, 64);
    private boolean closed;

    /// @param answerLimit how long the camera may take to answer
    SxTalk(String device, UsbLink link, Duration answerLimit, Time time) {
        this.device = device;
        this.link = link;
        this.answerLimit = answerLimit;
        this.time = time;
    }

    /// Asks and returns the answer, as long as the command says.
    ///
    /// @throws DeviceException.TimedOut none, or not all of it
    /// @throws DeviceException.Garbled more than all of it
    /// @throws DeviceException.Lost the camera is gone
    byte[] ask(SxCommand question) throws DeviceException, InterruptedException {
        for (int attempt = 1;; attempt++) {
            try {
                tell(question);
                return answer(question);
            } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                drain();
            }
        }
    }

    /// Orders something that has no answer. A halted pipe is cleared and tried once more: what it refused was not done.
    void tell(SxCommand order) throws DeviceException, InterruptedException {
        checkOpen();
        byte[] bytes = order.bytes();
        for (int attempt = 1;; attempt++) {
            Moved moved = link.write(bytes, answerLimit);
            if (moved.end() == UsbLink.End.DONE && moved.bytes() == bytes.length) {
                return;
            }
            boolean again = moved.end() == UsbLink.End.STALLED && attempt < ATTEMPTS;
            if (!again) {
                throw failure("taking " + order, moved, answerLimit);
            }
            link.clearHalts();
        }
    }

    private byte[] answer(SxCommand question) throws DeviceException {
        byte[] got = new byte[0];
        while (got.length < question.answerBytes()) {
            Moved moved = link.read(answer, answerLimit);
            byte[] more = answer.asSlice(0, moved.bytes()).toArray(ValueLayout.JAVA_BYTE);
            int before = got.length;
            got = Arrays.copyOf(got, before + more.length);
            System.arraycopy(more, 0, got, before, more.length);
            if (got.length < question.answerBytes()
                    && (moved.end() != UsbLink.End.DONE || more.length == 0)) {
                throw failure("answering " + question, moved, answerLimit);
            }
        }
        if (got.length > question.answerBytes()) {
            throw new DeviceException.Garbled(device, question.answerBytes() + " bytes on " + question,
                    got.length + " bytes");
        }
        return got;
    }

    /// Reads pixels straight to where they are wanted.
    ///
    /// @param into exactly as long as what was ordered
    /// @param pause the longest time without a byte; no frame may take longer than [#MOST_PAUSES] of them
    /// @throws DeviceException.TimedOut fewer came than were ordered, or too slowly
    void pour(MemorySegment into, Duration pause) throws DeviceException, InterruptedException {
        checkOpen();
        long done = 0;
        long began = time.nanos();
        long heard = began;
        while (done < into.byteSize()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a frame was read");
            }
            long silent = time.nanos() - heard;
            boolean isSilent = silent >= pause.toNanos();
            if (isSilent || time.nanos() - began >= MOST_PAUSES * pause.toNanos()) {
                throw new DeviceException.TimedOut(device,
                        "reading a frame, of which %d bytes of %d came,".formatted(
                                done, into.byteSize()),
                        isSilent ? pause : pause.multipliedBy(MOST_PAUSES));
            }
            Duration left = pause.minusNanos(silent);
            Duration limit = left.compareTo(SLICE) < 0 ? left : SLICE;
            Moved moved = link.read(into.asSlice(done, Math.min(CHUNK_BYTES, into.byteSize() - done)), limit);
            done += moved.bytes();
            if (moved.bytes() > 0) {
                heard = time.nanos();
            }
            if (moved.end() != UsbLink.End.DONE && moved.end() != UsbLink.End.TIMED_OUT) {
                throw failure("reading a frame", moved, pause);
            }
        }
    }

    /// Clears the pipes and throws away what is still in them.
    ///
    /// @throws DeviceException.TimedOut it never ends
    void drain() throws DeviceException, InterruptedException {
        checkOpen();
        link.clearHalts();
        long deadline = time.nanos() + STALE_LIMIT.toNanos();
        long stale = 0;
        try (Arena once = Arena.ofConfined()) {
            MemorySegment sink = once.allocate(CHUNK_BYTES, 64);
            while (stale < MOST_STALE_BYTES && time.nanos() < deadline) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while a camera was put right");
                }
                Moved moved = link.read(sink, QUIET);
                stale += moved.bytes();
                switch (moved.end()) {
                    case GONE -> throw failure("being put right", moved, QUIET);
                    case STALLED -> link.clearHalts();
                    case DONE, OVERRUN -> {
                    }
                    case TIMED_OUT, FAILED -> {
                        if (moved.bytes() == 0) {
                            return;
                        }
                    }
                }
            }
        }
        throw new DeviceException.TimedOut(device, "throwing away an old frame", STALE_LIMIT);
    }

    /// Ends whatever the camera does and proves that it answers.
    void putRight() throws DeviceException, InterruptedException {
        drain();
        tell(SxCommand.reset());
        time.sleep(Duration.ofMillis(5));
        drain();
        ask(SxCommand.firmware());
    }

    /// Resets the device on the bus; it is to be opened again.
    void resetDevice() {
        if (!closed) {
            link.reset();
        }
    }

    private void checkOpen() throws DeviceException.Lost {
        if (closed) {
            throw new DeviceException.Lost(device, "not open");
        }
    }

    private DeviceException failure(String doing, Moved moved, Duration limit) {
        return switch (moved.end()) {
            case GONE -> new DeviceException.Lost(device, "unplugged");
            case TIMED_OUT -> new DeviceException.TimedOut(device, doing, limit);
            case STALLED -> new DeviceException.Garbled(device, "no stall while " + doing, "a stall");
            case OVERRUN -> new DeviceException.Garbled(device, "no more bytes than asked for while " + doing,
                    "more");
            case FAILED -> new DeviceException.Garbled(device, "no failure while " + doing, moved.why());
            case DONE -> new DeviceException.Garbled(device, "all bytes moved while " + doing,
                    moved.bytes() + " bytes");
        };
    }

    /// Harmless when done before.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            link.close();
            arena.close();
        }
    }
}
