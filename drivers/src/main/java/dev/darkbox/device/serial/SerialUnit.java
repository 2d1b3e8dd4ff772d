package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A box on a serial port that is opened again when its line was lost. The port stays open as long as the unit: opening
/// one resets most boards.
///
/// A lost line is opened again by the next call, not by the one that lost it: what was ordered before may be undone by
/// the reset, and who asks must know.
public final class SerialUnit implements CoverUnit {

    /// Pauses before each attempt to open again; then the line is given up until asked anew.
    static final List<Duration> BACK_OFF = List.of(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    private final String place;
    private final Protocol protocol;
    private final LineOpener opener;
    private final Time time;
    private final WireLog wire = new WireLog(WireLog.USUAL);
    private final Traits traits;
    private final boolean sighted;
    private Optional<CoverUnit> unit;
    private boolean closed;

    /// Something asked of the box.
    @FunctionalInterface
    private interface Call<T> {
        T on(CoverUnit unit) throws DeviceException, InterruptedException;
    }

    private SerialUnit(String place, Protocol protocol, LineOpener opener, Time time)
            throws DeviceException, InterruptedException {
        this.place = place;
        this.protocol = protocol;
        this.opener = opener;
        this.time = time;
        CoverUnit greeted = greet();
        unit = Optional.of(greeted);
        traits = greeted.traits();
        sighted = greeted instanceof Sighted;
    }

    /// Opens the port and greets what hangs there.
    ///
    /// @param protocol one of [Protocols#names]
    /// @throws DeviceException.Lost there is no such port
    /// @throws DeviceException what hangs there does not speak the protocol; the message names the port
    public static SerialUnit open(String place, String protocol, LineOpener opener, Time time)
            throws DeviceException, InterruptedException {
        return new SerialUnit(place, Protocols.named(protocol), opener, time);
    }

    static SerialUnit open(String place, Protocol protocol, LineOpener opener, Time time)
            throws DeviceException, InterruptedException {
        return new SerialUnit(place, protocol, opener, time);
    }

    private CoverUnit greet() throws DeviceException, InterruptedException {
        DeviceException last = new DeviceException.Refused(place, protocol.name() + " has no port profile");
        for (PortProfile profile : protocol.profiles()) {
            ByteLine line = opener.open(place, profile);
            boolean greeted = false;
            try {
                wire.note(time.now(), "opened at %d baud for %s".formatted(profile.baud(), protocol.name()));
                time.sleep(profile.boot());
                var dialogue = new Dialogue(place, line, new Framing(protocol.lineEnds()), time, wire);
                dialogue.discard();
                CoverUnit hello = protocol.greet(dialogue);
                greeted = true;
                return hello;
            } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
                last = e;
            } finally {
                if (!greeted) {
                    line.close();
                }
            }
        }
        throw last;
    }

    private CoverUnit unit() throws DeviceException, InterruptedException {
        if (closed) {
            throw new DeviceException.Lost(place, "closed");
        }
        if (unit.isPresent()) {
            return unit.get();
        }
        DeviceException last = new DeviceException.Lost(place, "not opened again");
        for (Duration pause : BACK_OFF) {
            time.sleep(pause);
            try {
                CoverUnit again = greet();
                if (!again.traits().identity().equals(traits.identity())) {
                    again.close();
                    throw new DeviceException.Refused(place, "was %s, now %s hangs there".formatted(
                            traits.identity(), again.traits().identity()));
                }
                unit = Optional.of(again);
                return again;
            } catch (DeviceException.Refused e) {
                throw e;
            } catch (DeviceException e) {
                last = e;
            }
        }
        throw last;
    }

    private <T> T call(Call<T> call) throws DeviceException, InterruptedException {
        CoverUnit now = unit();
        try {
            return call.on(now);
        } catch (DeviceException.Lost e) {
            wire.note(time.now(), e.what());
            now.close();
            unit = Optional.empty();
            throw e;
        }
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public synchronized Cover cover() throws DeviceException, InterruptedException {
        return call(CoverUnit::cover);
    }

    @Override
    public synchronized void move(Position goal) throws DeviceException, InterruptedException {
        call(u -> {
            u.move(goal);
            return goal;
        });
    }

    @Override
    public synchronized void halt() throws DeviceException, InterruptedException {
        call(u -> {
            u.halt();
            return u;
        });
    }

    @Override
    public synchronized Lamp lamp() throws DeviceException, InterruptedException {
        return call(CoverUnit::lamp);
    }

    @Override
    public synchronized void light(int percent) throws DeviceException, InterruptedException {
        call(u -> {
            u.light(percent);
            return u;
        });
    }

    @Override
    public synchronized Heater heater() throws DeviceException, InterruptedException {
        return call(CoverUnit::heater);
    }

    @Override
    public synchronized void heat(boolean on) throws DeviceException, InterruptedException {
        call(u -> {
            u.heat(on);
            return u;
        });
    }

    /// The sensor it has for light, if it has one; closing that closes this.
    public Optional<LightSensor> lightSensor() {
        return sighted ? Optional.of(new BoxSight(this, time)) : Optional.empty();
    }

    synchronized LightSensor.Reading sight() throws DeviceException, InterruptedException {
        return call(u -> {
            if (u instanceof Sighted box) {
                return box.sight();
            }
            throw new DeviceException.Refused(place, "this box has no light sensor");
        });
    }

    @Override
    public WireLog wire() {
        return wire;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            unit.ifPresent(CoverUnit::close);
            unit = Optional.empty();
        }
    }
}
