package dev.darkbox.device.indi;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Member;
import java.util.Map;
import java.util.Optional;

/// The cooler of an INDI camera. Only the value of `CCD_TEMPERATURE` is believed, never its state.
///
/// Some drivers round a set point before the camera gets it: one that would never be reached is refused. Load:
/// [CoolerLoad].
final class IndiCooler implements Cooler {

    private static final String TEMPERATURE = "CCD_TEMPERATURE";
    private static final String VALUE = "CCD_TEMPERATURE_VALUE";
    /// Drivers that are this near call it reached at once and never say `Busy`.
    private static final double NEAR_ENOUGH_K = 1.5;
    /// No sensor jumps this far at once: a reading that did, and is exactly the set point, is its echo.
    private static final double JUMP_K = 2;
    /// Where a cooler without a switch is sent to be off.
    private static final double AMBIENT = 25;

    private final IndiDevice camera;
    private final Map<Setting, MemberName> places;
    private final Time time;
    private final VendorProfile profile;
    private final CoolerLoad load;
    private double echo = Double.NaN;
    private long echoUntilNanos;

    IndiCooler(IndiDevice camera, Map<Setting, MemberName> places, Time time) {
        this.camera = camera;
        this.places = places;
        this.time = time;
        profile = VendorProfile.of(camera);
        load = new CoolerLoad(places.containsKey(Setting.COOLER_POWER)
                ? VendorProfile.PowerUnit.UNKNOWN
                : profile.power());
    }

    @Override
    public void target(Celsius target) throws DeviceException, InterruptedException {
        Optional<String> never = profile.neverReached(target);
        if (never.isPresent()) {
            throw new DeviceException.Refused(camera.name(), never.get());
        }
        double degrees = target.degrees();
        camera.checkConnected();
        double before = camera.require(TEMPERATURE).number(VALUE);
        boolean isFar = !(Math.abs(before - degrees) < JUMP_K) || isEcho(before);
        camera.begin(TEMPERATURE, Map.of(VALUE, Numbers.plainText(degrees)),
                v -> v.state() == Vector.State.OK || Math.abs(v.number(VALUE) - degrees) <= NEAR_ENOUGH_K,
                camera.limit(Wait.PROMPT))
                .orThrow(camera.name());
        echo = isFar ? degrees : Double.NaN;
        echoUntilNanos = System.nanoTime() + camera.limit(Wait.SET_POINT_ECHO).toNanos();
        if (camera.find("CCD_COOLER").map(v -> !v.isOn("COOLER_ON")).orElse(false)) {
            camera.turnOn("CCD_COOLER", "COOLER_ON").orThrow(camera.name());
        }
    }

    @Override
    public void off() throws DeviceException, InterruptedException {
        camera.checkConnected();
        if (camera.has("CCD_COOLER")) {
            camera.turnOn("CCD_COOLER", "COOLER_OFF").orThrow(camera.name());
            return;
        }
        Member value = camera.require(TEMPERATURE).members().get(VALUE);
        double warm = value != null && value.hasRange() ? Math.min(AMBIENT, value.max()) : AMBIENT;
        camera.begin(TEMPERATURE, Map.of(VALUE, Numbers.plainText(warm)), _ -> true,
                camera.limit(Wait.PROMPT))
                .orThrow(camera.name());
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        camera.checkConnected();
        Vector v = camera.fresh(TEMPERATURE, camera.limit(Wait.COOLER_READ));
        double value = v.number(VALUE);
        return new Reading(time.now(), isEcho(value) ? Celsius.UNKNOWN : celsius(value), loadPercent());
    }

    /// Some drivers report a new set point as if it had been measured, until they measure again.
    private boolean isEcho(double value) {
        if (System.nanoTime() - echoUntilNanos >= 0 || !Numbers.same(echo, value)) {
            echo = Double.NaN;
        }
        return !Double.isNaN(echo);
    }

    /// A sensor that reads below absolute zero, above 100 degrees or nothing at all is not known.
    static Celsius celsius(double degrees) {
        return degrees > -273 && degrees <= 100 ? Celsius.of(degrees) : Celsius.UNKNOWN;
    }

    private double loadPercent() {
        return new Places(camera, places, profile).power().map(load::percent).orElse(Double.NaN);
    }
}
