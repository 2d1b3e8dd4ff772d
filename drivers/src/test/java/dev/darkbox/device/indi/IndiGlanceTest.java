package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndiGlanceTest {

    private static final Pace PACE = ScriptedServer.PACE.with(Wait.SETTLING, Duration.ofMillis(300))
            .with(Wait.SERVER, Duration.ofMillis(500));

    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private boolean isOn(String control) throws Exception {
        return IndiGlance.isOn("127.0.0.1", server.port(), "Cam", control, PACE);
    }

    @Test
    void aSwitchIsReadAndNothingIsOrdered() throws Exception {
        server.define("DOME", "Switch", "Idle", "ro", Map.of("SHUT", "On", "OPEN", "Off"));
        server.define("POWER", "Number", "Idle", "rw", Map.of("DEW", "0", "FAN", "30"));
        server.define("NAME", "Text", "Idle", "rw", Map.of("OF", "it"));
        try (IndiConnection somebody = IndiConnection.to("127.0.0.1", server.port(), PACE)) {
            new IndiDevice(somebody, "Cam").connect(List.of(), Duration.ofSeconds(5));
        }
        assertTrue(isOn("DOME.SHUT"));
        assertFalse(isOn("DOME.OPEN"));
        assertFalse(isOn("POWER.DEW"));
        assertTrue(isOn("POWER.FAN"));
        assertThrows(DeviceException.Refused.class, () -> isOn("NAME.OF"));
        assertThrows(DeviceException.Refused.class, () -> isOn("DOME.HALF"));
        assertThrows(DeviceException.Refused.class, () -> isOn("ROOF.SHUT"));
        assertEquals(List.of("CONNECTION{CONNECT=On}"), server.orders(), "of somebody else");
    }

    @Test
    void aServerThatIsNotThereIsLost() throws Exception {
        int port = server.port();
        server.close();
        assertThrows(DeviceException.Lost.class,
                () -> IndiGlance.isOn("127.0.0.1", port, "Cam", "DOME.SHUT", PACE));
    }
}
