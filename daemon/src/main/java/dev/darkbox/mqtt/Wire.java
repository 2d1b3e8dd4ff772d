package dev.darkbox.mqtt;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;

/// An open connection, as Paho wants it, and what became of it.
///
/// Paho starts its reader first and its writer later, and leaves a thread waiting for ever when the reader ends in between. So
/// an end of the stream is held back until the first packet was written (or the wire is dropped).
final class Wire implements NetworkModule {

    private final Socket tcp;
    private final Socket top;
    private final Optional<BrokerAddress.Tls> tls;
    private final CountDownLatch spoken = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<IOException> readFault = new AtomicReference<>();
    private final AtomicReference<IOException> writeFault = new AtomicReference<>();
    private volatile boolean stopped;

    /// @param tcp dropped at the end
    /// @param top what is read and written: `tcp`, or TLS over it
    Wire(Socket tcp, Socket top, Optional<BrokerAddress.Tls> tls) {
        this.tcp = tcp;
        this.top = top;
        this.tls = tls;
    }

    /// Drops a connection from outside: whoever reads or writes gets an exception at once. That is why TLS does not say goodbye.
    static void drop(Socket tcp) {
        try {
            tcp.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    @Override
    public void start() {
        // it is open already
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(new PacketGuard(new BufferedInputStream(top.getInputStream())));
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(top.getOutputStream());
    }

    @Override
    public void stop() {
        stopped = true;
        drop(tcp);
        spoken.countDown();
        ended.countDown();
    }

    @Override
    public String getServerURI() {
        return PahoClient.NAME;
    }

    /// Waits until the first packet was written, or that was tried.
    void awaitSpoken(Duration most) throws InterruptedException {
        spoken.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits until the broker has closed the connection, or we have.
    void awaitEnd(Duration most) throws InterruptedException {
        ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Why the connection ended, in our words; empty while it has not.
    ///
    /// @param greeted whether the broker had let us in
    Optional<LinkException> fault(boolean greeted) {
        IOException first = readFault.get() == null ? writeFault.get() : readFault.get();
        if (first == null) {
            return Optional.empty();
        }
        return Optional.of(greeted ? Reasons.ofLoss(first) : Reasons.ofSilence(first, tls));
    }

    private void note(AtomicReference<IOException> fault, IOException why) {
        if (!stopped) {
            fault.compareAndSet(null, why);
        }
    }

    private final class Input extends FilterInputStream {

        Input(InputStream in) {
            super(in);
        }

        /// Never fails: the read after it will say why.
        @Override
        public int available() {
            try {
                return in.available();
            } catch (IOException _) {
                return 0;
            }
        }

        @Override
        public int read() throws IOException {
            try {
                int b = in.read();
                if (b < 0) {
                    end(new EOFException("end of stream"));
                }
                return b;
            } catch (IOException e) {
                throw end(e);
            }
        }

        @Override
        public int read(byte[] to, int offset, int most) throws IOException {
            try {
                int n = in.read(to, offset, most);
                if (n < 0) {
                    end(new EOFException("end of stream"));
                }
                return n;
            } catch (IOException e) {
                throw end(e);
            }
        }

        private IOException end(IOException why) {
            note(readFault, why);
            ended.countDown();
            try {
                awaitSpoken(PahoMaker.LIMIT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return why;
        }
    }

    private final class Output extends FilterOutputStream {

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            try {
                out.write(from, offset, count);
            } catch (IOException e) {
                note(writeFault, e);
                throw e;
            } finally {
                spoken.countDown();
            }
        }
    }
}
