package dev.darkbox.device.indi;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a camera's driver tells of itself and its camera, gathered from wherever vendors put it.
final class IndiFacts {

    private static final List<String> VERSION_WORDS = List.of("SDK", "VERSION", "FIRMWARE", "FPGA",
            "HARDWARE");
    private static final Set<String> VERSION_PARTS = Set.of("FW", "HW", "REV", "REVISION");
    private static final Set<String> SERIAL_PARTS = Set.of("SN", "SN#", "SERIAL");

    private IndiFacts() {}

    static CameraFacts of(IndiDevice camera, CameraEpoch epoch) throws DeviceException {
        Vector driver = camera.require("DRIVER_INFO");
        return new CameraFacts(camera.name(), serial(camera),
                (driver.text("DRIVER_EXEC") + " " + driver.text("DRIVER_VERSION")).strip(), firmware(camera),
                CameraSettings.sensor(camera), pixelMicron(camera),
                electronsPerAdu(camera), camera.find("CCD_CFA").map(v -> v.text("CFA_TYPE")).orElse(""),
                shortest(camera), epoch);
    }

    /// Side of a pixel; 0 when the driver does not tell. FLI's gives metres.
    static double pixelMicron(IndiDevice camera) {
        double told = camera.find("CCD_INFO").map(v -> v.number("CCD_PIXEL_SIZE")).orElse(Double.NaN);
        double micron = told < 1e-3 ? told * 1e6 : told;
        return Double.isFinite(micron) ? Math.round(micron * 1e4) / 1e4 : 0;
    }

    /// Size of the whole sensor; empty when the driver does not tell, or not yet.
    static Optional<FrameShape> sensor(IndiDevice camera) {
        try {
            return Optional.of(CameraSettings.sensor(camera));
        } catch (DeviceException _) {
            return Optional.empty();
        }
    }

    /// The same as [#shortest], zero also when there is no exposure at all.
    static Duration shortestOrZero(IndiDevice camera) {
        try {
            return shortest(camera);
        } catch (DeviceException _) {
            return Duration.ZERO;
        }
    }

    /// The least exposure the driver takes, as it says now that it is connected; zero when it does not say.
    static Duration shortest(IndiDevice camera) throws DeviceException {
        Vector.Member exposure = exposure(camera);
        return exposure.hasRange() && exposure.min() > 0
                ? Duration.ofNanos(Math.round(exposure.min() * 1e9))
                : Duration.ZERO;
    }

    /// Waits until a driver that tells its shortest exposure late has done so.
    static void awaitShortest(IndiDevice camera) throws InterruptedException {
        if (VendorProfile.of(camera).shortestComesLate()) {
            camera.await(() -> camera.find("CCD_EXPOSURE")
                    .map(v -> v.members().get("CCD_EXPOSURE_VALUE")).map(m -> m.min() > 0).orElse(false),
                    System.nanoTime() + camera.limit(Wait.LATE_SHORTEST).toNanos());
        }
    }

    static Vector.Member exposure(IndiDevice camera) throws DeviceException {
        Vector.Member found = camera.require("CCD_EXPOSURE").members().get("CCD_EXPOSURE_VALUE");
        if (found == null) {
            throw new DeviceException.Garbled(camera.name(), "CCD_EXPOSURE.CCD_EXPOSURE_VALUE", "none");
        }
        return found;
    }

    /// Some drivers use `CCD_GAIN` to report the conversion gain; then it is read-only.
    private static double electronsPerAdu(IndiDevice camera) {
        double gain = camera.find("CCD_GAIN").filter(v -> !v.writable()).map(v -> v.number("GAIN"))
                .orElse(0.0);
        return Double.isFinite(gain) ? gain : 0;
    }

    static String serial(IndiDevice camera) {
        for (Vector v : texts(camera)) {
            for (Vector.Member m : v.members().values()) {
                if (!m.text().isEmpty() && parts(m.name()).stream().anyMatch(SERIAL_PARTS::contains)) {
                    return m.text();
                }
            }
        }
        return "";
    }

    static String firmware(IndiDevice camera) {
        var found = new ArrayList<String>();
        for (Vector v : texts(camera)) {
            for (Vector.Member m : v.members().values()) {
                String name = (v.name() + " " + m.name()).toUpperCase(Locale.ROOT);
                boolean isVersion = VERSION_WORDS.stream().anyMatch(name::contains)
                        || parts(m.name()).stream().anyMatch(VERSION_PARTS::contains);
                if (isVersion && !m.text().isEmpty()) {
                    found.add(v.name() + "." + m.name() + "=" + m.text());
                }
            }
        }
        return String.join("; ", found);
    }

    private static List<Vector> texts(IndiDevice camera) {
        return camera.all().stream().filter(v -> v.kind() == Vector.Kind.TEXT && !v.writable()
                && !v.name().equals("DRIVER_INFO")).toList();
    }

    private static List<String> parts(String name) {
        return Arrays.asList(name.toUpperCase(Locale.ROOT).split("[ _.-]+", -1));
    }
}
