package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.Vector.State;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Caps that are not known to be shut and panels that are not dark, case by case.
class CoverConformanceTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ScriptedServer server;
    private final IndiConnection connection;
    private final IndiDevice device;

    CoverConformanceTest() throws IOException {
        server = new ScriptedServer();
        connection = IndiConnection.to("127.0.0.1", server.port(),
                ScriptedServer.PACE.with(Wait.CAP_TRAVEL, Duration.ofMillis(600))
                        .with(Wait.PROMPT, Duration.ofSeconds(2)));
        device = new IndiDevice(connection, ScriptedServer.CAMERA);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        server.close();
    }

    /// Members in this order: name, value, name, value, …
    private static Map<String, String> members(String... namesAndValues) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private IndiCap cap(String state, String park, String unpark) throws Exception {
        server.define("CAP_PARK", "Switch", state, "rw", members("PARK", park, "UNPARK", unpark));
        return IndiCap.connect(device, Time.system(), LIMIT);
    }

    private void says(String state, String park, String unpark) throws IOException {
        server.set("CAP_PARK", "Switch", state, members("PARK", park, "UNPARK", unpark));
    }

    @Test
    void case75ACapIsShutOnlyWhenItsSwitchAndItsStateAgree() {
        var seen = new StringBuilder();
        for (String state : List.of("Idle", "Ok", "Busy", "Alert")) {
            for (String both : List.of("Off Off", "On Off", "Off On", "On On")) {
                String[] words = both.split(" ", -1);
                seen.append(IndiCap.position(park(State.parse(state), words[0], words[1]))).append(' ');
            }
            seen.append('\n');
        }
        assertEquals("""
                UNKNOWN UNKNOWN OPEN UNKNOWN\s
                UNKNOWN SHUT OPEN UNKNOWN\s
                MOVING MOVING MOVING MOVING\s
                UNKNOWN UNKNOWN UNKNOWN UNKNOWN\s
                """, seen.toString());
    }

    private static Vector park(State state, String park, String unpark) {
        var parts = new LinkedHashMap<String, Vector.Member>();
        members("PARK", park, "UNPARK", unpark).forEach((name, value) -> parts.put(name,
                new Vector.Member(name, name, value, Double.NaN, Double.NaN)));
        return new Vector("Cam", "CAP_PARK", Vector.Kind.SWITCH, state, true, "OneOfMany", parts);
    }

    @Test
    void case75ACapAtAnUnknownPlaceCanBeSentSomewhereAndMayBeIdleOnItsWay() throws Exception {
        IndiCap cap = cap("Alert", "Off", "Off");
        server.on("CAP_PARK", (_, _) -> {
            says("Busy", "On", "Off");
            says("Idle", "On", "Off");
            sleep(100);
            says("Ok", "On", "Off");
        });
        assertEquals(Position.UNKNOWN, cap.read().position());
        cap.moveTo(Position.SHUT);
        assertEquals(Position.SHUT, cap.read().position());
    }

    @Test
    void case75ACapThatStallsOrNeverSaysOkIsNotTakenForShut() throws Exception {
        IndiCap cap = cap("Ok", "Off", "On");
        server.on("CAP_PARK", (_, _) -> says("Idle", "On", "Off"));
        assertEquals("Cam: moving to SHUT (now UNKNOWN) took longer than 600 ms",
                assertThrows(DeviceException.TimedOut.class, () -> cap.moveTo(Position.SHUT)).getMessage());
        server.on("CAP_PARK", (_, _) -> says("Busy", "On", "Off"));
        assertThrows(DeviceException.TimedOut.class, () -> cap.moveTo(Position.SHUT));
        assertEquals(Position.MOVING, cap.read().position());
        server.on("CAP_PARK", (s, _) -> {
            says("Busy", "On", "Off");
            s.sendControl("<message device='Cam' message='[ERROR] motor stalled'/>");
            says("Alert", "Off", "Off");
        });
        assertEquals("Cam: [ERROR] motor stalled",
                assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT)).getMessage());
        assertEquals(Position.UNKNOWN, cap.read().position());
    }

    @Test
    void case75ACapThatSomebodyElseMovesIsSeenByTheNextLook() throws Exception {
        IndiCap cap = cap("Ok", "On", "Off");
        assertEquals(Position.SHUT, cap.read().position());
        says("Busy", "Off", "On");
        assertEquals(Position.MOVING, cap.read().position());
        says("Ok", "Off", "On");
        assertEquals(Position.OPEN, cap.read().position());
        // the answer to this look may be the one to the last, which was told of anyway
        cap.read();
        Thread.sleep(200);
        server.mute(true);
        assertEquals("Cam: reading CAP_PARK took longer than 2 s",
                assertThrows(DeviceException.TimedOut.class, cap::read).getMessage(),
                "what was known is no reading");
    }

    private IndiPanel panel(String on, String intensity) throws Exception {
        server.define("FLAT_LIGHT_CONTROL", "Switch", "Idle", "rw",
                members("FLAT_LIGHT_ON", on, "FLAT_LIGHT_OFF", on.equals("On") ? "Off" : "On"));
        if (!intensity.isEmpty()) {
            server.define("FLAT_LIGHT_INTENSITY", "Number", "Idle", "rw",
                    members("FLAT_LIGHT_INTENSITY_VALUE", intensity));
        }
        return IndiPanel.connect(device, Time.system(), LIMIT);
    }

    private List<String> orders(String property) {
        return server.orders().stream().filter(o -> o.startsWith(property + "{"))
                .map(o -> o.substring(property.length())).toList();
    }

    @Test
    void case76ALightThatIsOnAtTheBeginningIsSeenAndCanBePutOut() throws Exception {
        IndiPanel panel = panel("On", "128' min='0' max='255");
        assertEquals(50, panel.read().percent());
        panel.light(0);
        assertEquals(0, panel.read().percent());
        assertEquals(List.of("{FLAT_LIGHT_OFF=On}"), orders("FLAT_LIGHT_CONTROL"));
        server.on("FLAT_LIGHT_CONTROL", (s, _) -> s.set("FLAT_LIGHT_CONTROL", "Switch", "Ok",
                members("FLAT_LIGHT_ON", "On", "FLAT_LIGHT_OFF", "Off")));
        assertEquals("Cam: FLAT_LIGHT_CONTROL reads OK FLAT_LIGHT_ON=On FLAT_LIGHT_OFF=Off",
                assertThrows(DeviceException.Refused.class, () -> panel.light(0)).getMessage());
        server.set("FLAT_LIGHT_CONTROL", "Switch", "Ok",
                members("FLAT_LIGHT_ON", "Off", "FLAT_LIGHT_OFF", "Off"));
        assertEquals("Cam: expected the light on or off, got \"neither\"",
                assertThrows(DeviceException.Garbled.class, panel::read).getMessage());
    }

    @Test
    void case76ALightThatAFilterChangeTurnsOnOrBrighterIsSeen() throws Exception {
        server.define("FILTER_SLOT", "Number", "Ok", "rw", members("FILTER_SLOT_VALUE", "1' min='1' max='4"));
        IndiPanel panel = panel("Off", "0' min='0' max='4096");
        IndiWheel wheel = IndiWheel.connect(device, LIMIT);
        server.on("FILTER_SLOT", (s, m) -> {
            s.set("FLAT_LIGHT_INTENSITY", "Number", "Ok", members("FLAT_LIGHT_INTENSITY_VALUE", "3072"));
            s.set("FLAT_LIGHT_CONTROL", "Switch", "Ok",
                    members("FLAT_LIGHT_ON", "On", "FLAT_LIGHT_OFF", "Off"));
            s.set("FILTER_SLOT", "Number", "Ok", m);
        });
        assertEquals(0, panel.read().percent());
        wheel.select("3");
        assertEquals(75, panel.read().percent());
        panel.light(25);
        assertEquals(25, panel.read().percent());
        wheel.select("2");
        assertEquals(75, panel.read().percent());
        panel.light(0);
        assertEquals(0, panel.read().percent());
        assertEquals(List.of("{FLAT_LIGHT_INTENSITY_VALUE=1024}"), orders("FLAT_LIGHT_INTENSITY"));
    }

    @Test
    void case77APanelThatCannotDimIsOnOrOff() throws Exception {
        for (String intensity : List.of("", "1' min='0' max='1")) {
            IndiPanel panel = panel("Off", intensity);
            int before = orders("FLAT_LIGHT_CONTROL").size();
            assertEquals("Cam: the panel cannot dim to 40 %, only 0 or 100",
                    assertThrows(DeviceException.Refused.class, () -> panel.light(40)).getMessage());
            assertEquals(before, orders("FLAT_LIGHT_CONTROL").size(), "not even turned on");
            panel.light(100);
            assertEquals(100, panel.read().percent());
            panel.light(0);
            assertEquals(0, panel.read().percent());
        }
        assertEquals(List.of(), orders("FLAT_LIGHT_INTENSITY"));
    }

    @Test
    void case78ALightThatIsRefusedWhileTheCapIsOpenStaysOff() throws Exception {
        IndiPanel panel = panel("Off", "0' min='0' max='255");
        server.on("FLAT_LIGHT_CONTROL", (s, _) -> {
            s.sendControl(
                    "<message device='Cam' message='[ERROR] Cannot control light while cap is unparked.'/>");
            s.set("FLAT_LIGHT_CONTROL", "Switch", "Alert",
                    members("FLAT_LIGHT_ON", "Off", "FLAT_LIGHT_OFF", "On"));
        });
        assertEquals("Cam: [ERROR] Cannot control light while cap is unparked.",
                assertThrows(DeviceException.Refused.class, () -> panel.light(50)).getMessage());
        assertEquals(0, panel.read().percent());
        assertEquals(List.of(), orders("FLAT_LIGHT_INTENSITY"));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
