package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiSpec.Bias;
import dev.darkbox.device.indi.IndiSpec.Setting;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each family of drivers with its properties as its source has them: a row of the [VendorTable] that is wrong fails
/// here.
class VendorProfilesTest {

    private static final int NONE = Readout.NONE;

    private ScriptedServer server;
    private Optional<Rig> rig = Optional.empty();

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() throws Exception {
        rig.ifPresent(Rig::close);
        rig = Optional.empty();
        server.close();
    }

    private static Map<String, String> members(String... namesAndValues) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private void numbers(String property, String... namesAndValues) {
        server.define(property, "Number", "Idle", "rw", members(namesAndValues));
    }

    private void switches(String property, String... namesAndValues) {
        server.define(property, "Switch", "Idle", "rw", members(namesAndValues));
    }

    private void power(String member, String value) {
        server.define("CCD_COOLER_POWER", "Number", "Ok", "ro", members(member, value));
    }

    private Rig open(String driver) throws Exception {
        return open(driver, Bias.BY_DRIVER, Map.of());
    }

    private Rig open(String driver, Bias bias, Map<Setting, MemberName> overrides) throws Exception {
        server.driver(driver);
        Rig opened = IndiRig.open(new IndiSpec("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA, "",
                "", "", List.of(), overrides, bias, Duration.ZERO, Duration.ofSeconds(5)), Time.system(),
                ScriptedServer.PACE.with(Wait.LATE_SHORTEST, Duration.ofSeconds(5)));
        rig = Optional.of(opened);
        return opened;
    }

    /// What the camera was told for these settings, property by property.
    private List<String> told(Readout readout) throws Exception {
        int before = server.orders().size();
        rig.orElseThrow().camera().configure(readout);
        return server.orders().stream().skip(before).toList();
    }

    private String refused(Readout readout) {
        return String.valueOf(assertThrows(DeviceException.Refused.class,
                () -> rig.orElseThrow().camera().configure(readout)).getMessage());
    }

    private double load() throws Exception {
        return rig.orElseThrow().camera().cooler().orElseThrow().read().loadPercent();
    }

    private Optional<String> setPoint(double degrees) throws Exception {
        try {
            rig.orElseThrow().camera().cooler().orElseThrow().target(Celsius.of(degrees));
            return Optional.empty();
        } catch (DeviceException.Refused e) {
            return Optional.of(e.what());
        }
    }

