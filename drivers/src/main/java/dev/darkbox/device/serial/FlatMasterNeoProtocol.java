package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.FlatMasterNeo.Model;
import dev.darkbox.device.serial.FlatMasterNeo.Request;
import java.time.Duration;
import java.util.List;

/// Pegasus FlatMaster WiFi on its USB port, and FlatMaster Neo.
final class FlatMasterNeoProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(1);
    private static final int TRIES = 4;

    @Override
    public String name() {
        return "flatmaster-neo";
    }

    /// The Neo's first: the WiFi has USB of its own and may not care.
    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(9600), PortProfile.of(115200));
    }

    @Override
    public String lineEnds() {
        return "\r\n";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        Model model = dialogue.ask(new Request.Hello().encode(), HELLO, TRIES, Model::greeting);
        String version = dialogue
                .ask(new Request.Version().encode(), HELLO, TRIES, new Request.Version()::answer)
                .substring(3);
        String identity = "%s, firmware %s".formatted(model.text(), version);
        return switch (model) {
            case WIFI -> new FlatMasterWifiUnit(dialogue, identity);
            case NEO -> new FlatMasterNeoUnit(dialogue, identity);
        };
    }
}
