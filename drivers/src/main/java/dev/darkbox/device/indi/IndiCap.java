package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.Vector.State;
import java.time.Duration;
import java.util.List;

/// A dust cap behind `indiserver`. It is shut only when the driver says so and says `Ok` with it.
public final class IndiCap implements DustCap {

    private static final String PARK = "CAP_PARK";

    private final IndiDevice device;
    private final Time time;

    private IndiCap(IndiDevice device, Time time) {
        this.device = device;
        this.time = time;
    }

    static IndiCap connect(IndiDevice device, Time time, Duration limit)
            throws DeviceException, InterruptedException {
        device.connect(List.of(PARK), limit);
        return new IndiCap(device, time);
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        device.ensureConnected();
        return new Reading(time.now(), position(device.fresh(PARK, device.limit(Wait.PROMPT))),
                Evidence.REPORTED);
    }

    static Position position(Vector park) {
        boolean shut = park.isOn("PARK");
        boolean open = park.isOn("UNPARK");
        return switch (park.state()) {
            case BUSY -> Position.MOVING;
            case OK -> shut == open ? Position.UNKNOWN : shut ? Position.SHUT : Position.OPEN;
            case IDLE -> open && !shut ? Position.OPEN : Position.UNKNOWN;
            case ALERT, UNSTATED -> Position.UNKNOWN;
        };
    }

    @Override
    public void moveTo(Position goal) throws DeviceException, InterruptedException {
        if (goal != Position.OPEN && goal != Position.SHUT) {
            throw new IllegalArgumentException("a cap cannot be sent to " + goal);
        }
        device.ensureConnected();
        String member = goal == Position.SHUT ? "PARK" : "UNPARK";
        Vector arrived = device.turn(PARK, member, true, Manner.MOVING, device.limit(Wait.CAP_TRAVEL))
                .orThrow(name());
        // Idle is what some drivers pass through between Busy and Ok
        if (arrived.state() != State.OK) {
            device.await(() -> device.find(PARK).map(v -> v.state() == State.OK).orElse(true),
                    System.nanoTime() + device.limit(Wait.CAP_TRAVEL).toNanos());
        }
        Position reached = position(device.require(PARK));
        if (reached != goal) {
            throw new DeviceException.TimedOut(name(), "moving to " + goal + " (now " + reached + ")",
                    device.limit(Wait.CAP_TRAVEL));
        }
    }

    @Override
    public void close() {
        // the rig closes the connection
    }
}
