package dev.darkbox.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.darkbox.device.DeviceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// An open serial port.
///
/// What jSerialComm 2.11.4 can be trusted with, and no more (measured): reads of 100 ms, as its longer ones do not last as
/// long as they say; no listener, as that of a lost port never stops calling; a read of -1 is a lost port, whatever
/// `isOpen` says. A write may last for ever: it has a thread of its own, and a watch.
final class SerialPortLine implements ByteLine {

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    /// A multiple of the kernel's tenths of a second.
    private static final int READ_MILLIS = 100;
    /// Half of what the kernel counts at once.
    private static final int MUCH = 2048;
    /// More than the kernel keeps; a box that never stops talking is not listened to for longer.
    private static final int MOST_DISCARDED = 1 << 16;

    private static final Set<SerialPortLine> OPEN = ConcurrentHashMap.newKeySet();

    static {
        // the library closes every port as soon as the program is told to end; lamps are still to be put out then
        SerialPort.addShutdownHook(
                Thread.ofPlatform().name("serial-exit").unstarted(SerialPortLine::awaitClosed));
    }

    private final String place;
    private final SerialPort port;
    private final Duration atExit;
    private final byte[] scrap = new byte[1024];
    private String lost = "";

    private SerialPortLine(String place, SerialPort port, Duration atExit) {
        this.place = place;
        this.port = port;
        this.atExit = atExit;
        OPEN.add(this);
    }

    /// Opens a port without asking whether it is there or taken.
    ///
    /// @param place as in the configuration, for error lines
    /// @param device what it stands for, e.g. `/dev/ttyUSB0`
    /// @param atExit how long it stays open when the program is told to end
    static OpenResult open(String place, Path device, PortProfile profile, Duration atExit) {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(device.toString());
        } catch (SerialPortInvalidPortException _) {
            return new OpenResult.Failed(SerialPortOpener.ENODEV);
        }
        port.setComPortParameters(profile.baud(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        // before opening: the library drops a line that is to be low as the first thing it does, and leaves both as they
        // are when it closes the port unless both are high
        port.setDTRandRTS(profile.dtr(), profile.rts());
        return port.openPort(0)
                ? new OpenResult.Opened(new SerialPortLine(place, port, atExit))
                : new OpenResult.Failed(port.getLastErrorCode());
    }

    /// How opening ended.
    sealed interface OpenResult {

        record Opened(SerialPortLine line) implements OpenResult {}

        /// It did not open.
        ///
        /// @param errno as the system has it
        record Failed(int errno) implements OpenResult {}

        /// The C library is not where it should be, or not for this machine.
        record NoLibrary(String why) implements OpenResult {}
    }

    @Override
    public int read(byte[] into) throws DeviceException, InterruptedException {
        here();
        int came = port.readBytes(into, into.length);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return came < 0 ? lose("read failed") : came;
    }

    @Override
    public void write(byte[] bytes) throws DeviceException, InterruptedException {
        here();
        int sent;
        try {
            sent = Watch.within(WRITE_LIMIT, place, "writing " + bytes.length + " bytes",
                    () -> port.writeBytes(bytes, bytes.length), _ -> {});
        } catch (DeviceException.TimedOut e) {
            // part of it may be on its way: nothing said after that would be understood. Closing lets the thread go
            lost = "a write did not end";
            close();
            throw e;
        }
        if (sent != bytes.length) {
            int _ = lose("write failed after %d of %d bytes".formatted(Math.max(0, sent), bytes.length));
        }
    }

    @Override
    public void discard() throws DeviceException, InterruptedException {
        here();
        int discarded = 0;
        int came;
        do {
            int waiting = port.bytesAvailable();
            if (waiting < 0) {
                int _ = lose("not there any more");
            }
            // behind much there may be more that the kernel has not counted yet: then silence is waited for
            came = waiting > 0 || discarded >= MUCH ? read(scrap) : 0;
            discarded += came;
        } while (came > 0 && discarded < MOST_DISCARDED);
    }

    private void here() throws DeviceException.Lost {
        if (!lost.isEmpty()) {
            throw new DeviceException.Lost(place, lost);
        }
    }

    /// A lost port is closed at once: its name is free for the next to come.
    private int lose(String how) throws DeviceException.Lost {
        lost = how;
        close();
        throw new DeviceException.Lost(place, how);
    }

    /// Harmless when done twice. A port that does not close within five seconds is left to its thread.
    @Override
    public void close() {
        if (!OPEN.contains(this)) {
            return;
        }
        if (lost.isEmpty()) {
            lost = "closed";
        }
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = Watch.within(CLOSE_LIMIT, place, "closing", port::closePort, _ -> {});
        } catch (DeviceException.TimedOut _) {
            // the kernel holds it; the thread ends with the port
        } catch (InterruptedException _) {
            interrupted = true;
        } finally {
            OPEN.remove(this);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitClosed() {
        long began = System.nanoTime();
        while (OPEN.stream().anyMatch(line -> System.nanoTime() - began < line.atExit.toNanos())) {
            LockSupport.parkNanos(10_000_000);
        }
    }
}
