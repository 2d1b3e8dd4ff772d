package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiSpec.Heater;
import dev.darkbox.device.indi.IndiSpec.Setting;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Settings and devices as vendors' drivers have them: the places they use, and the states they stay in.
class ScriptedRigTest {

    private static final Readout BARE = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);

    private ScriptedServer server;
    private Optional<Rig> rig = Optional.empty();

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() throws Exception {
        rig.ifPresent(Rig::close);
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

    private Rig open(Pace pace, String wheel, String cap, String panel, List<Heater> heaters,
            Map<Setting, MemberName> overrides) throws Exception {
        Rig opened = IndiRig.open(
                new IndiSpec("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA, wheel, cap,
                        panel, heaters, overrides, IndiSpec.Bias.BY_DRIVER, Duration.ZERO,
                        Duration.ofSeconds(5)),
                Time.system(), pace);
        rig = Optional.of(opened);
        return opened;
    }

    private Rig rig() {
        return rig.orElseThrow();
    }

    private Rig camera(Map<Setting, MemberName> overrides) throws Exception {
        return open(ScriptedServer.PACE, "", "", "", List.of(), overrides);
    }

    /// Orders to one property, in the order they came.
    private List<String> orders(String property) {
        return server.orders().stream().filter(o -> o.startsWith(property + "{"))
                .map(o -> o.substring(property.length())).toList();
    }

    private String refused(Readout readout) {
        return String.valueOf(assertThrows(DeviceException.Refused.class,
                () -> rig().camera().configure(readout)).getMessage());
    }

    private static Readout mode(String mode) {
        return new Readout(Readout.NONE, Readout.NONE, 1, mode, Readout.NONE);
    }

    private static Readout usb(int limit) {
        return new Readout(Readout.NONE, Readout.NONE, 1, "", limit);
    }

    @Test
    void aReadoutModeIsASwitchCalledByNameOrLabel() throws Exception {
        server.define("SENSOR_MODE", "Switch", "Ok", "rw",
                members("MODE0", "On' label='Normal", "MODE1", "Off' label='Low Noise"));
        camera(Map.of());
        rig().camera().configure(mode("low noise"));
        rig().camera().configure(mode("MODE0"));
        assertEquals(List.of("{MODE1=On}", "{MODE0=On}"), orders("SENSOR_MODE"));
        assertEquals("Cam: readout mode \"Turbo\": not in any of [SENSOR_MODE [Normal, Low Noise]]",
                refused(mode("Turbo")));
        server.on("SENSOR_MODE", (s, _) -> s.set("SENSOR_MODE", "Switch", "Alert",
                members("MODE0", "On", "MODE1", "Off")));
        assertEquals("Cam: readout mode: asked MODE1; SENSOR_MODE reads ALERT MODE0=On MODE1=Off",
                refused(mode("Low Noise")));
    }

    @Test
    void aReadoutModeThatIsANumberMayChangeTheSensorsSize() throws Exception {
        server.define("READ_MODE", "Number", "Idle", "rw", members("MODE", "0' min='0' max='3"));
        server.on("READ_MODE", (s, m) -> {
            s.set("CCD_INFO", "Number", "Ok", members("CCD_MAX_X", "4", "CCD_MAX_Y", "2"));
            s.set("READ_MODE", "Number", "Ok", m);
        });
        camera(Map.of());
        rig().camera().configure(mode("2"));
        assertEquals(List.of("{MODE=2}"), orders("READ_MODE"));
        assertEquals(new FrameShape(4, 2), rig().camera().shape(mode("2")));
        assertEquals("Cam: readout mode: asked 7; READ_MODE.MODE 7, allowed 0..3", refused(mode("7")));
    }

    @Test
    void aLaterSettingThatTakesTheGainAwayAgainIsNoticed() throws Exception {
        server.define("USB_TRAFFIC", "Number", "Idle", "rw", members("TRAFFIC", "30' min='0' max='60"));
        server.on("USB_TRAFFIC", (s, m) -> {
            s.set("CCD_GAIN", "Number", "Ok", members("GAIN", "0"));
            s.set("USB_TRAFFIC", "Number", "Ok", m);
        });
        camera(Map.of());
        assertEquals("Cam: gain: asked 100, but after all settings were made CCD_GAIN reads [GAIN=0]",
                refused(new Readout(100, Readout.NONE, 1, "", 10)));
    }

    @Test
    void theUsbLimitIsWhereVendorsKeepItAndItsNeighboursAreSentAlong() throws Exception {
        server.define("CCD_CONTROLS", "Number", "Idle", "rw",
                members("Gain", "5", "USBBandWidthLimit", "90' min='35' max='100"));
        camera(Map.of());
        rig().camera().configure(usb(40));
        assertEquals("Cam: USB limit: asked 20; CCD_CONTROLS.USBBandWidthLimit 20, allowed 35..100",
                refused(usb(20)));
        assertEquals(1, orders("CCD_CONTROLS").size());
        assertTrue(orders("CCD_CONTROLS").getFirst().contains("USBBandWidthLimit=40"),
                orders("CCD_CONTROLS").toString());
        assertTrue(orders("CCD_CONTROLS").getFirst().contains("Gain=5"), orders("CCD_CONTROLS").toString());
    }

    @Test
    void aUsbLimitOfQhyIsAPropertyOfItsOwn() throws Exception {
        server.define("USB_TRAFFIC", "Number", "Idle", "rw", members("TRAFFIC", "30' min='0' max='60"));
        camera(Map.of());
        rig().camera().configure(usb(0));
        assertEquals(List.of("{TRAFFIC=0}"), orders("USB_TRAFFIC"));
    }

    @Test
    void aSettingTheDriverDoesNotHaveIsRefusedWithWhereItWasLookedFor() throws Exception {
        camera(Map.of());
        String told = refused(usb(40));
        assertTrue(told.startsWith("Cam: USB limit: the driver has none of [CCD_CONTROLS.BandWidth, ")
                && told.contains("USB_TRAFFIC.TRAFFIC"), told);
        assertTrue(told.endsWith("name its place in the configuration: usb_limit_control"), told);
    }

    @Test
    void theDeepestRawFormatIsChosenOfWhateverAVendorCallsIt() throws Exception {
        for (String formats : List.of("ASI_IMG_RAW8 ASI_IMG_RGB24 >ASI_IMG_RAW16 ASI_IMG_Y8",
                "POA_RAW8 >POA_RAW16", "SVB_IMG_Y8 SVB_IMG_Y16 >SVB_IMG_RAW16", "SVB_IMG_Y8 >SVB_IMG_Y16",
                "INDI_RGB >INDI_RAW", ">INDI_MONO", "INDI_MONO_8 >INDI_MONO_16")) {
            var names = new LinkedHashMap<String, String>();
            for (String name : formats.replace(">", "").split(" ", -1)) {
                names.put(name, "Off");
            }
            server.define("CCD_CAPTURE_FORMAT", "Switch", "Idle", "rw", names);
            server.define("CCD_VIDEO_FORMAT", "Switch", "Idle", "rw", members("RAW16", "Off"));
            camera(Map.of());
            rig().camera().configure(BARE);
            String chosen = formats.replaceAll(".*>", "").replaceAll(" .*", "");
            assertEquals(List.of("{" + chosen + "=On}"), orders("CCD_CAPTURE_FORMAT"), formats);
            assertEquals(List.of(), orders("CCD_VIDEO_FORMAT"));
            close();
            listen();
        }
        server.define("CCD_VIDEO_FORMAT", "Switch", "Idle", "rw",
                members("A", "On' label='8 bit", "B", "Off' label='Raw 16"));
        camera(Map.of());
        rig().camera().configure(BARE);
        assertEquals(List.of("{B=On}"), orders("CCD_VIDEO_FORMAT"));
    }

    @Test
    void everySettingMayLiveWhereTheConfigurationSays() throws Exception {
        server.define("G", "Number", "Idle", "rw", members("Analog", "1", "Digital", "2"));
        server.define("O", "Number", "Idle", "rw", members("Black Level", "1"));
        server.define("U", "Number", "Idle", "rw", members("Rate", "1"));
        server.define("M", "Number", "Idle", "rw", members("X", "0", "Index", "0"));
        server.define("F", "Switch", "Idle", "rw", members("SHALLOW", "On", "DEEP", "Off"));
        server.define("P", "Number", "Idle", "ro", members("PWM", "0.5' min='0' max='1"));
        camera(Map.of(Setting.GAIN, MemberName.parse("G.Analog"), Setting.OFFSET,
                MemberName.parse("Cam/O.Black Level"),
                Setting.USB_LIMIT, MemberName.parse("U.Rate"), Setting.READ_MODE, MemberName.parse("M.Index"),
                Setting.CAPTURE_FORMAT, MemberName.parse("F.DEEP"), Setting.COOLER_POWER,
                MemberName.parse("P.PWM")));
        rig().camera().configure(new Readout(11, 12, 1, "3", 13));
        assertEquals("{Black Level=12} {Rate=13} {DEEP=On}", String.join(" ", orders("O").getFirst(),
                orders("U").getFirst(), orders("F").getFirst()));
        assertTrue(
                orders("G").getFirst().contains("Analog=11") && orders("G").getFirst().contains("Digital=2"),
                orders("G").toString());
        assertTrue(orders("M").getFirst().contains("Index=3") && orders("M").getFirst().contains("X=0"),
                orders("M").toString());
        assertEquals(List.of(), orders("CCD_GAIN"), "the usual place is left alone");
        assertEquals(50, rig().camera().cooler().orElseThrow().read().loadPercent());
    }

    @Test
    void anOverrideThatLeadsNowhereIsRefused() throws Exception {
        camera(Map.of(Setting.GAIN, MemberName.parse("Other/G.Analog")));
        assertEquals("Cam: gain: asked 5; the driver has no property G",
                refused(new Readout(5, Readout.NONE, 1, "", Readout.NONE)));
    }

    @Test
    void loadThatIsGivenAsAFractionIsReadAsPerCent() throws Exception {
        server.define("CCD_COOLER_POWER", "Number", "Ok", "ro",
                members("CCD_COOLER_VALUE", "0.42' min='0' max='1"));
        camera(Map.of());
        var cooler = rig().camera().cooler().orElseThrow();
        assertEquals(42, cooler.read().loadPercent(), 1e-9);
        assertEquals(Celsius.of(11.5), cooler.read().sensor());
        server.set("CCD_COOLER_POWER", "Number", "Ok", members("CCD_COOLER_VALUE", "60"));
        assertEquals(60, cooler.read().loadPercent());
    }

    @Test
    void aHeaterMayBeAnyKindOfSwitchOrAPower() throws Exception {
        server.define("DEW", "Switch", "Ok", "rw", members("DEW_ON", "On", "DEW_OFF", "Off"));
        server.define("RELAYS", "Switch", "Ok", "rw", "AnyOfMany", members("A", "On", "B", "On"));
        server.define("FAN", "Switch", "Ok", "rw", members("HIGH", "On", "LOW", "Off", "FAN_OFF", "Off"));
        server.define("POWER", "Number", "Ok", "rw", members("LEFT", "40' min='0' max='100", "RIGHT", "30"));
        open(ScriptedServer.PACE, "", "", "",
                List.of(heater("dew", "DEW.DEW_ON"), heater("relay", "RELAYS.B"),
                        heater("fan", "FAN.HIGH"), heater("band", "POWER.LEFT")),
                Map.of());
        for (Switch heater : rig().heaters()) {
            assertTrue(heater.read().on(), heater.name());
            heater.set(false);
            assertTrue(!heater.read().on(), heater.name());
        }
        assertEquals("[{DEW_OFF=On}] [{B=Off}] [{FAN_OFF=On}]",
                orders("DEW") + " " + orders("RELAYS") + " " + orders("FAN"));
        assertTrue(
                orders("POWER").getFirst().contains("LEFT=0")
                        && orders("POWER").getFirst().contains("RIGHT=30"),
                orders("POWER").toString());
        for (Switch heater : rig().heaters().subList(0, 3)) {
            heater.set(true);
            assertTrue(heater.read().on(), heater.name());
        }
        Switch band = rig().heaters().getLast();
        assertEquals("band: Cam/POWER.LEFT is a power; it can be switched off, not on",
                assertThrows(DeviceException.Refused.class, () -> band.set(true)).getMessage());
        server.set("POWER", "Number", "Ok", members("LEFT", "nan"));
        assertEquals("band: expected a power in Cam/POWER.LEFT, got \"nan\"",
                assertThrows(DeviceException.Garbled.class, band::read).getMessage());
    }

    @Test
    void aHeaterThatCannotBeSwitchedIsRefusedFromTheBeginning() throws Exception {
        server.define("SPEEDS", "Switch", "Ok", "rw", members("HIGH", "On", "MEDIUM", "Off", "LOW", "Off"));
        server.define("SENSED", "Number", "Ok", "ro", members("AMPS", "1"));
        server.define("NOTE", "Text", "Ok", "rw", members("T", "1"));
        for (var wrong : Map.of("NOTE.T", "warm: Cam/NOTE.T is no switch and no number; NOTE has [T]",
                "SPEEDS.OFF",
                "warm: Cam/SPEEDS.OFF is no switch and no number; SPEEDS has [HIGH, MEDIUM, LOW]",
                "SENSED.AMPS", "warm: Cam/SENSED.AMPS can only be read, not switched",
                "SPEEDS.HIGH", "warm: none of [MEDIUM, LOW] means off").entrySet()) {
            assertEquals(wrong.getValue(), assertThrows(DeviceException.Refused.class,
                    () -> open(ScriptedServer.PACE, "", "", "", List.of(heater("warm", wrong.getKey())),
                            Map.of()))
                    .getMessage());
        }
    }

    private static Heater heater(String name, String member) {
        return new Heater(name, MemberName.parse(ScriptedServer.CAMERA + "/" + member));
    }
}
