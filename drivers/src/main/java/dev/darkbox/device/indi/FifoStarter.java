package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.linux.Fifo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// Starts drivers through the FIFO an `indiserver` was given with `-f`: one line an order.
///
/// ```
/// stop indi_asi_ccd                       start indi_asi_ccd
/// stop indi_simulator_ccd -n "Guide"      start indi_simulator_ccd -n "Guide"
/// ```
///
/// Without a name `stop` ends the first driver of that program, whatever its device is called; with one, the driver of
/// that device. A driver that was started with `-n` must be started so again.
///
/// @param named whether drivers are started with `-n` and the device's name
public record FifoStarter(Path fifo, boolean named) implements DriverStarter {

    private static final int TRIES = 50;
    private static final long PAUSE_NANOS = 10_000_000;

    @Override
    public void stop(String device, String program) throws DeviceException {
        say("stop", device, program);
    }

    @Override
    public void start(String device, String program) throws DeviceException {
        say("start", device, program);
    }

    private void say(String verb, String device, String program) throws DeviceException {
        if (!program.matches("[!-~]+")) {
            throw new DeviceException.Refused(device,
                    "its driver did not tell its program, so it cannot be restarted");
        }
        if (named && device.indexOf('"') >= 0) {
            throw new DeviceException.Refused(device,
                    "a name with a quotation mark cannot be written to " + fifo);
        }
        String line = named
                ? "%s %s -n \"%s\"\n".formatted(verb, program, device)
                : verb + " " + program + "\n";
        try {
            write(line);
        } catch (IOException e) {
            throw new DeviceException.Refused(device, "its driver cannot be restarted: " + e.getMessage());
        }
    }

    /// `indiserver` closes its FIFO after each writer and opens it again: for that moment nobody reads it.
    ///
    /// @throws IOException also when nobody has read it for half a second
    private void write(String line) throws IOException {
        for (int left = TRIES;; left--) {
            try {
                Fifo.write(fifo, line);
                return;
            } catch (Fifo.NoReader e) {
                if (left == 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
