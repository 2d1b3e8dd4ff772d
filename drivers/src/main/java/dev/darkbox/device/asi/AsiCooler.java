package dev.darkbox.device.asi;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.sdk.AsiControl;

/// The cooler. Its set points are whole degrees; one between two of them would never be reached and is refused. Where
/// there is a fan that can be switched, it runs from the first set point on and is never stopped: a cooler that was
/// switched off still has to get rid of its heat.
final class AsiCooler implements Cooler {

    private static final int DEGREE = 1000;
    /// Half of the finest tolerance a run may have.
    private static final int NEAR_ENOUGH_MILLI_K = 50;
    private static final int MILLI_IN_TENTH = 100;
    /// A sensor that reads outside of these is not read at all.
    private static final int COLDEST = -100 * DEGREE;
    private static final int WARMEST = 100 * DEGREE;

    private final AsiConnection connection;
    private final Time time;

    AsiCooler(AsiConnection connection, Time time) {
        this.connection = connection;
        this.time = time;
    }

    @Override
    public void target(Celsius target) throws DeviceException, InterruptedException {
        AsiControls controls = connection.now().controls();
        int degrees = Math.round(target.milliC() / (float) DEGREE);
        if (!target.isKnown() || Math.abs(target.milliC() - degrees * DEGREE) > NEAR_ENOUGH_MILLI_K) {
            throw new DeviceException.Refused(connection.name(),
                    "set point %s: the camera takes whole degrees; allowed: %d or %d °C".formatted(target,
                            Math.floorDiv(target.milliC(), DEGREE), Math.ceilDiv(target.milliC(), DEGREE)));
        }
        if (controls.canSet(AsiControl.FAN_ON)) {
            controls.set(AsiControl.FAN_ON, 1);
        }
        controls.set(AsiControl.TARGET_TEMPERATURE, degrees);
        controls.set(AsiControl.COOLER_ON, 1);
    }

    @Override
    public void off() throws DeviceException, InterruptedException {
        connection.now().controls().set(AsiControl.COOLER_ON, 0);
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        AsiControls controls = connection.now().controls();
        Celsius sensor = sensor(controls);
        double load = controls.has(AsiControl.COOLER_POWER)
                ? controls.get(AsiControl.COOLER_POWER)
                : Double.NaN;
        return new Reading(time.now(), sensor, load);
    }

    /// What the sensor's thermometer reads; unknown where there is none.
    static Celsius sensor(AsiControls controls) throws DeviceException, InterruptedException {
        if (!controls.has(AsiControl.TEMPERATURE)) {
            return Celsius.UNKNOWN;
        }
        long milliC = controls.get(AsiControl.TEMPERATURE) * MILLI_IN_TENTH;
        return milliC < COLDEST || milliC > WARMEST ? Celsius.UNKNOWN : new Celsius((int) milliC);
    }
}
