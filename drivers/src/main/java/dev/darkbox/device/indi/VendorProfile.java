package dev.darkbox.device.indi;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.indi.IndiSpec.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one family of camera drivers: where it keeps what, and in what it differs from the others. The
/// families are in the [VendorTable].
///
/// @param vendor for people, e.g. `ZWO`
/// @param drivers how the names of its executables begin, e.g. `indi_asi`
/// @param names how the names of its devices begin, for servers that do not give an executable
/// @param places where a setting may be kept, the likeliest first; of [Setting#READ_MODE] all at once
/// @param formats names of the capture formats that are 16 bits deep and raw, the best first
/// @param heaters of the camera's window; on, they warm the sensor's surroundings
/// @param fans left alone
/// @param power what the cooler's power is counted in
/// @param setPointStepMilliK what the driver rounds a set point to before the camera gets it; 0 for not at all
/// @param shutter what the driver does with a mechanical shutter, where a camera has one
/// @param shortestComesLate the driver announces 0 s first, and the true shortest exposure a moment later
/// @param remarks what an engineer should know
record VendorProfile(
        String vendor,
        List<String> drivers,
        List<String> names,
        Map<Setting, List<MemberName>> places,
        List<String> formats,
        List<MemberName> heaters,
        List<MemberName> fans,
        PowerUnit power,
        int setPointStepMilliK,
        Shutter shutter,
        boolean shortestComesLate,
        List<String> remarks) {

    /// What a driver counts its cooler's power in.
    enum PowerUnit { PER_CENT, FRACTION, UNKNOWN }

    /// What becomes of a mechanical shutter.
    enum Shutter {
        NONE("none: frames are dark behind a cover only"), FOR_DARK_AND_BIAS(
                "shut for dark and bias frames, if the camera has one"), FOR_DARK(
                        "shut for dark frames only, if the camera has one"), OPENS_ALWAYS(
                                "opens for every frame: dark behind a cover only"), UNKNOWN(
                                        "not known what the driver does with one");

        private final String text;

        Shutter(String text) {
            this.text = text;
        }

        /// For people.
        String text() {
            return text;
        }

        /// Whether frames may be dark by it alone.
        boolean mayShut() {
            return this != NONE && this != OPENS_ALWAYS;
        }
    }

    /// The finest tolerance a rig may have; half of what a step may be that needs no attention.
    private static final int FINEST_TOLERANCE_MILLI_K = 50;
    /// Most drivers' shortest exposure, for a dark where the driver does not tell its own.
    private static final Duration USUALLY_SHORT = Duration.ofMillis(1);

    VendorProfile {
        drivers = List.copyOf(drivers);
        names = List.copyOf(names);
        places = Map.copyOf(places);
        formats = List.copyOf(formats);
        heaters = List.copyOf(heaters);
        fans = List.copyOf(fans);
        remarks = List.copyOf(remarks);
    }

    /// The family of a camera's driver; [VendorTable#UNKNOWN] when it is none of them.
    static VendorProfile of(IndiDevice camera) {
        Optional<Vector> driver = camera.find("DRIVER_INFO");
        return of(driver.map(v -> v.text("DRIVER_EXEC")).orElse(""),
                driver.map(v -> v.text("DRIVER_NAME")).orElse(""), camera.name());
    }

    /// @param executable may come with a folder
    static VendorProfile of(String executable, String driverName, String device) {
        String program = executable.substring(executable.lastIndexOf('/') + 1);
        return VendorTable.ROWS.stream().filter(row -> row.drivers().stream().anyMatch(program::startsWith))
                .findFirst()
                .or(() -> VendorTable.ROWS.stream().filter(row -> row.names().stream()
                        .anyMatch(name -> driverName.startsWith(name) || device.startsWith(name)))
                        .findFirst())
                .orElse(VendorTable.UNKNOWN);
    }

    /// False for [VendorTable#UNKNOWN].
    boolean isKnown() {
        return !drivers.isEmpty();
    }

    List<MemberName> places(Setting setting) {
        return places.getOrDefault(setting, List.of());
    }

    /// Whether a bias frame has to be asked for as the shortest dark to be dark.
    boolean biasAsDark() {
        return shutter == Shutter.FOR_DARK;
    }

    /// What to ask for as the shortest dark of a camera that does not tell its shortest exposure: 0 s is refused.
    Duration shortestDark(Duration told) {
        return told.isZero() ? USUALLY_SHORT : told;
    }

    /// Why a sensor would never be at a set point; empty when it may.
    Optional<String> neverReached(Celsius target) {
        if (setPointStepMilliK == 0) {
            return Optional.empty();
        }
        int below = Math.floorDiv(target.milliC(), setPointStepMilliK) * setPointStepMilliK;
        int above = Math.ceilDiv(target.milliC(), setPointStepMilliK) * setPointStepMilliK;
        int off = Math.min(target.milliC() - below, above - target.milliC());
        return off <= FINEST_TOLERANCE_MILLI_K
                ? Optional.empty()
                : Optional.of(
                        "set point %s °C: drivers of %s round it to a whole %s °C and the sensor never gets there; allowed: %s or %s °C"
                                .formatted(plain(target.milliC()), vendor, plain(setPointStepMilliK),
                                        plain(below),
                                        plain(above)));
    }

    private static String plain(int milli) {
        return Numbers.plainText(milli / 1000.0);
    }
}
