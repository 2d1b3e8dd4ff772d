package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.darkbox.cli.DeviceSearch.Server;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.indi.IndiServerPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way from a configuration to what its servers have, with a real `indiserver`.
class IndiSearchTest {

    @TempDir
    private Path folder;

    private static String rig(String name, int port, String camera, String more) {
        return """
                [[rig]]
                name = "%s"
                library = "/tmp/%s"
                dark = "shutter"
                [rig.camera]
                driver = "indi"
                host = "127.0.0.1"
                port = %d
                device = "%s"
                %s
                [[rig.preset]]
                name = "standard"
                gain = 90
                offset = 10
                darks = [1]
                """.formatted(name, name, port, camera, more);
    }

    private List<RigConfig> rigs(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("obs.toml"), text);
        return assertInstanceOf(Loaded.Ok.class, ConfigReader.load(file)).config().rigs();
    }

    @Test
    void eachServerIsLookedAtOnceForAllItsRigs() throws Exception {
        try (var server = IndiServerPeer.with(Files.createDirectory(folder.resolve("home")),
                "indi_simulator_ccd",
                "indi_simulator_wheel")) {
            List<RigConfig> rigs = rigs(
                    rig("main", server.port(), "CCD Simulator", "[rig.wheel]\ndevice = \"EFW\"")
                            + rig("other", server.port(), "CCD Simulatr", "")
                            + rig("away", 1, "CCD Simulator", ""));
            List<DeviceSurvey> surveys = new IndiSearch().look(rigs, Optional.empty(), true);
            assertEquals(2, surveys.size());
            assertEquals(List.of(new Shortcoming("main", "wheel \"EFW\" is not there", "EFW"),
                    new Shortcoming("other", "camera \"CCD Simulatr\" is not there", "CCD Simulatr")),
                    surveys.getFirst().shortcomings());
            assertEquals(Optional.of("127.0.0.1:1: Connection refused"), surveys.getLast().unreachable());
            var only = new Server("127.0.0.1", server.port());
            assertEquals(List.of("CCD Simulator", "Filter Simulator"),
                    new IndiSearch().look(List.of(), Optional.of(only), false).getFirst().devices().stream()
                            .map(DeviceSurvey.Device::name).toList());
            assertEquals(surveys.getFirst().shortcomings(),
                    new IndiSearch().look(rigs, Optional.of(only), false).getFirst().shortcomings());
        }
    }
}
