package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;

/// Bytes to and from one box: an open serial port, or the other end of a test.
///
/// Threading: for one thread.
public interface ByteLine extends AutoCloseable {

    /// Waits briefly, at most 200 ms, for what comes in.
    ///
    /// @return how many bytes of `into` were filled from its start; 0 when nothing came
    /// @throws DeviceException.Lost the port is gone
    int read(byte[] into) throws DeviceException, InterruptedException;

    /// Sends all of it.
    ///
    /// @throws DeviceException.Lost the port is gone
    /// @throws DeviceException.TimedOut it takes nothing
    void write(byte[] bytes) throws DeviceException, InterruptedException;

    /// Throws away what has come in.
    void discard() throws DeviceException, InterruptedException;

    @Override
    void close();
}
