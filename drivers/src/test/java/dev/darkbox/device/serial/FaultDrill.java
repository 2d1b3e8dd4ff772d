package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.Switch;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.WireBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Every fault a box can have, before it is opened and while it is lit and open: whatever happens, it ends in time,
/// what is claimed on the box's word or better is true, and what goes wrong names the port.
final class FaultDrill {

    static final String PORT = "/dev/serial/by-id/usb-FTDI_A8";
    static final Instant EVENING = Instant.parse("2026-01-01T20:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime(EVENING);
    private final BoxLine line;
    private final String protocol;
    private final String which;
    private final List<String> errors = new ArrayList<>();

    private FaultDrill(String protocol, WireFault fault, boolean before,
            Function<VirtualTime, WireBox> box) {
        this.protocol = protocol;
        line = new BoxLine(box.apply(time), time);
        which = protocol + ", " + fault.text() + (before ? " before" : " after") + " opening";
    }

    /// Goes through all of them.
    ///
    /// @param box open, made at the time's now
    /// @return what went wrong, by fault: `mute after opening: …`
    static List<String> run(String protocol, Function<VirtualTime, WireBox> box) throws InterruptedException {
        var all = new ArrayList<String>();
        for (WireFault fault : WireFault.values()) {
            for (boolean before : new boolean[]{true, false}) {
                var drill = new FaultDrill(protocol, fault, before, box);
                drill.night(fault, before);
                drill.errors.forEach(e -> all.add(fault.text() + (before ? " before: " : " after: ") + e));
                assertTrue(Duration.between(EVENING, drill.time.now()).compareTo(LONGEST) < 0,
                        () -> drill.which + " took until " + drill.time.now());
            }
        }
        return all;
    }

    private interface Step {
        void go() throws DeviceException, InterruptedException;
    }

    private void night(WireFault fault, boolean before) throws InterruptedException {
        if (before) {
            line.fail(fault);
        }
        attempt(() -> {
            try (SerialUnit unit = SerialUnit.open(PORT, protocol, line, time)) {
                if (!before) {
                    warmUp(unit);
                    line.fail(fault);
                }
                shut(unit);
                dark(unit);
                cold(unit);
                seen(unit);
            }
        });
    }

    private void warmUp(SerialUnit unit) throws DeviceException, InterruptedException {
        if (unit.traits().lamp()) {
            new UnitPanel(unit, time).light(100);
        }
        if (unit.traits().heater()) {
            new UnitHeater("dew", unit).set(true);
        }
    }

    private void shut(SerialUnit unit) throws InterruptedException {
        if (unit.traits().cover()) {
            attempt(() -> {
                DustCap cap = new UnitCap(unit, time);
                cap.moveTo(Position.SHUT);
                DustCap.Reading now = cap.read();
                if (now.position() == Position.SHUT && now.evidence().compareTo(Evidence.REPORTED) >= 0) {
                    assertEquals(0, line.truth().openPart(), which);
                }
            });
        }
    }

    private void dark(SerialUnit unit) throws InterruptedException {
        if (unit.traits().lamp()) {
            attempt(() -> {
                FlatPanel panel = new UnitPanel(unit, time);
                panel.light(0);
                FlatPanel.Reading now = panel.read();
                if (now.percent() == 0 && now.evidence().compareTo(Evidence.REPORTED) >= 0) {
                    assertEquals(0, line.truth().lampPercent(), which);
                }
            });
        }
    }

    private void cold(SerialUnit unit) throws InterruptedException {
        if (unit.traits().heater()) {
            attempt(() -> {
                Switch heater = new UnitHeater("dew", unit);
                heater.set(false);
                Switch.Reading now = heater.read();
                if (!now.on() && now.evidence().compareTo(Evidence.REPORTED) >= 0) {
                    assertTrue(!line.truth().heating(), which);
                }
            });
        }
    }

    private void seen(SerialUnit unit) throws InterruptedException {
        if (unit.lightSensor().isPresent()) {
            LightSensor sensor = unit.lightSensor().get();
            LightSensor.Reading now = sensor.read();
            if (now.sight() == LightSensor.Sight.DARK) {
                assertEquals(0, line.truth().lampPercent(), which);
            }
        }
    }

    private void attempt(Step step) throws InterruptedException {
        try {
            step.go();
        } catch (DeviceException e) {
            boolean heater = e.device().equals("dew") && e.what().contains(PORT);
            assertTrue(e.device().equals(PORT) || heater, () -> which + ": " + e.getMessage());
            errors.add(e.what());
        }
    }
}
