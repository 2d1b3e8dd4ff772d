package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.Readout;
import dev.darkbox.device.indi.IndiSpec.Bias;
import dev.darkbox.device.indi.IndiSpec.Heater;
import dev.darkbox.device.indi.IndiSpec.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a look at a server shows, of scripted drivers and of recorded ones.
class IndiSurveyTest {

    private static final Pace PACE = ScriptedServer.PACE.with(Wait.FIRST_NEWS, Duration.ofMillis(200))
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

    private static Map<String, String> members(String... namesAndValues) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private IndiSpec spec(String camera, String cap, List<Heater> heaters,
            Map<Setting, MemberName> overrides) {
        return new IndiSpec("main", "127.0.0.1", server.port(), camera, "", cap, "", heaters, overrides,
                Bias.BY_DRIVER, Duration.ZERO, Duration.ofSeconds(5));
    }

    private static IndiWish wish(IndiSpec spec, Readout readout, double setPoint, boolean byShutter) {
        return new IndiWish(spec, List.of(readout), List.of(Celsius.of(setPoint)), byShutter);
    }

    private static final Readout BARE = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);

    /// The server after its camera was connected.
    private DeviceSurvey connected(String driver, IndiWish... wishes) throws Exception {
        server.driver(driver);
        IndiWish plain = wish(spec("Cam", "", List.of(), Map.of()), BARE, -10, false);
        return IndiSurvey.of("127.0.0.1", server.port(),
                wishes.length == 0 ? List.of(plain) : List.of(wishes),
                true, PACE);
    }

    /// `where value` of every trait of a kind of the only device.
    private static List<String> traits(DeviceSurvey survey, String what) {
        return survey.devices().getFirst().traits().stream().filter(t -> t.what().equals(what))
                .map(t -> ((t.missing() ? "missing: " : t.where() + " ") + t.value()).strip()).toList();
    }

    private void numbers(String property, String... namesAndValues) {
        server.define(property, "Number", "Idle", "rw", members(namesAndValues));
    }

    private void switches(String property, String... namesAndValues) {
        server.define(property, "Switch", "Idle", "rw", members(namesAndValues));
    }

    @Test
    void aLookOrdersNothing() throws Exception {
        DeviceSurvey survey = IndiSurvey.of("127.0.0.1", server.port(), List.of(), false, PACE);
        assertEquals(List.of(new Device("Cam", Set.of(Kind.OTHER), "scripted 1.0", State.NOT_CONNECTED, "",
                List.of())), survey.devices());
        assertEquals(List.of(), server.orders());
        connected("scripted");
        assertEquals(List.of("CONNECTION{CONNECT=On}"), server.orders(), "unless told to connect");
        DeviceSurvey again = IndiSurvey.of("127.0.0.1", server.port(), List.of(), true, PACE);
        assertEquals(State.CONNECTED, again.devices().getFirst().state());
        assertEquals(1, server.orders().size(), "what is connected is left alone");
    }

    @Test
    void aDeviceNobodyAskedForIsNotConnectedToSeeWhatItIs() throws Exception {
        DeviceSurvey survey = IndiSurvey.of("127.0.0.1", server.port(), List.of(), true, PACE);
        assertEquals(State.NOT_CONNECTED, survey.devices().getFirst().state());
        assertEquals(List.of(), server.orders());
    }

    @Test
    void aDriverThatCannotConnectIsShownWithItsWords() throws Exception {
        server.on("CONNECTION", (s, _) -> {
            s.sendControl("<message device='Cam' message='no such port'/>\n");
            s.set("CONNECTION", "Switch", "Alert", members("CONNECT", "Off", "DISCONNECT", "On"));
        });
        Device device = connected("scripted").devices().getFirst();
        assertEquals("CANNOT_CONNECT connection lost: its driver cannot connect: no such port",
                device.state() + " " + device.note());
    }

    @Test
    void aServerThatIsNotThereSaysWhy() throws Exception {
        int port = server.port();
        server.close();
        DeviceSurvey survey = IndiSurvey.of("127.0.0.1", port, List.of(), false, PACE);
        assertTrue(survey.unreachable().orElseThrow().contains("refused"), survey::toString);
    }

    @Test
    void aCameraShowsWhatWasFoundWhere() throws Exception {
        numbers("CCD_CONTROLS", "Gain", "100' min='0' max='570", "Offset", "10", "AntiDewHeater",
                "1' min='0' max='1", "FanOn", "1' min='0' max='1");
        switches("CCD_CAPTURE_FORMAT", "ASI_IMG_RAW8", "On", "ASI_IMG_RAW16", "Off");
        switches("CCD_COOLER", "COOLER_ON", "Off", "COOLER_OFF", "On");
        server.define("CCD_COOLER_POWER", "Number", "Ok", "ro",
                members("CCD_COOLER_VALUE", "63' min='0' max='1"));
        server.define("Serial Number", "Text", "Ok", "ro", members("SN", "0a1b2c"));
        server.define("SDK", "Text", "Ok", "ro", members("VERSION", "1, 37"));
        DeviceSurvey survey = connected("indi_asi_ccd");
        assertEquals(Set.of(Kind.CAMERA), survey.devices().getFirst().kinds());
        assertEquals(List.of(), survey.shortcomings());
        assertEquals("""
                configured as: camera of rig main
                family: ZWO
                sensor: 8x4 px, 3.76 µm, mono
                shortest exposure: CCD_EXPOSURE 0.001 s
                serial number: 0a1b2c
                versions: SDK.VERSION=1, 37
                gain: CCD_CONTROLS.Gain 100 (0..570)
                offset: CCD_CONTROLS.Offset 10
                USB limit: none at CCD_CONTROLS.BandWidth, CCD_CONTROLS.BandwidthOverload; name it with \
                usb_limit_control
                capture format: CCD_CAPTURE_FORMAT.ASI_IMG_RAW16 ASI_IMG_RAW16 will be taken \
                [ASI_IMG_RAW8, ASI_IMG_RAW16]
                temperature: CCD_TEMPERATURE 11.5 °C; set points in steps of 1 K
                cooler: CCD_COOLER off
                cooler power: CCD_COOLER_POWER.CCD_COOLER_VALUE 63 %
                window heater: CCD_CONTROLS.AntiDewHeater 1 (0..1); left alone, unless a [[rig.heater]] has \
                control = "CCD_CONTROLS.AntiDewHeater"
                fan: CCD_CONTROLS.FanOn 1 (0..1); left alone
                shutter: shut for dark frames only, if the camera has one
                bias is taken as: the shortest dark""", String.join("\n", survey.devices().getFirst().traits()
                .stream().filter(t -> !t.what().equals("note"))
                .map(t -> t.what() + ": " + (t.where() + " " + t.value()).strip()).toList()));
    }

    @Test
    void aSettingThatAFamilyNeverHasIsNotMissed() throws Exception {
        server.define("CCD_GAIN", "Number", "Idle", "ro", members("GAIN", "1"));
        assertEquals(List.of("none, as usual for Starlight Xpress; name it with gain_control"),
                traits(connected("indi_sx_ccd"), "gain"));
    }

    @Test
    void anUnknownDriverSaysThatItIsOne() throws Exception {
        DeviceSurvey survey = connected("indi_new_ccd");
        assertEquals(List.of("unknown driver: settings are looked for wherever known drivers have them"),
                traits(survey, "family"));
        assertEquals(List.of("CCD_GAIN.GAIN 7"), traits(survey, "gain"));
        assertEquals(List.of("missing: none anywhere known drivers have it; name it with offset_control"),
                traits(survey, "offset"));
        assertEquals(List.of("not known what the driver does with one"), traits(survey, "shutter"));
        assertEquals(List.of("bias frames"), traits(survey, "bias is taken as"));
    }

    @Test
    void heatersAndFansOfEachVendorAreFound() throws Exception {
        switches("TC_HEAT_CONTROL", "INDI_DISABLED", "Off' label='OFF", "HEAT1", "Off' label='1", "HEAT2",
                "On' label='2");
        switches("TC_FAN_SPEED", "INDI_DISABLED", "Off' label='OFF", "FAN_SPEED1", "On' label='1");
        numbers("CCD_WINDOW_HEATING", "WINDOW_HEATING", "2' min='0' max='3");
        numbers("CCD_FAN", "FAN", "1' min='0' max='2");
        numbers("CCD_CONTROLS", "HeaterPower", "30' min='0' max='100", "FanPower", "70' min='0' max='100");
        DeviceSurvey survey = connected("indi_new_ccd");
        assertEquals(List.of("TC_HEAT_CONTROL 2 [OFF, 1, 2]", "CCD_CONTROLS.HeaterPower 30 (0..100)",
                "CCD_WINDOW_HEATING.WINDOW_HEATING 2 (0..3)"),
                traits(survey, "window heater").stream()
                        .map(t -> t.replaceAll(";.*", "")).toList());
        assertTrue(
                traits(survey, "window heater").getFirst().endsWith("control = \"TC_HEAT_CONTROL.HEAT1\""));
        assertTrue(traits(survey, "fan").containsAll(List.of("TC_FAN_SPEED 1 [OFF, 1]; left alone",
                "CCD_CONTROLS.FanPower 70 (0..100); left alone", "CCD_FAN.FAN 1 (0..2); left alone")),
                survey::toString);
        for (String[] row : List.of(new String[]{"indi_toupcam_ccd", "TC_HEAT_CONTROL", "TC_FAN_SPEED"},
                new String[]{"indi_asi_ccd", "CCD_CONTROLS.AntiDewHeater", "CCD_CONTROLS.FanOn"},
                new String[]{"indi_playerone_ccd", "CCD_CONTROLS.HeaterPower", "CCD_CONTROLS.FanPower"},
                new String[]{"indi_mi_ccd_eth", "CCD_WINDOW_HEATING.WINDOW_HEATING", "CCD_FAN.FAN"},
                new String[]{"indi_apogee_ccd", "", "CCD_FAN"}, new String[]{"indi_qsi_ccd", "", "CCD_FAN"},
                new String[]{"indi_sbig_ccd", "", "CCD_FAN"})) {
            VendorProfile profile = VendorProfile.of(row[0], "", "Cam");
            assertEquals(row[1], profile.heaters().isEmpty() ? "" : profile.heaters().getFirst().toString());
            assertEquals(row[2], profile.fans().getFirst().toString(), row[0]);
        }
    }

    @Test
    void whatTheConfigurationDoesWithAHeaterIsShown() throws Exception {
        switches("TC_HEAT_CONTROL", "INDI_DISABLED", "Off' label='OFF", "HEAT1", "Off' label='1");
        var heater = new Heater("window", MemberName.parse("Cam/TC_HEAT_CONTROL.HEAT1"));
        DeviceSurvey survey = connected("indi_altair_ccd",
                wish(spec("Cam", "", List.of(heater), Map.of()), BARE, -10, false));
        assertEquals(List.of("TC_HEAT_CONTROL none on [OFF, 1]; switched off in the dark: heater window"),
                traits(survey, "window heater"));
    }

    @Test
    void partsShowSlotsAndPositionsAndRanges() throws Exception {
        numbers("FILTER_SLOT", "FILTER_SLOT_VALUE", "2' min='1' max='3");
        server.define("FILTER_NAME", "Text", "Ok", "rw", members("FILTER_SLOT_NAME_1", "L",
                "FILTER_SLOT_NAME_2", "Ha"));
        server.define("CAP_PARK", "Switch", "Ok", "rw", members("PARK", "On", "UNPARK", "Off"));
        switches("FLAT_LIGHT_CONTROL", "FLAT_LIGHT_ON", "Off", "FLAT_LIGHT_OFF", "On");
        numbers("FLAT_LIGHT_INTENSITY", "FLAT_LIGHT_INTENSITY_VALUE", "7' min='0' max='255");
        DeviceSurvey survey = connected("scripted");
        assertEquals(Set.of(Kind.CAMERA, Kind.WHEEL, Kind.CAP, Kind.PANEL),
                survey.devices().getFirst().kinds());
        assertEquals("FILTER_SLOT at 2 [1:L, 2:Ha, 3] CAP_PARK shut FLAT_LIGHT_CONTROL off "
                + "FLAT_LIGHT_INTENSITY 7 (0..255)",
                String.join(" ", traits(survey, "filters").getFirst(), traits(survey, "cap").getFirst(),
                        traits(survey, "light").getFirst(), traits(survey, "brightness").getFirst()));
    }

    private List<String> shortcomings(String driver, IndiWish wish) throws Exception {
        return connected(driver, wish).shortcomings().stream().map(Shortcoming::text).toList();
    }

    @Test
    void whatIsConfiguredInVainIsTold() throws Exception {
        var dew = new Heater("dew", MemberName.parse("Box/DEW.A"));
        IndiSpec nothing = spec("Camera", "Cap", List.of(dew), Map.of());
        DeviceSurvey survey = connected("scripted", wish(nothing, BARE, -10, false));
        assertEquals(List.of(new Shortcoming("main", "camera \"Camera\" is not there", "Camera"),
                new Shortcoming("main", "cap \"Cap\" is not there", "Cap"),
                new Shortcoming("main", "heater dew \"Box\" is not there", "Box")), survey.shortcomings());
        numbers("CCD_GAIN", "GAIN", "7' min='0' max='300");
        switches("CCD_ISO", "A", "On' label='100");
        var band = new Heater("band", MemberName.parse("Cam/CCD_GAIN.HEAT"));
        IndiSpec wrong = spec("Cam", "Cam", List.of(band),
                Map.of(Setting.OFFSET, MemberName.parse("CCD_GAIN.OFF")));
        assertEquals(List.of("cap \"Cam\" has no CAP_PARK",
                "heater band: CCD_GAIN has no HEAT, only [GAIN]",
                "gain 500, allowed 0..300",
                "offset: there is no CCD_GAIN.OFF, which offset_control names",
                "USB limit 40: the camera has no such setting; write \"none\", or usb_limit_control",
                "readout mode \"CCD_NONE=1\": the camera has no property CCD_NONE",
                "set point -10.5 °C: drivers of Player One round it to a whole 1 °C and the sensor never gets "
                        + "there; allowed: -11 or -10 °C",
                "dark = \"shutter\", but the shutter: none: frames are dark behind a cover only"),
                shortcomings("indi_playerone_ccd",
                        wish(wrong, new Readout(500, 3, 1, "CCD_NONE=1", 40), -10.5, true)));
        assertEquals(List.of("gain 200, allowed [100]"), shortcomings("indi_gphoto_ccd",
                wish(spec("Cam", "", List.of(), Map.of()),
                        new Readout(200, Readout.NONE, 1, "", Readout.NONE),
                        -10.5, false)));
    }

    @Test
    void recordedDriversAreWhatTheyWere() throws Exception {
        Path folder = Path.of(System.getProperty("darkbox.indi-captures", "none"));
        Assumptions.assumeTrue(Files.isDirectory(folder), "no recorded INDI streams");
        Map<String, String> expected = Map.of(
                "indi_apogee_ccd",
                "Apogee; 3326x2504 px, 5.4 µm, mono; 0.01 s; CAM_INFO.CAM_FIRMWARE=0x21; 50 %",
                "indi_fli_ccd", "FLI; 1280x1024 px, 5.4 µm, mono; 0.04 s; ",
                "indi_gphoto_ccd", "gphoto (DSLR); 0.001 s; 100 [100, 200, 400, 800]");
        for (var driver : expected.entrySet()) {
            byte[] stream = Files
                    .readAllBytes(folder.resolve("v1.9.9-debian-" + driver.getKey() + "-sim.xml"));
            try (var replay = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> replay(replay, stream));
                DeviceSurvey survey = IndiSurvey.of("127.0.0.1", replay.getLocalPort(), List.of(), false,
                        PACE);
                List<String> values = survey.devices().getFirst().traits().stream().map(t -> t.value())
                        .toList();
                for (String value : driver.getValue().split("; ", -1)) {
                    assertTrue(value.isEmpty() || values.contains(value), value + " in " + values);
                }
            }
        }
    }

    /// Sends the recording to whoever asks, and keeps the connection.
    private static void replay(ServerSocket listener, byte[] stream) {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                client.getOutputStream().write(stream);
            } catch (IOException _) {
                return;
            }
        }
    }
}
