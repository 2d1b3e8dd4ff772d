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

    /// Something else than this program had its hands on the device, or its driver began anew: what was set is no
    /// longer known. Set everything again.
    public static final class Disturbed extends DeviceException {
        private static final long serialVersionUID = 1L;

        public Disturbed(String device, String how) {
            super(device, how);
        }
    }

    /// The device is gone: unplugged, powered off, server closed. Reconnect first.
    public static final class Lost extends DeviceException {
        private static final long serialVersionUID = 1L;

        private final boolean serverToo;

        public Lost(String device, String how) {
            this(device, how, false);
        }

        /// @param serverToo whether everything between here and the device is gone, so that nothing can be asked
        public Lost(String device, String how, boolean serverToo) {
            super(device, "connection lost: " + how);
            this.serverToo = serverToo;
        }

        public boolean serverToo() {
            return serverToo;
        }
    }
}
