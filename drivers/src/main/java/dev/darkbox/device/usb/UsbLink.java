package dev.darkbox.device.usb;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// An opened and claimed camera on the bus: one bulk pipe each way.
///
/// Threading: one transfer at a time.
interface UsbLink extends AutoCloseable {

    /// How a transfer ended.
    enum End {
        DONE,
        /// Nobody took or gave any more in time. What was moved before counts.
        TIMED_OUT,
        /// The camera refuses the pipe until its halt is cleared.
        STALLED,
        /// More came than was asked for.
        OVERRUN,
        /// It is not on the bus any more.
        GONE, FAILED
    }

    /// What a transfer came to.
    ///
    /// @param bytes moved, whatever the end was
    /// @param why the library's word for a `FAILED`; empty else
    record Moved(int bytes, End end, String why) {

        static Moved of(int bytes, End end) {
            return new Moved(bytes, end, "");
        }
    }

    Moved write(byte[] bytes, Duration limit);

    /// One read: ends when `into` is full, with a packet that is not, or in time.
    ///
    /// @param into at least a packet, or exactly what will come
    Moved read(MemorySegment into, Duration limit);

    /// Clears the halts of both pipes.
    void clearHalts();

    /// Resets the device where it is plugged in; harmless when it is gone.
    void reset();

    @Override
    void close();
}
