package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.sdk.AsiControl;

/// The heater of the window in front of the sensor. On, it warms what the sensor sees: dark and bias frames are refused
/// then.
final class AsiHeater implements Switch {

    private final AsiConnection connection;
    private final Time time;

    AsiHeater(AsiConnection connection, Time time) {
        this.connection = connection;
        this.time = time;
    }

    @Override
    public String name() {
        return connection.name() + " " + AsiControl.ANTI_DEW_HEATER.title();
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        boolean on = connection.now().controls().get(AsiControl.ANTI_DEW_HEATER) != 0;
        return new Reading(time.now(), on, Evidence.REPORTED);
    }

    @Override
    public void set(boolean on) throws DeviceException, InterruptedException {
        connection.now().controls().set(AsiControl.ANTI_DEW_HEATER, on ? 1 : 0);
    }

    @Override
    public void close() {
        // the camera closes the connection
    }
}
