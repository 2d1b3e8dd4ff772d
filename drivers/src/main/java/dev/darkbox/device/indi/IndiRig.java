package dev.darkbox.device.indi;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A rig whose devices all hang on one `indiserver`, over one pair of connections.
///
/// Threading: as its devices; one run at a time.
public final class IndiRig implements Rig {

    private final IndiSpec spec;
    private final IndiConnection connection;
    private final long deadline;
    private final IndiCamera camera;
    private final Optional<FilterWheel> wheel;
    private final Optional<DustCap> cap;
    private final Optional<FlatPanel> panel;
    private final List<Switch> heaters = new ArrayList<>();

    private IndiRig(IndiSpec spec, Time time, IndiConnection connection, Optional<DriverStarter> starter)
            throws DeviceException, InterruptedException {
        this.spec = spec;
        this.connection = connection;
        deadline = System.nanoTime() + spec.connectLimit().toNanos();
        camera = IndiCamera.connect(spec, connection, time, starter, spec.connectLimit());
        wheel = spec.wheel().isEmpty()
                ? Optional.empty()
                : Optional.of(IndiWheel.connect(device(spec.wheel()), limit()));
        cap = spec.cap().isEmpty()
                ? Optional.empty()
                : Optional.of(IndiCap.connect(device(spec.cap()), time, limit()));
        panel = spec.panel().isEmpty()
                ? Optional.empty()
                : Optional.of(IndiPanel.connect(device(spec.panel()), time, limit()));
        for (IndiSpec.Heater heater : spec.heaters()) {
            heaters.add(IndiSwitch.connect(heater, connection, time, limit()));
        }
    }

    /// Connects to the server and to every device of the rig.
    ///
    /// @throws DeviceException.Lost no server, no such device, or its driver cannot connect to it
    /// @throws DeviceException.Refused a device lacks what its part in the rig needs
    public static IndiRig open(IndiSpec spec, Time time) throws DeviceException, InterruptedException {
        return open(spec, time, Optional.empty());
    }

    /// The same where drivers can be restarted.
    ///
    /// @param starter does it
    public static IndiRig open(IndiSpec spec, Time time, Optional<DriverStarter> starter)
            throws DeviceException, InterruptedException {
        return open(spec, time, starter, Pace.USUAL);
    }

    /// The same at another pace.
    static IndiRig open(IndiSpec spec, Time time, Pace pace) throws DeviceException, InterruptedException {
        return open(spec, time, Optional.empty(), pace);
    }

    static IndiRig open(IndiSpec spec, Time time, Optional<DriverStarter> starter, Pace pace)
            throws DeviceException, InterruptedException {
        IndiConnection connection = IndiConnection.to(spec.host(), spec.port(), spec.local(), pace);
        boolean opened = false;
        try {
            var rig = new IndiRig(spec, time, connection, starter);
            opened = true;
            return rig;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    private IndiDevice device(String name) {
        return new IndiDevice(connection, name);
    }

    private Duration limit() {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        Duration least = connection.pace().of(Wait.LATE_DEVICE);
        return left.compareTo(least) < 0 ? least : left;
    }

    /// How frames get here, for a log line: `shared memory`, `TCP`, or `TCP` with the reason why not otherwise.
    public String frameRoute() {
        return connection.frameRoute();
    }

    @Override
    public String name() {
        return spec.rig();
    }

    @Override
    public Camera camera() {
        return camera;
    }

    @Override
    public Optional<DustCap> cap() {
        return cap;
    }

    @Override
    public Optional<FlatPanel> panel() {
        return panel;
    }

    @Override
    public Optional<FilterWheel> wheel() {
        return wheel;
    }

    @Override
    public List<Switch> heaters() {
        return List.copyOf(heaters);
    }

    /// Ends our connections. The drivers stay connected to their hardware: a driver that disconnects may switch its
    /// cooler off.
    @Override
    public void close() {
        connection.close();
        camera.close();
    }
}
