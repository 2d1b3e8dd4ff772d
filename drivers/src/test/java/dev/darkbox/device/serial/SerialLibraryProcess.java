package dev.darkbox.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.darkbox.device.DeviceException;
import dev.darkbox.linux.Pty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A process that opens and closes a port, or with the argument `alone` only wakes jSerialComm, and prints which C library
/// it used for it. With `leave` it leaves the port open and is told to end; the port must still be open when its own last
/// word is due.
final class SerialLibraryProcess {

    private SerialLibraryProcess() {}

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("leave")) {
            leave();
            return;
        }
        try (Pty pty = Pty.open()) {
            if (List.of(arguments).contains("alone")) {
                SerialPort.getCommPort(pty.slave().toString());
            }
            SerialPorts.opener(Duration.ofSeconds(5)).open(pty.slave().toString(), PortProfile.of(9600))
                    .close();
        } catch (DeviceException e) {
            System.out.println(e.what());
        }
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            maps.filter(line -> line.contains("jSerialComm")).map(line -> line.substring(line.indexOf('/')))
                    .distinct().forEach(System.out::println);
        }
    }

    /// As the daemon does it: the program's own hook puts out the lamp while the library's would close the port.
    private static void leave() throws Exception {
        Pty pty = Pty.open();
        ByteLine line = SerialPorts.opener(Duration.ofSeconds(20)).open(pty.slave().toString(),
                PortProfile.of(9600));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            LockSupport.parkNanos(300_000_000);
            try {
                line.write(new byte[]{'x'});
                System.out.println("last word said");
            } catch (DeviceException | InterruptedException e) {
                System.out.println(e.getMessage());
            } finally {
                line.close();
            }
        }));
        System.exit(0);
    }
}
