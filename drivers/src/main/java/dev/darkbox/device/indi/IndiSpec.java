package dev.darkbox.device.indi;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One rig behind one `indiserver`: what to connect to and what its devices are called there.
///
/// @param rig name of the rig, as in the configuration
/// @param host name or address of the machine `indiserver` runs on
/// @param port 1..65,535; [#DEFAULT_PORT] unless started otherwise
/// @param local name of the server's local socket, which brings frames as shared memory if the server is on this
///     machine; [#DEFAULT_LOCAL] unless started otherwise; empty for TCP only
/// @param camera INDI device name, e.g. `ZWO CCD ASI2600MM Pro`
/// @param wheel INDI device name; empty for none; may be the camera itself
/// @param cap INDI device name; empty for none
/// @param panel INDI device name; empty for none; often the same as `cap`
/// @param heaters everything warm that can be switched off over INDI
/// @param overrides where the camera keeps a setting, if not where drivers usually do
/// @param bias how a bias frame is asked for
/// @param polling how often drivers are told to look at their hardware, 10 ms..10 min; zero leaves them alone.
///     It bounds how long after its end a short exposure is noticed
/// @param connectLimit until the server is reached and every device is connected
public record IndiSpec(
        String rig,
        String host,
        int port,
        String local,
        String camera,
        String wheel,
        String cap,
        String panel,
        List<Heater> heaters,
        Map<Setting, MemberName> overrides,
        Bias bias,
        Duration polling,
        Duration connectLimit) {

    /// What `indiserver` listens on unless told otherwise.
    public static final int DEFAULT_PORT = 7624;
    /// What `indiserver` calls its local socket unless told otherwise (`-u`).
    public static final String DEFAULT_LOCAL = "/tmp/indiserver";
    /// A tenth of a second: quick for bias frames, slow for a serial line.
    public static final Duration DEFAULT_POLLING = Duration.ofMillis(100);
    /// Cameras that load firmware, and wheels that home, take their time.
    public static final Duration DEFAULT_CONNECT_LIMIT = Duration.ofSeconds(60);

    /// Settings whose place differs from driver to driver.
    public enum Setting {
        GAIN("gain", "gain_control"), OFFSET("offset", "offset_control"), USB_LIMIT("USB limit",
                "usb_limit_control"),
        /// A switch property whose members are the modes, or a number whose value is the mode's index.
        READ_MODE("readout mode", "mode_control"),
        /// The switch member that makes frames 16 bits deep and raw.
        CAPTURE_FORMAT("capture format", "capture_format_control"), COOLER_POWER("cooler power",
                "cooler_power_control");

        private final String words;
        private final String key;

        Setting(String words, String key) {
            this.words = words;
            this.key = key;
        }

        /// For people.
        public String words() {
            return words;
        }

        /// The configuration's key for its place.
        public String key() {
            return key;
        }
    }

    /// How a bias frame is asked for.
    public enum Bias {
        /// As the camera's driver needs it to be dark.
        BY_DRIVER,
        /// As a bias frame.
        AS_BIAS,
        /// As the shortest dark.
        AS_DARK
    }

    /// A heater that is switched over INDI.
    ///
    /// @param name for log lines
    /// @param member the switch member that turns it on, or the number that is its power; with its device
    public record Heater(String name, MemberName member) {
        public Heater {
            if (member.device().isEmpty() || member.member().isEmpty()) {
                throw new IllegalArgumentException(
                        "heater " + name + ": wanted DEVICE/PROPERTY.MEMBER, got " + member);
            }
        }
    }

    public IndiSpec {
        heaters = List.copyOf(heaters);
        overrides = Map.copyOf(overrides);
        if (host.isEmpty() || camera.isEmpty()) {
            throw new IllegalArgumentException("rig " + rig + ": an INDI rig needs a host and a camera");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("rig " + rig + ": port " + port + ", allowed 1..65535");
        }
        if (polling.isNegative() || connectLimit.isNegative() || connectLimit.isZero()) {
            throw new IllegalArgumentException("rig " + rig + ": a time that is not positive");
        }
    }

    /// Frames by TCP.
    public IndiSpec(String rig, String host, int port, String camera, String wheel, String cap, String panel,
            List<Heater> heaters, Map<Setting, MemberName> overrides, Bias bias, Duration polling,
            Duration connectLimit) {
        this(rig, host, port, "", camera, wheel, cap, panel, heaters, overrides, bias, polling, connectLimit);
    }

    /// A camera alone, everything else as drivers usually have it.
    public static IndiSpec of(String rig, String host, int port, String camera) {
        return new IndiSpec(rig, host, port, DEFAULT_LOCAL, camera, "", "", "", List.of(), Map.of(),
                Bias.BY_DRIVER,
                DEFAULT_POLLING, DEFAULT_CONNECT_LIMIT);
    }
}
