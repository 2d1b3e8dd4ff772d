package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FileHolders;
import dev.darkbox.device.serial.SerialPortLine.OpenResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Finds and opens what the name of a port stands for at this moment, and says why not in words.
///
/// The library would open `/dev/ttyS0` for `/anywhere/ttyS0` that is not there, and what a link pointed to when it first
/// saw it: both are settled before it is asked. So is who has the port already, as far as can be seen, because merely
/// opening it resets the board at its other end.
final class SerialPortOpener {

    private static final String LIBRARY_FOLDER = "jSerialComm.library.path";
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(10);

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int ENXIO = 6;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    static final int ENODEV = 19;
    private static final int ENOTTY = 25;

    private SerialPortOpener() {}

    static SerialPortLine open(String place, PortProfile profile, Duration atExit)
            throws DeviceException, InterruptedException {
        Path device = device(place);
        Optional<FileHolders.Holder> holder = FileHolders.system().of(device);
        if (holder.isPresent()) {
            throw new DeviceException.Refused(place, "somebody else has it: " + holder.get().text());
        }
        OpenResult result = Watch.within(OPEN_LIMIT, place, "opening",
                () -> open(place, device, profile, atExit),
                SerialPortOpener::closeLate);
        return switch (result) {
            case OpenResult.Opened(SerialPortLine line) -> line;
            case OpenResult.Failed(int errno) -> throw failure(place, device, errno);
            case OpenResult.NoLibrary(String why) -> throw new DeviceException.Refused(place,
                    "the library of the serial ports cannot be loaded: " + why);
        };
    }

    private static OpenResult open(String place, Path device, PortProfile profile, Duration atExit) {
        try {
            Optional<String> missing = missingLibrary();
            return missing.isPresent()
                    ? new OpenResult.NoLibrary(missing.get())
                    : SerialPortLine.open(place, device, profile, atExit);
        } catch (LinkageError e) {
            String why = String.valueOf(e.getMessage());
            return new OpenResult.NoLibrary(why.lines().findFirst().orElse(why));
        }
    }

    /// Without its C library in the place it was told, jSerialComm would unpack one where everybody may write, or load
    /// what somebody has put there: better no serial ports than that.
    private static Optional<String> missingLibrary() {
        String folder = System.getProperty(LIBRARY_FOLDER, "");
        String cpu = switch (System.getProperty("os.arch", "")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "armv8_64";
            case "arm" -> "armv7hf";
            case String other -> other;
        };
        if (folder.isEmpty()) {
            return Optional.of("the program was started without -D" + LIBRARY_FOLDER + "=FOLDER");
        }
        Path file = Path.of(folder, "Linux", cpu, "libjSerialComm.so");
        return Files.isReadable(file) ? Optional.empty() : Optional.of(file + " is not there");
    }

    private static void closeLate(OpenResult result) {
        if (result instanceof OpenResult.Opened(SerialPortLine line)) {
            line.close();
        }
    }

    private static Path device(String place) throws DeviceException {
        Path path = Path.of(place);
        if (!path.isAbsolute()) {
            throw new DeviceException.Refused(place,
                    "not a whole path, as /dev/serial/by-id/… or /dev/ttyUSB0 are");
        }
        Path device;
        try {
            device = path.toRealPath();
        } catch (IOException _) {
            throw new DeviceException.Lost(place, Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    ? "its link points to nothing: unplugged, or its driver is missing"
                    : "there is no such port");
        }
        if (Files.isRegularFile(device) || Files.isDirectory(device)) {
            throw new DeviceException.Refused(place, "is no serial port");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw forbidden(place, device);
        }
        return device;
    }

    private static DeviceException.Refused forbidden(String place, Path device) {
        return new DeviceException.Refused(place, SerialPorts.rightsAdvice(device));
    }

    /// What the system's number means for a person.
    static DeviceException failure(String place, Path device, int errno) {
        return switch (errno) {
            case EPERM, EACCES -> forbidden(place, device);
            case EAGAIN, EBUSY -> new DeviceException.Refused(place, "somebody else has it open");
            case ENOENT, EIO, ENXIO, ENODEV -> new DeviceException.Lost(place, "gone while it was opened");
            case ENOTTY -> new DeviceException.Refused(place, "is no serial port");
            default -> new DeviceException.Refused(place, "cannot be opened, error " + errno);
        };
    }
}
