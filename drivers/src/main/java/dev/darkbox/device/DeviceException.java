package dev.darkbox.device;

import java.time.Duration;

/// A device failed to do what it was asked. The kinds are closed: one switch decides what to do.
public abstract sealed class DeviceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String device;
    private final String what;

    private DeviceException(String device, String what) {
        super(device + ": " + what);
        this.device = device;
        this.what = what;
    }

    /// The device's name, as in the configuration.
    public final String device() {
        return device;
    }

    /// What went wrong, without the device's name.
    public final String what() {
        return what;
    }

    /// No answer in time. Worth one more try.
    public static final class TimedOut extends DeviceException {
        private static final long serialVersionUID = 1L;

        public TimedOut(String device, String action, Duration limit) {
            super(device, "%s took longer than %s".formatted(action, text(limit)));
        }

        private static String text(Duration limit) {
            return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
        }
    }

    /// An answer that makes no sense. Worth one more try.
    public static final class Garbled extends DeviceException {
        private static final long serialVersionUID = 1L;

        public Garbled(String device, String expected, String got) {
            super(device, "expected %s, got \"%s\"".formatted(expected, got));
        }
    }

    /// The device said no. Asking again will not help.
    public static final class Refused extends DeviceException {
        private static final long serialVersionUID = 1L;

        public Refused(String device, String reason) {
            super(device, reason);
        }
    }

    /// The device is gone: unplugged, powered off, server closed. Reconnect first.
    public static final class Lost extends DeviceException {
        private static final long serialVersionUID = 1L;

        public Lost(String device, String how) {
            super(device, "connection lost: " + how);
        }
    }
}
