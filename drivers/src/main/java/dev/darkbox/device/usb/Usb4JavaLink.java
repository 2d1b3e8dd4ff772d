package dev.darkbox.device.usb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.time.Duration;
import org.usb4java.DeviceHandle;
import org.usb4java.LibUsb;

/// A camera's two pipes by libusb. Of a transfer that ends in time-out libusb says how much was moved: nothing is lost.
final class Usb4JavaLink implements UsbLink {

    static final byte OUT = 0x01;
    static final byte IN = (byte) 0x82;

    private final DeviceHandle handle;
    private final int claimed;
    private final IntBuffer moved = IntBuffer.allocate(1);
    private boolean closed;

    /// @param claimed number of the interface that is ours
    Usb4JavaLink(DeviceHandle handle, int claimed) {
        this.handle = handle;
        this.claimed = claimed;
    }

    @Override
    public Moved write(byte[] bytes, Duration limit) {
        try (Arena once = Arena.ofConfined()) {
            MemorySegment out = once.allocate(bytes.length);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, out, 0, bytes.length);
            return transfer(OUT, out, limit);
        }
    }

    @Override
    public Moved read(MemorySegment into, Duration limit) {
        return transfer(IN, into, limit);
    }

    private Moved transfer(byte endpoint, MemorySegment memory, Duration limit) {
        ByteBuffer direct = memory.asByteBuffer();
        moved.put(0, 0);
        // 0 would be for ever
        int result = LibUsb.bulkTransfer(handle, endpoint, direct, moved, Math.max(1, limit.toMillis()));
        int bytes = moved.get(0);
        return switch (result) {
            case LibUsb.SUCCESS -> Moved.of(bytes, End.DONE);
            case LibUsb.ERROR_TIMEOUT -> Moved.of(bytes, End.TIMED_OUT);
            case LibUsb.ERROR_PIPE -> Moved.of(bytes, End.STALLED);
            case LibUsb.ERROR_OVERFLOW -> Moved.of(bytes, End.OVERRUN);
            case LibUsb.ERROR_NO_DEVICE -> Moved.of(bytes, End.GONE);
            default -> new Moved(bytes, End.FAILED, LibUsb.errorName(result));
        };
    }

    /// What cannot be cleared shows with the next transfer.
    @Override
    public void clearHalts() {
        LibUsb.clearHalt(handle, OUT);
        LibUsb.clearHalt(handle, IN);
    }

    @Override
    public void reset() {
        LibUsb.resetDevice(handle);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibUsb.releaseInterface(handle, claimed);
            LibUsb.close(handle);
        }
    }
}
