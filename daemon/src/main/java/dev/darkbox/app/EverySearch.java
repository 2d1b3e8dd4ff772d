package dev.darkbox.app;

import dev.darkbox.cli.DeviceSearch;
import dev.darkbox.config.PartConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.Time;
import dev.darkbox.device.alpaca.AlpacaSurvey;
import dev.darkbox.device.gpio.GpioSurvey;
import dev.darkbox.device.serial.SerialPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks everywhere: behind servers, on USB, at serial ports, at pins. At ports and pins nothing is opened: that would reset
/// boards and take lines.
final class EverySearch implements DeviceSearch {

    private final DeviceSearch servers;
    private final Time time;

    /// @param servers looks behind `indiserver`
    EverySearch(DeviceSearch servers, Time time) {
        this.servers = servers;
        this.time = time;
    }

    @Override
    public List<DeviceSurvey> look(List<RigConfig> rigs, Optional<Server> only, boolean connect)
            throws InterruptedException {
        var surveys = new ArrayList<>(servers.look(rigs, only, connect));
        if (only.isEmpty()) {
            surveys.addAll(new UsbSearch().look(rigs));
            surveys.add(ports(rigs));
            surveys.addAll(new AlpacaSearch(AlpacaSurvey::servers, time).look(rigs, only, connect));
            DeviceSurvey pins = new GpioSurvey().look();
            if (!pins.devices().isEmpty()) {
                surveys.add(pins);
            }
        }
        return surveys;
    }

    private static DeviceSurvey ports(List<RigConfig> rigs) {
        var devices = new ArrayList<Device>();
        for (SerialPorts.Seen seen : SerialPorts.system().seen()) {
            var traits = new ArrayList<Trait>();
            traits.add(Trait.of("write", "port = \"%s\"".formatted(seen.best())));
            seen.usb().ifPresent(usb -> traits.add(Trait.of("USB", usb.text())));
            seen.holder().ifPresent(holder -> traits.add(Trait.of("held", holder)));
            devices.add(new Device(seen.path().toString(), Set.of(Kind.OTHER), "serial port",
                    seen.forbidden().isPresent() ? State.CANNOT_CONNECT : State.NOT_CONNECTED,
                    seen.forbidden().orElse(""), traits));
        }
        var shortcomings = new ArrayList<Shortcoming>();
        for (RigConfig rig : rigs) {
            for (String port : wanted(rig)) {
                if (!Files.exists(Path.of(port))) {
                    shortcomings.add(
                            new Shortcoming(rig.name(), "%s: there is no such port".formatted(port), ""));
                }
            }
        }
        return new DeviceSurvey("serial ports of this machine", Optional.empty(), devices, shortcomings);
    }

    private static Set<String> wanted(RigConfig rig) {
        var ports = new LinkedHashSet<String>();
        Stream.concat(Stream.concat(rig.parts().cap().stream(), rig.parts().panel().stream()),
                rig.parts().heaters().stream().map(heater -> heater.part())).forEach(part -> {
                    if (part instanceof PartConfig.Serial(_, String port)) {
                        ports.add(port);
                    }
                });
        return ports;
    }
}
