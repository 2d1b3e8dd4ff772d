package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiLibrary;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A camera's connection, which may be lost and made again: the library may number the camera otherwise then.
///
/// Threading: as [AsiCamera]; its calls take turns.
final class AsiConnection implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final AsiHub hub;
    private final Duration comeback;
    private final AsiBus bus;
    private final AsiThread thread;
    private AsiSpec spec;
    private volatile String name = "";
    private volatile Optional<Open> open = Optional.empty();
    private volatile Set<AsiControl> had = Set.of();

    /// What is known of a camera that is open.
    ///
    /// @param info as it was when it was opened
    /// @param serial empty when it has none
    record Open(AsiCalls calls, AsiControls controls, AsiCameraInfo info, String serial) {}

    /// @param comeback how long [#await] waits
    AsiConnection(AsiHub hub, AsiSpec spec, Duration comeback, AsiBus bus) {
        this.hub = hub;
        this.comeback = comeback;
        this.spec = spec;
        this.bus = bus;
        thread = new AsiThread("asi " + spec);
    }

    AsiLibrary library() {
        return hub.library();
    }

    AsiBus bus() {
        return bus;
    }

    /// The camera.
    ///
    /// @throws DeviceException.Lost it is not open
    Open now() throws DeviceException {
        return open.orElseThrow(() -> new DeviceException.Lost(name, "it is not open"));
    }

    /// The same from the first opening on.
    String name() {
        return name;
    }

    /// The controls it had when it was opened last, even if it is gone now.
    Set<AsiControl> had() {
        return had;
    }

    /// Opens it. From then on only this very camera is meant, as far as it can be told from others.
    void open() throws DeviceException, InterruptedException {
        Open made = hub.open(spec, name, thread);
        name = made.calls().device();
        spec = new AsiSpec(made.info().name(), made.serial());
        open = Optional.of(made);
        had = Set.copyOf(made.controls().all().keySet());
    }

    /// Closes and opens it.
    void again() throws DeviceException, InterruptedException {
        letGo();
        open();
    }

    /// Opens it as soon as it is there.
    ///
    /// @throws DeviceException.Lost it did not come back in time
    void await(Time time) throws DeviceException, InterruptedException {
        long deadline = time.nanos() + comeback.toNanos();
        while (true) {
            try {
                again();
                return;
            } catch (DeviceException.Lost e) {
                if (time.nanos() - deadline >= 0) {
                    throw e;
                }
            }
            time.sleep(LOOK_EVERY);
        }
    }

    /// Closes it as far as it can be closed.
    ///
    /// @throws DeviceException.TimedOut a call has not come back: closing would pull memory from under it
    private void letGo() throws DeviceException, InterruptedException {
        if (open.isEmpty()) {
            return;
        }
        AsiCalls calls = open.get().calls();
        quietly(calls::stop);
        quietly(calls::close);
        hub.release(open.get().calls().id());
        open = Optional.empty();
    }

    private void letGoLater(Open hanging) {
        int id = hanging.calls().id();
        hub.hangs(id);
        thread.last(() -> {
            hub.library().stopExposure(id);
            hub.library().closeCamera(id);
            hub.release(id);
        });
    }

    private interface Order {
        void give() throws DeviceException, InterruptedException;
    }

    private static void quietly(Order order) throws DeviceException, InterruptedException {
        try {
            order.give();
        } catch (DeviceException.Lost | DeviceException.Garbled | DeviceException.Refused _) {
            // what is gone is stopped and closed already
        }
    }

    /// Closes it; while a call is out, as soon as that is back. Until then nobody else in this program gets it.
    @Override
    public void close() {
        try {
            if (thread.isOut()) {
                open.ifPresent(this::letGoLater);
            } else {
                letGo();
            }
        } catch (DeviceException _) {
            // left open: the program ends, or opens it anew
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open = Optional.empty();
            thread.close();
        }
    }
}
