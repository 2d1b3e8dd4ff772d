package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.DeviceSearch.Server;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.Time;
import dev.darkbox.device.alpaca.AlpacaBox;
import dev.darkbox.device.alpaca.AlpacaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlpacaSearchTest {

    @TempDir
    private Path folder;

    private List<RigConfig> rigs(String text) throws Exception {
        return assertInstanceOf(Loaded.Ok.class, ConfigReader.load(Configs.uncooled(folder, """
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [1]
                """ + text))).config().rigs();
    }

    @Test
    void configuredServersAreLookedAtAndFoundOnesOnce() throws Exception {
        try (var box = new AlpacaBox(2, Time.system()); var other = new AlpacaBox(1, Time.system())) {
            var search = new AlpacaSearch(() -> List.of(new AlpacaServer("127.0.0.1", box.port()),
                    new AlpacaServer("127.0.0.1", other.port())), Time.system());
            List<RigConfig> rigs = rigs("""
                    [[rig.heater]]
                    name = "Dew"
                    driver = "alpaca"
                    port = %d
                    number = 4
                    id = 0
                    [[rig.contact]]
                    name = "Lid"
                    driver = "alpaca"
                    host = "127.0.0.1"
                    port = %d
                    id = 2
                    """.formatted(box.port(), box.port()));
            List<DeviceSurvey> surveys = search.look(rigs, Optional.empty(), false);
            assertEquals(List.of("Alpaca server http://localhost:" + box.port(),
                    "Alpaca server http://127.0.0.1:" + box.port(),
                    "Alpaca server http://127.0.0.1:" + other.port()),
                    surveys.stream().map(DeviceSurvey::place).toList());
            assertEquals(List.of(new Shortcoming("main",
                    "heater Dew, switch 4 of http://localhost:%d, is not there".formatted(box.port()), "")),
                    surveys.getFirst().shortcomings());
            assertTrue(surveys.get(1).devices().stream().anyMatch(device -> device.traits().stream()
                    .anyMatch(trait -> trait.value().equals("contact Lid of rig main"))));
            assertEquals(List.of(), surveys.get(1).shortcomings());
            assertEquals(List.of(), search.look(rigs, Optional.of(new Server("localhost", 7624)), false));
        }
    }
}
