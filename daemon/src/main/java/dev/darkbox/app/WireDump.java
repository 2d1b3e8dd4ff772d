package dev.darkbox.app;

import dev.darkbox.device.Rig;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.Wired;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tinylog.Logger;

/// When a cap, panel or heater is in trouble, what was said on its wire last goes to the log, once for each trouble:
/// raw bytes are what most such faults were ever solved from.
///
/// Threading: the run's.
final class WireDump implements EventSink {

    /// Exchanges shown.
    private static final int MOST = 24;

    private record Wire(String name, WireLog log) {}

    private final List<Wire> wires = new ArrayList<>();

    /// @param rig connected
    WireDump(Rig rig) {
        Stream.concat(Stream.concat(rig.cap().stream(), rig.panel().stream()), rig.heaters().stream())
                .forEach(device -> {
                    if (device instanceof Wired wired) {
                        wires.add(new Wire(name(device), wired.wire()));
                    }
                });
    }

    private static String name(Object device) {
        return switch (device) {
            case dev.darkbox.device.DustCap cap -> cap.name();
            case dev.darkbox.device.FlatPanel panel -> panel.name();
            case dev.darkbox.device.Switch heater -> heater.name();
            default -> "";
        };
    }

    @Override
    public void emit(RunEvent event) {
        String device = event instanceof RunEvent.NotDark dark
                ? dark.device()
                : event instanceof RunEvent.DeviceTrouble trouble ? trouble.device() : "";
        wires.stream().filter(wire -> wire.name().equals(device)).findFirst()
                .ifPresent(wire -> dump(event.rig(), wire));
    }

    private static void dump(String rig, Wire wire) {
        List<WireLog.Entry> all = wire.log().entries();
        List<WireLog.Entry> last = all.subList(Math.max(0, all.size() - MOST), all.size());
        Logger.warn("{}: last said to (>) and by (<) {}:", rig, wire.name());
        last.forEach(entry -> Logger.warn("{}:   {}", rig, entry));
    }
}
