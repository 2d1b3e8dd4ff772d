package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.DeviceException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Wheels that are not where they say, or say what they are not, case by case.
class WheelConformanceTest {

    private final ScriptedServer server;
    private final IndiConnection connection;
    private final IndiDevice device;

    WheelConformanceTest() throws IOException {
        server = new ScriptedServer();
        connection = IndiConnection.to("127.0.0.1", server.port(),
                ScriptedServer.PACE.with(Wait.WHEEL_BUSY, Duration.ofMillis(400))
                        .with(Wait.WHEEL_TRAVEL, Duration.ofMillis(900))
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

    private void define(String slot, String... names) {
        server.define("FILTER_SLOT", "Number", "Ok", "rw", members("FILTER_SLOT_VALUE", slot));
        name(names);
    }

    private void name(String... names) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < names.length; i++) {
            members.put("FILTER_SLOT_NAME_" + (i + 1), names[i]);
        }
        server.define("FILTER_NAME", "Text", "Ok", "rw", members);
    }

    private IndiWheel wheel() throws Exception {
        define("1' min='1' max='4", "L", "R", "Ha", "Dark");
        return IndiWheel.connect(device, Duration.ofSeconds(5));
    }

    private void moves(String state, String reached) {
        server.on("FILTER_SLOT", (s, m) -> s.set("FILTER_SLOT", "Number", state,
                reached.isEmpty() ? m : members("FILTER_SLOT_VALUE", reached)));
    }

    /// Everything the server sent so far has arrived.
    private void arrived() throws Exception {
        String mark = "mark " + server.heard().size() + connection.store().revision();
        server.sendControl("<message device='Cam' message='" + mark + "'/>");
        connection.store().await(() -> connection.store().notesSince(0, "Cam").contains(mark),
                System.nanoTime() + Duration.ofSeconds(5).toNanos());
    }

    /// Slots ordered so far.
    private String orders() {
        return String.join(" ", server.orders().stream().filter(o -> o.startsWith("FILTER_SLOT"))
                .map(o -> o.replaceAll("\\D", "")).toList());
    }

    private static String failure(IndiWheel wheel, String filter) {
        return String.valueOf(assertThrows(DeviceException.class, () -> wheel.select(filter)).getMessage());
    }

    @Test
    void case79AWheelThatStaysBusyForEverAtTheRightSlotHasArrived() throws Exception {
        IndiWheel wheel = wheel();
        moves("Busy", "");
        wheel.select("Ha");
        assertEquals("Ha", wheel.selected());
        assertEquals("3", orders());
    }

    @Test
    void case79ASlowWheelIsWaitedForAndNotToldTwice() throws Exception {
        IndiWheel wheel = wheel();
        server.on("FILTER_SLOT", (s, m) -> {
            s.set("FILTER_SLOT", "Number", "Busy", members("FILTER_SLOT_VALUE", "1"));
            sleep(600);
            s.set("FILTER_SLOT", "Number", "Ok", m);
        });
        wheel.select("Dark");
        assertEquals("Dark", wheel.selected());
        assertEquals("4", orders());
    }

    @Test
    void case79AWheelAtTheWrongSlotIsNotWhereItShouldBeWhateverItsState() throws Exception {
        IndiWheel wheel = wheel();
        for (String state : List.of("Ok", "Busy", "Idle")) {
            moves(state, "2");
            assertEquals("Cam: turning to slot 3 (now at 2) took longer than 900 ms", failure(wheel, "Ha"));
        }
        server.on("FILTER_SLOT", (s, _) -> {
            s.sendControl("<message device='Cam' message='[ERROR] carousel is jammed'/>");
            s.set("FILTER_SLOT", "Number", "Alert", members("FILTER_SLOT_VALUE", "2"));
        });
        assertEquals("Cam: [ERROR] carousel is jammed", failure(wheel, "Ha"));
        moves("Ok", "17");
        assertEquals("Cam: expected a slot of 1..4, got \"17.0\"", failure(wheel, "Ha"));
    }

