package dev.darkbox.device.usb;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.usb4java.Context;
import org.usb4java.LibUsb;

/// libusb, loaded once and from one place.
///
/// Left alone usb4java would unpack its library into the temporary folder, where anybody may put another one first, and it
/// cannot be told not to: it is made to believe that it has loaded already.
final class UsbLibrary {

    /// Folder that holds `org/usb4java/linux-CPU/libusb4java.so`.
    static final String FOLDER = "usb4java.library.path";

    private static final UsbLibrary IT = new UsbLibrary();

    private final Context context = new Context();
    private boolean loaded;

    /// It cannot be had; the message says why.
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String why) {
            super("the library of USB cannot be loaded: " + why);
        }
    }

    private UsbLibrary() {}

    /// The one context all cameras share. It lives as long as the program.
    static Context context() throws Missing {
        synchronized (IT) {
            if (!IT.loaded) {
                load();
                int result = LibUsb.init(IT.context);
                if (result != LibUsb.SUCCESS) {
                    throw new Missing(LibUsb.errorName(result));
                }
                IT.loaded = true;
            }
            return IT.context;
        }
    }

    private static void load() throws Missing {
        String folder = System.getProperty(FOLDER, "");
        if (folder.isEmpty()) {
            throw new Missing("the program was started without -D" + FOLDER + "=FOLDER");
        }
        String cpu = switch (System.getProperty("os.arch", "")) {
            case "amd64" -> "x86-64";
            case String other -> other;
        };
        Path file = Path.of(folder, "org", "usb4java", "linux-" + cpu, "libusb4java.so").toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new Missing(file + " is not there");
        }
        try {
            // first: loading it initialises LibUsb, which looks at this
            Field loaded = Class.forName("org.usb4java.Loader").getDeclaredField("loaded");
            loaded.setAccessible(true);
            loaded.setBoolean(null, true);
            System.load(file.toString());
        } catch (LinkageError | ReflectiveOperationException e) {
            throw new Missing(String.valueOf(e.getMessage()).lines().findFirst().orElse(file.toString()));
        }
    }
}
