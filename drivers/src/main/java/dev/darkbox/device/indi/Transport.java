package dev.darkbox.device.indi;

import dev.darkbox.linux.SharedMemory;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/// One connection to a server, whatever it goes over.
///
/// Threading: one thread reads; any others write, one at a time; closing is safe at any time and ends a read.
sealed interface Transport extends AutoCloseable permits TcpTransport, LocalTransport {

    /// Takes what has come, waiting for it if need be.
    ///
    /// @return bytes read, at least 1; -1 at the end of the stream
    /// @throws SocketTimeoutException nothing came in `limit`
    int read(byte[] into, Duration limit) throws IOException;

    void write(byte[] bytes) throws IOException;

    /// The memory that came along with what was read and was not taken yet: the oldest. The taker closes it.
    Optional<SharedMemory> takeMemory();

    @Override
    void close();
}