    /// How a bias frame is asked for.
    private String bias() throws Exception {
        int before = server.orders().size();
        server.on("CCD_EXPOSURE", (s, m) -> s.exposure("Busy", m.getOrDefault("CCD_EXPOSURE_VALUE", "")));
        rig.orElseThrow().camera().start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, mode("")));
        return String.join(" ", server.orders().subList(before, server.orders().size()));
    }

    private static Readout mode(String mode) {
        return new Readout(NONE, NONE, 1, mode, NONE);
    }

    @Test
    void aSimulatorHasGainAndOffsetAndNothingElse() throws Exception {
        numbers("CCD_OFFSET", "OFFSET", "0' min='0' max='6000");
        switches("CCD_CAPTURE_FORMAT", "INDI_MONO", "On", "INDI_RGB", "Off");
        open("indi_simulator_ccd");
        assertEquals(
                List.of("CCD_CAPTURE_FORMAT{INDI_MONO=On}", "CCD_GAIN{GAIN=90}", "CCD_OFFSET{OFFSET=12}"),
                told(new Readout(90, 12, 1, "", NONE)));
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
        assertEquals(Optional.empty(), setPoint(11.53));
    }

    @Test
    void zwoKeepsAllInItsControlsAndShutsItsShutterForDarksOnly() throws Exception {
        numbers("CCD_CONTROLS", "Gain", "100' min='0' max='570", "Offset", "0' min='0' max='240", "BandWidth",
                "50' min='40' max='100", "AntiDewHeater", "0' min='0' max='1", "HighSpeedMode",
                "1' min='0' max='1");
        switches("CCD_CAPTURE_FORMAT", "ASI_IMG_RAW8", "Off", "ASI_IMG_RAW16", "On");
        switches("CCD_VIDEO_FORMAT", "ASI_IMG_RAW8", "Off", "ASI_IMG_RAW16", "On");
        power("CCD_COOLER_VALUE", "0.5' min='0' max='1");
        open("indi_asi_ccd");
        List<String> told = told(new Readout(139, 21, 1, "CCD_CONTROLS.HighSpeedMode=0", 45));
        assertEquals("CCD_CAPTURE_FORMAT{ASI_IMG_RAW16=On}", told.getFirst());
        assertTrue(told.get(1).contains("HighSpeedMode=0"), told::toString);
        assertTrue(told.get(2).contains("Gain=139") && told.get(2).contains("AntiDewHeater=0"),
                told::toString);
        assertTrue(told.get(3).contains("Offset=21"), told::toString);
        assertTrue(told.get(4).contains("BandWidth=45"), told::toString);
        assertEquals(5, told.size());
        assertEquals(0.5, load(), "per cent, whatever is announced");
        assertEquals(Optional.empty(), setPoint(11));
        assertEquals("set point -10.5 °C: drivers of ZWO round it to a whole 1 °C and the sensor never gets "
                + "there; allowed: -11 or -10 °C", setPoint(-10.5).orElseThrow());
        assertEquals("CCD_FRAME_TYPE{FRAME_DARK=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void zwoTellsItsShortestExposureAMomentAfterItHasAnnouncedNone() throws Exception {
        numbers("CCD_EXPOSURE", "CCD_EXPOSURE_VALUE", "0' min='0' max='3600");
        Thread later = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (server.orders().stream().noneMatch(o -> o.startsWith("CONNECTION"))) {
                    Thread.sleep(10);
                }
                Thread.sleep(600);
                server.sendControl(
                        "<setNumberVector device='Cam' name='CCD_EXPOSURE' state='Idle'><oneNumber "
                                + "name='CCD_EXPOSURE_VALUE' min='0.000032' max='2000' step='1'>0</oneNumber>"
                                + "</setNumberVector>\n");
            } catch (InterruptedException | IOException e) {
                throw new AssertionError(e);
            }
        });
        open("indi_asi_ccd");
        later.join();
        assertEquals(Duration.ofNanos(32_000), rig.orElseThrow().camera().facts().shortest());
    }

    @Test
    void aShortestDarkIsNeverZero() throws Exception {
        numbers("CCD_EXPOSURE", "CCD_EXPOSURE_VALUE", "0' min='0' max='3600");
        open("indi_sx_ccd");
        assertEquals("CCD_FRAME_TYPE{FRAME_DARK=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void qhyHasAPropertyForEachSettingAndNumbersItsReadModes() throws Exception {
        numbers("CCD_OFFSET", "OFFSET", "1' min='0' max='255");
        numbers("USB_SPEED", "SPEED", "1' min='0' max='2");
        numbers("USB_TRAFFIC", "TRAFFIC", "30' min='0' max='60");
        numbers("READ_MODE", "MODE", "0' min='0' max='3");
        switches("CCD_AMP_GLOW", "AMP_AUTO", "Off' label='Auto", "AMP_ON", "On' label='On", "AMP_OFF",
                "Off' label='Off");
        power("CCD_COOLER_VALUE", "0.8' min='0' max='1");
        open("indi_qhy_ccd");
        assertEquals(List.of("READ_MODE{MODE=1}", "CCD_AMP_GLOW{AMP_AUTO=On}", "CCD_GAIN{GAIN=26}",
                "CCD_OFFSET{OFFSET=30}", "USB_TRAFFIC{TRAFFIC=20}"),
                told(new Readout(26, 30, 1, "1, CCD_AMP_GLOW=Auto", 20)));
        assertEquals(0.8, load());
        assertEquals(Optional.empty(), setPoint(11.55));
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    private void toupTek() {
        numbers("CCD_CONTROLS", "Gain", "100' min='100' max='10000", "Contrast", "0", "Speed",
                "0' min='0' max='3", "FPS Limit", "0' min='0' max='63");
        numbers("CCD_OFFSET", "OFFSET", "0' min='0' max='255");
        switches("TC_CONVERSION_GAIN", "GAIN_LOW", "On' label='Low", "GAIN_HIGH", "Off' label='High",
                "GAIN_HDR", "Off' label='HDR");
        switches("TC_LOW_NOISE", "INDI_ENABLED", "Off' label='ON", "INDI_DISABLED", "On' label='OFF");
        switches("TC_HIGHFULLWELL", "INDI_ENABLED", "On' label='ON", "INDI_DISABLED", "Off' label='OFF");
        switches("TC_TAILLIGHT", "INDI_ENABLED", "On' label='ON", "INDI_DISABLED", "Off' label='OFF");
        switches("CCD_CAPTURE_FORMAT", "INDI_MONO_8", "On", "INDI_MONO_16", "Off");
        power("COOLER_POWER", "1' min='0' max='1");
    }

    @Test
    void allBrandsOfToupTekHaveSeveralModesAtOnce() throws Exception {
        for (String driver : List.of("indi_toupcam_ccd", "indi_altair_ccd", "indi_bressercam_ccd",
                "indi_mallincam_ccd", "indi_meadecam_ccd", "indi_nncam_ccd", "indi_ogmacam_ccd",
                "indi_omegonprocam_ccd", "indi_starshootg_ccd", "indi_tscam_ccd")) {
            assertEquals("ToupTek family", VendorProfile.of(driver, "", "Cam").vendor(), driver);
        }
        toupTek();
        open("indi_altair_ccd");
        List<String> told = told(new Readout(200, 40, 1,
                "High, TC_LOW_NOISE=ON, TC_HIGHFULLWELL=INDI_DISABLED, TC_TAILLIGHT=off, CCD_CONTROLS.FPS Limit=5",
                2));
        assertEquals(List.of("CCD_CAPTURE_FORMAT{INDI_MONO_16=On}", "TC_CONVERSION_GAIN{GAIN_HIGH=On}",
                "TC_LOW_NOISE{INDI_ENABLED=On}", "TC_HIGHFULLWELL{INDI_DISABLED=On}",
                "TC_TAILLIGHT{INDI_DISABLED=On}"), told.subList(0, 5));
        assertTrue(told.get(5).contains("FPS Limit=5"), told::toString);
        assertTrue(told.get(6).contains("Gain=200"), told::toString);
        assertEquals("CCD_OFFSET{OFFSET=40}", told.get(7));
        assertTrue(told.get(8).contains("Speed=2"), told::toString);
        assertEquals(1, load(), "per cent");
        assertEquals(Optional.empty(), setPoint(11.2));
        assertTrue(setPoint(11.25).isEmpty(), "a twentieth of a degree off is nothing");
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void aModeThatMayMeanTwoThingsIsRefusedWithWhatToWrite() throws Exception {
        toupTek();
        open("indi_toupcam_ccd");
        assertEquals("Cam: readout mode \"ON\": in more than one property; write TC_LOW_NOISE=ON or "
                + "TC_HIGHFULLWELL=ON", refused(mode("ON")));
        assertEquals("Cam: readout mode \"Low, GAIN_HIGH\": TC_CONVERSION_GAIN is named twice",
                refused(mode("Low, GAIN_HIGH")));
        assertEquals("Cam: readout mode \"TC_LOW_NOISE=Maybe\": allowed: [ON, OFF]",
                refused(mode("Low, TC_LOW_NOISE=Maybe")));
        assertEquals("Cam: readout mode \"TC_NOISE=ON\": the camera has no property TC_NOISE",
                refused(mode("TC_NOISE=ON")));
        assertEquals(
                "Cam: readout mode \"CCD_CONTROLS=5\": allowed: [CCD_CONTROLS.Gain, CCD_CONTROLS.Contrast, "
                        + "CCD_CONTROLS.Speed, CCD_CONTROLS.FPS Limit]",
                refused(mode("CCD_CONTROLS=5")));
        assertEquals("Cam: readout mode \"CCD_OFFSET=much\": CCD_OFFSET is a number",
                refused(mode("CCD_OFFSET=much")));
        assertEquals("Cam: readout mode \"Turbo\": not in any of [TC_CONVERSION_GAIN [Low, High, HDR], "
                + "TC_LOW_NOISE [ON, OFF], TC_HIGHFULLWELL [ON, OFF]]", refused(mode("Turbo")));
        assertEquals(List.of(), server.orders().stream().filter(o -> o.startsWith("TC_")).toList(),
                "nothing is ordered of a mode that is half wrong");
    }

    @Test
    void aModeWithACommaInItsOwnNameIsUnderstoodAlone() throws Exception {
        switches("CAMERA_MODES", "8 MHz, low gain", "Off", "1 MHz", "On");
        open("indi_fli_ccd");
        assertEquals(List.of("CAMERA_MODES{8 MHz, low gain=On}"), told(mode("8 MHz, low gain")));
    }

    @Test
    void playerOneHasSensorModesAndWholeDegrees() throws Exception {
        numbers("CCD_CONTROLS", "Gain", "0' min='0' max='550", "Offset", "0' min='0' max='200",
                "USBBandWidthLimit", "90' min='35' max='100", "HeaterPower", "0' min='0' max='100");
        switches("SENSOR_MODE", "MODE_0", "On' label='Normal", "MODE_1", "Off' label='Low Noise");
        switches("CCD_CAPTURE_FORMAT", "POA_RAW8", "On", "POA_RAW16", "Off");
        power("CCD_COOLER_VALUE", "0.7' min='0' max='1");
        open("indi_playerone_ccd");
        List<String> told = told(new Readout(125, 20, 1, "Low Noise", 60));
        assertEquals(List.of("CCD_CAPTURE_FORMAT{POA_RAW16=On}", "SENSOR_MODE{MODE_1=On}"),
                told.subList(0, 2));
        assertTrue(told.get(2).contains("Gain=125"), told::toString);
        assertTrue(told.get(3).contains("Offset=20"), told::toString);
        assertTrue(told.get(4).contains("USBBandWidthLimit=60"), told::toString);
        assertEquals(0.7, load());
        assertTrue(setPoint(-5.3).orElseThrow().contains("allowed: -6 or -5 °C"));
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void svbonyMayCallTheOffsetBlackLevel() throws Exception {
        numbers("CCD_CONTROLS", "Gain", "0' min='0' max='720", "Black Level", "0' min='0' max='255");
        switches("CCD_CAPTURE_FORMAT", "SVB_IMG_Y8", "On", "SVB_IMG_Y16", "Off");
        power("CCD_COOLER_VALUE", "0.9' min='0' max='1");
        open("indi_svbony_ccd");
        List<String> told = told(new Readout(120, 8, 1, "", NONE));
        assertEquals("CCD_CAPTURE_FORMAT{SVB_IMG_Y16=On}", told.getFirst());
        assertTrue(told.get(1).contains("Gain=120"), told::toString);
        assertTrue(told.get(2).contains("Black Level=8"), told::toString);
        assertEquals(0.9, load());
        assertEquals(Optional.empty(), setPoint(11.1));
    }

    @Test
    void starlightXpressHasNoSettingsAndItsBiasFramesAreShortDarks() throws Exception {
        open("indi_sx_ccd");
        assertEquals(List.of(), told(mode("")));
        assertEquals("CCD_FRAME_TYPE{FRAME_DARK=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
        assertEquals(Double.NaN, load());
    }

    @Test
    void whatTheConfigurationSaysOfBiasFramesWins() throws Exception {
        open("indi_sx_ccd", Bias.AS_BIAS, Map.of());
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
        close();
        listen();
        open("indi_qhy_ccd", Bias.AS_DARK, Map.of());
        assertEquals("CCD_FRAME_TYPE{FRAME_DARK=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void fliCountsPerCent() throws Exception {
        power("CCD_COOLER_VALUE", "1' min='0' max='1");
        open("indi_fli_ccd");
        assertEquals(1, load());
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void apogeeHasReadoutQualities() throws Exception {
        switches("READOUT_QUALITY", "QUALITY_HIGH", "On' label='High Quality", "QUALITY_LOW",
                "Off' label='Fast");
        power("CCD_COOLER_VALUE", "1' min='0' max='1");
        open("indi_apogee_ccd");
        assertEquals(List.of("READOUT_QUALITY{QUALITY_LOW=On}"), told(mode("fast")));
        assertEquals(1, load());
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void aDslrsGainIsItsIso() throws Exception {
        switches("CCD_ISO", "ISO0", "On' label='100", "ISO1", "Off' label='200", "ISO3", "Off' label='800");
        server.define("CCD_GAIN", "Number", "Idle", "ro", members("GAIN", "1"));
        open("indi_canon_ccd");
        assertEquals(List.of("CCD_ISO{ISO3=On}"), told(new Readout(800, NONE, 1, "", NONE)));
        assertEquals("Cam: gain: asked 1600, CCD_ISO has [100, 200, 800]",
                refused(new Readout(1600, NONE, 1, "", NONE)));
    }

    @Test
    void atikGivesFractionsAndHasPresetsForGainAndOffset() throws Exception {
        numbers("CCD_CONTROLS", "CONTROL_GAIN", "30' min='0' max='60", "CONTROL_OFFSET",
                "0' min='0' max='511");
        switches("CCD_CONTROL_PRESETS", "PRESET_LOW", "On' label='Low", "PRESET_CUSTOM",
                "Off' label='Custom");
        power("CCD_COOLER_VALUE", "0.35' min='0' max='100");
        open("indi_atik_ccd");
        List<String> told = told(new Readout(45, 9, 1, "Custom", NONE));
        assertEquals("CCD_CONTROL_PRESETS{PRESET_CUSTOM=On}", told.getFirst());
        assertTrue(told.get(1).contains("CONTROL_GAIN=45"), told::toString);
        assertTrue(told.get(2).contains("CONTROL_OFFSET=9"), told::toString);
        assertEquals(35, load());
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void moravianGivesFractionsAndItsGainMayBeTheConversionGain() throws Exception {
        server.define("CCD_GAIN", "Number", "Idle", "ro", members("GAIN", "1.5"));
        switches("CCD_READ_MODE", "READ_MODE_1", "On' label='Standard", "READ_MODE_2",
                "Off' label='Low-noise");
        power("CCD_COOLER_VALUE", "0.5' min='0' max='100");
        open("indi_mi_ccd_usb");
        assertEquals(List.of("CCD_READ_MODE{READ_MODE_2=On}"), told(mode("low-noise")));
        assertEquals(1.5, rig.orElseThrow().camera().facts().electronsPerAdu());
        assertTrue(
                refused(new Readout(1, NONE, 1, "", NONE)).startsWith("Cam: gain: the driver has none of"));
        told(mode("Standard"));
        assertEquals(50, load());
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
    }

    @Test
    void qsiSbigAndLibcameraAreKnownByTheirExecutables() throws Exception {
        switches("READOUT_QUALITY", "QUALITY_HIGH", "On", "QUALITY_LOW", "Off");
        switches("AntiBlooming", "NORMAL", "On", "HIGH", "Off");
        open("indi_qsi_ccd");
        assertEquals(List.of("READOUT_QUALITY{QUALITY_LOW=On}", "AntiBlooming{HIGH=On}"),
                told(mode("QUALITY_LOW,HIGH")));
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
        assertEquals("SBIG", VendorProfile.of("/usr/bin/indi_sbig_ccd", "", "Cam").vendor());
        assertEquals("libcamera", VendorProfile.of("indi_libcamera_ccd", "", "Cam").vendor());
    }

    @Test
    void whatEachDriverDoesWithAShutterAndASetPoint() {
        assertEquals("""
                indi_simulator_ccd FOR_DARK_AND_BIAS 0 false
                indi_asi_single_ccd FOR_DARK 1000 true
                indi_qhy_ccd FOR_DARK_AND_BIAS 0 false
                indi_tscam_ccd NONE 100 false
                indi_playerone_ccd NONE 1000 true
                indi_svbony_ccd NONE 100 true
                indi_sx_ccd FOR_DARK 100 false
                indi_fli_ccd FOR_DARK_AND_BIAS 0 false
                indi_apogee_ccd FOR_DARK_AND_BIAS 0 false
                indi_nikon_ccd OPENS_ALWAYS 0 false
                indi_atik_ccd FOR_DARK_AND_BIAS 0 false
                indi_mi_ccd_eth FOR_DARK_AND_BIAS 0 false
                indi_qsi_ccd FOR_DARK_AND_BIAS 0 false
                indi_sbig_ccd FOR_DARK_AND_BIAS 0 false
                indi_libcamera_ccd NONE 0 false
                indi_new_ccd UNKNOWN 0 false
                """, Stream.of("simulator", "asi_single", "qhy", "tscam", "playerone", "svbony", "sx", "fli",
                "apogee", "nikon", "atik", "mi_ccd_eth", "qsi", "sbig", "libcamera", "new").map(
                        name -> "indi_" + name + (name.contains("_ccd") ? "" : "_ccd"))
                .map(driver -> {
                    VendorProfile row = VendorProfile.of(driver, "", "Cam");
                    return "%s %s %d %s%n".formatted(driver, row.shutter(), row.setPointStepMilliK(),
                            row.shortestComesLate());
                }).collect(Collectors.joining()));
    }

    @Test
    void aDriverWithoutAnExecutableIsKnownByItsNameOrItsDevices() {
        assertEquals("ZWO", VendorProfile.of("", "", "ZWO CCD ASI2600MM Pro").vendor());
        assertEquals("QHY", VendorProfile.of("indi_proxy", "QHY CCD", "Main").vendor());
        assertEquals("unknown driver", VendorProfile.of("indi_new_ccd", "New", "New CCD").vendor());
        assertEquals("unknown driver", VendorProfile.of("", "", "").vendor());
    }

    private Switch heater(String driver, String control) throws Exception {
        server.driver(driver);
        var heater = new IndiSpec.Heater("window", MemberName.parse("Cam/" + control));
        Rig opened = IndiRig.open(new IndiSpec("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA, "",
                "", "", List.of(heater), Map.of(), Bias.BY_DRIVER, Duration.ZERO, Duration.ofSeconds(5)),
                Time.system(), ScriptedServer.PACE.with(Wait.LATE_SHORTEST, Duration.ofMillis(100)));
        rig = Optional.of(opened);
        return opened.heaters().getFirst();
    }

    @Test
    void aWindowHeaterAmongTheControlsIsAHeaterAndItsNeighboursStay() throws Exception {
        numbers("CCD_CONTROLS", "Gain", "100", "AntiDewHeater", "1' min='0' max='1");
        Switch heater = heater("indi_asi_ccd", "CCD_CONTROLS.AntiDewHeater");
        assertTrue(heater.read().on());
        heater.set(false);
        assertTrue(!heater.read().on());
        String order = server.orders().getLast();
        assertTrue(order.contains("AntiDewHeater=0") && order.contains("Gain=100"), order);
    }

    @Test
    void aWindowHeaterWithStepsIsOnAtAnyOfThem() throws Exception {
        switches("TC_HEAT_CONTROL", "INDI_DISABLED", "Off' label='OFF", "HEAT1", "Off' label='1", "HEAT2",
                "On' label='2");
        Switch heater = heater("indi_toupcam_ccd", "TC_HEAT_CONTROL.HEAT1");
        assertTrue(heater.read().on(), "at another step than the one named");
        heater.set(false);
        assertTrue(!heater.read().on());
        assertEquals("TC_HEAT_CONTROL{INDI_DISABLED=On}", server.orders().getLast());
    }

    @Test
    void anUnknownDriverIsTriedWithEveryPlaceThatAnyOtherHas() throws Exception {
        numbers("CCD_CONTROLS", "gain", "0' min='0' max='10", "OFFSET", "0", "Speed", "1");
        open("indi_new_ccd");
        List<String> told = told(new Readout(7, 3, 1, "", 2));
        assertEquals("CCD_GAIN{GAIN=7}", told.getFirst(), "the usual place comes first");
        assertTrue(told.get(1).contains("OFFSET=3"), told::toString);
        assertTrue(told.get(2).contains("Speed=2"), told::toString);
        assertEquals("CCD_FRAME_TYPE{FRAME_BIAS=On} CCD_EXPOSURE{CCD_EXPOSURE_VALUE=0.001}", bias());
        assertEquals(Optional.empty(), setPoint(11.37));
    }

    @Test
    void whatTheConfigurationNamesWinsOverTheDriversFamily() throws Exception {
        numbers("CCD_CONTROLS", "Gain", "0' min='0' max='10", "Special", "0");
        open("indi_asi_ccd", Bias.BY_DRIVER, Map.of(Setting.GAIN, MemberName.parse("CCD_CONTROLS.Special")));
        assertTrue(told(new Readout(7, NONE, 1, "", NONE)).getFirst().contains("Special=7"));
    }
}