    @Test
    void case79AWheelWithoutSlotsIsNone() throws Exception {
        for (String slots : List.of("0' min='0' max='0", "1' min='1' max='0", "1", "1' min='1' max='nan",
                "1' min='1' max='999")) {
            server.define("FILTER_SLOT", "Number", "Ok", "rw", members("FILTER_SLOT_VALUE", slots));
            server.tellAll();
            arrived();
            assertEquals(DeviceException.Garbled.class, assertThrows(DeviceException.class,
                    () -> IndiWheel.connect(device, Duration.ofSeconds(5))).getClass(), slots);
        }
        server.define("FILTER_SLOT", "Number", "Ok", "rw", members("OTHER", "1"));
        server.tellAll();
        arrived();
        assertEquals("Cam: expected 1..64 slots in FILTER_SLOT, got \"0\"",
                assertThrows(DeviceException.Garbled.class,
                        () -> IndiWheel.connect(device, Duration.ofSeconds(5))).getMessage());
    }

    @Test
    void case79AWheelWhoseNamesChangeSelectsNothingByTheOldOnes() throws Exception {
        IndiWheel wheel = wheel();
        wheel.select("Ha");
        server.set("FILTER_NAME", "Text", "Ok",
                members("FILTER_SLOT_NAME_2", "Ha", "FILTER_SLOT_NAME_3", "R"));
        arrived();
        String moved = "Cam: slot 3 was Ha; its filters are now [L, Ha, R, Dark], were [L, R, Ha, Dark]";
        assertEquals(moved, failure(wheel, "Ha"));
        assertEquals(moved, assertThrows(DeviceException.Refused.class, wheel::selected).getMessage());
        wheel.select("Dark"); // is where it was
        assertEquals("Dark", wheel.selected());
        assertEquals("3 4", orders());

        // withdrawn and defined anew, with another slot
        server.sendControl("<delProperty device='Cam' name='FILTER_NAME'/>");
        name("L", "R", "Ha", "Dark", "Blue");
        server.define("FILTER_SLOT", "Number", "Ok", "rw", members("FILTER_SLOT_VALUE", "4' min='1' max='5"));
        server.tellAll();
        arrived();
        assertEquals(
                "Cam: slot 4 was Dark; its filters are now [L, R, Ha, Dark, Blue], were [L, R, Ha, Dark]",
                failure(wheel, "Dark"));
        server.sendControl("<delProperty device='Cam' name='FILTER_NAME'/>");
        arrived();
        assertEquals("Cam: its driver has withdrawn FILTER_NAME", failure(wheel, "Dark"));
    }

    @Test
    void case79AWheelThatClaimsToStandWhereItShouldIsSentAwayAndBackOnce() throws Exception {
        IndiWheel wheel = wheel();
        assertEquals("L", wheel.selected());
        assertEquals("2 1", orders());
        wheel.select("L");
        assertEquals("L", wheel.selected());
        assertEquals("2 1 1", orders(), "believed from then on");

        // until its driver is started again
        server.sendControl("<delProperty device='Cam'/>");
        server.define("CONNECTION", "Switch", "Ok", "rw", members("CONNECT", "On", "DISCONNECT", "Off"));
        server.tellAll();
        arrived();
        wheel.select("L");
        assertEquals("2 1 1 2 1", orders());

        define("1' min='1' max='1", "Only");
        server.tellAll();
        arrived();
        IndiWheel one = IndiWheel.connect(device, Duration.ofSeconds(5));
        assertEquals("Only", one.selected());
        assertEquals("2 1 1 2 1", orders(), "it has nowhere to go");
    }

    @Test
    void case79AWheelThatCannotProveItsMoveIsNotBelieved() throws Exception {
        IndiWheel wheel = wheel();
        moves("Ok", "1");
        assertEquals("Cam: turning to slot 2 (now at 1) took longer than 900 ms",
                assertThrows(DeviceException.TimedOut.class, wheel::selected).getMessage());
        assertEquals("Cam: turning to slot 2 (now at 1) took longer than 900 ms", failure(wheel, "L"));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
