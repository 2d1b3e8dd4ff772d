package dev.darkbox.device.indi;

import static dev.darkbox.device.indi.IndiSpec.Setting.COOLER_POWER;
import static dev.darkbox.device.indi.IndiSpec.Setting.GAIN;
import static dev.darkbox.device.indi.IndiSpec.Setting.OFFSET;
import static dev.darkbox.device.indi.IndiSpec.Setting.READ_MODE;
import static dev.darkbox.device.indi.IndiSpec.Setting.USB_LIMIT;

import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.VendorProfile.PowerUnit;
import dev.darkbox.device.indi.VendorProfile.Shutter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The families of INDI camera drivers and what is known of each.
///
/// Seen running: the simulators (1.9.9, 2.2.4), Apogee, FLI and gphoto (1.9.9, simulating). All other rows come from
/// what is published of the drivers, 2024 to 2026; no camera of theirs was ever here.
///
/// **Unverified**, because the names come out of vendors' libraries or no source was at hand: the USB limit, the
/// heater and the fan of Player One, offset (if not `Offset`) and USB limit of SVBONY, the per cent sign of old ToupTek
/// drivers, Atik's capture formats, what FLI and Apogee do with a shutter, everything of QSI and SBIG but their
/// shutters, everything of libcamera but its gain. A place that is not there is passed over; the configuration can
/// name another.
final class VendorTable {

    private static final String CONTROLS = "CCD_CONTROLS.";
    private static final String POWER = "CCD_COOLER_POWER.CCD_COOLER_VALUE";

    static final List<VendorProfile> ROWS = List.of(
            row("INDI simulator").driver("indi_simulator").name("CCD Simulator", "Guide Simulator")
                    .at(GAIN, "CCD_GAIN.GAIN").at(OFFSET, "CCD_OFFSET.OFFSET")
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .done(),

            row("ZWO").driver("indi_asi").name("ZWO CCD")
                    .at(GAIN, CONTROLS + "Gain").at(OFFSET, CONTROLS + "Offset")
                    .at(USB_LIMIT, CONTROLS + "BandWidth", CONTROLS + "BandwidthOverload")
                    .format("ASI_IMG_RAW16")
                    .at(COOLER_POWER, POWER).power(PowerUnit.PER_CENT).setPoints(1000)
                    .heater(CONTROLS + "AntiDewHeater").fan(CONTROLS + "FanOn")
                    .shutter(Shutter.FOR_DARK).shortestComesLate()
                    .remark("the driver tells no camera firmware")
                    .remark("HighSpeedMode, HardwareBin and MonoBin change frames: mode = \"CCD_CONTROLS.HighSpeedMode=0\"")
                    .done(),

            row("QHY").driver("indi_qhy").name("QHY CCD")
                    .at(GAIN, "CCD_GAIN.GAIN").at(OFFSET, "CCD_OFFSET.OFFSET")
                    .at(USB_LIMIT, "USB_TRAFFIC.TRAFFIC", "USB_SPEED.SPEED")
                    .at(READ_MODE, "READ_MODE.MODE")
                    .format("INDI_RAW", "INDI_MONO")
                    .at(COOLER_POWER, POWER).power(PowerUnit.PER_CENT)
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .remark("read modes are numbers; the driver's log says what each is")
                    .remark("the driver tells no camera firmware")
                    .remark("CCD_AMP_GLOW changes frames: mode = \"CCD_AMP_GLOW=AMP_AUTO\"")
                    .done(),

            // one source, one executable for each brand
            row("ToupTek family")
                    .driver("indi_toup", "indi_altair", "indi_bresser", "indi_mallincam", "indi_meade",
                            "indi_nncam", "indi_ogma", "indi_omegon", "indi_starshoot", "indi_tscam")
                    .name("ToupTek", "Altair", "Bresser", "MALLINCAM", "Nn ", "OGMAVision", "Astroshop",
                            "Teleskop")
                    .at(GAIN, CONTROLS + "Gain").at(OFFSET, "CCD_OFFSET.OFFSET")
                    .at(USB_LIMIT, CONTROLS + "Speed")
                    .at(READ_MODE, "TC_CONVERSION_GAIN", "TC_LOW_NOISE", "TC_HIGHFULLWELL",
                            "CCD_BINNING_MODE")
                    .format("INDI_MONO_16", "INDI_RAW")
                    .at(COOLER_POWER, "CCD_COOLER_POWER.COOLER_POWER", "COOLER_POWER.COOLER_POWER")
                    .power(PowerUnit.PER_CENT).setPoints(100)
                    .heater("TC_HEAT_CONTROL").fan("TC_FAN_SPEED")
                    .remark("several mode properties at once: mode = \"High, TC_LOW_NOISE=OFF, TC_HIGHFULLWELL=OFF\"")
                    .remark("TC_TAILLIGHT is a lamp on the camera: mode = \"…, TC_TAILLIGHT=OFF\"")
                    .remark("an offset that does not take shows as pixels at 0 ADU")
                    .done(),

            row("Player One").driver("indi_playerone").name("PlayerOne CCD")
                    .at(GAIN, CONTROLS + "Gain").at(OFFSET, CONTROLS + "Offset")
                    .at(USB_LIMIT, CONTROLS + "USBBandWidthLimit", CONTROLS + "USB Bandwidth Limit",
                            CONTROLS + "USB Bandwidth")
                    .at(READ_MODE, "SENSOR_MODE")
                    .format("POA_RAW16")
                    .at(COOLER_POWER, POWER).power(PowerUnit.PER_CENT).setPoints(1000)
                    .heater(CONTROLS + "HeaterPower", CONTROLS + "Heater Power", CONTROLS + "Heater")
                    .fan(CONTROLS + "FanPower", CONTROLS + "Fan Power", CONTROLS + "Fan")
                    .shortestComesLate()
                    .done(),

            row("SVBONY").driver("indi_svbony").name("SVBONY CCD")
                    .at(GAIN, CONTROLS + "Gain").at(OFFSET, CONTROLS + "Offset", CONTROLS + "Black Level")
                    .at(USB_LIMIT, CONTROLS + "FrameSpeedMode", CONTROLS + "Frame Speed Mode")
                    .format("SVB_IMG_RAW16", "SVB_IMG_Y16")
                    .at(COOLER_POWER, POWER).power(PowerUnit.PER_CENT).setPoints(100)
                    .shortestComesLate()
                    .remark("the cooler goes off when the driver is disconnected")
                    .done(),

            row("Starlight Xpress").driver("indi_sx_ccd").name("SX CCD")
                    .setPoints(100)
                    .shutter(Shutter.FOR_DARK)
                    .remark("exposures below 1 ms take 1 ms; EXPTIME says what was asked")
                    .remark("the driver tells no camera firmware and no cooler power")
                    .done(),

            row("FLI").driver("indi_fli_ccd").name("FLI CCD")
                    .at(READ_MODE, "CAMERA_MODES")
                    .format("INDI_MONO")
                    .at(COOLER_POWER, POWER).power(PowerUnit.PER_CENT)
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .remark("gives the pixel size in metres, and no EXPTIME in bias frames: both are mended")
                    .done(),

            row("Apogee").driver("indi_apogee_ccd").name("Apogee CCD")
                    .at(READ_MODE, "READOUT_QUALITY")
                    .format("INDI_MONO")
                    .at(COOLER_POWER, POWER).power(PowerUnit.PER_CENT)
                    .fan("CCD_FAN")
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .remark("writes EXPTIME 0 into every frame: what was asked is taken")
                    .done(),

            row("gphoto (DSLR)")
                    .driver("indi_gphoto_ccd", "indi_canon_ccd", "indi_nikon_ccd", "indi_pentax_ccd",
                            "indi_sony_ccd", "indi_fuji_ccd")
                    .name("GPhoto CCD", "Canon DSLR", "Nikon DSLR", "Pentax DSLR", "Sony DSLR", "Fuji DSLR")
                    .at(GAIN, "CCD_ISO")
                    .shutter(Shutter.OPENS_ALWAYS)
                    .remark("gain is the ISO: gain = 800, offset = \"none\"")
                    .done(),

            row("Atik").driver("indi_atik").name("Atik")
                    .at(GAIN, CONTROLS + "CONTROL_GAIN").at(OFFSET, CONTROLS + "CONTROL_OFFSET")
                    .at(READ_MODE, "CCD_CONTROL_PRESETS", "CCD_FAST_MODE", "CCD_PAD_DATA",
                            "CCD_EVEN_ILLUMINATION")
                    .at(COOLER_POWER, POWER).power(PowerUnit.FRACTION)
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .remark("gain and offset count with the preset that means custom: name it in mode")
                    .done(),

            row("Moravian").driver("indi_mi_ccd").name("MI CCD", "Moravian")
                    .at(GAIN, "CCD_GAIN.GAIN")
                    .at(READ_MODE, "CCD_READ_MODE")
                    .format("INDI_MONO")
                    .at(COOLER_POWER, POWER).power(PowerUnit.FRACTION)
                    .heater("CCD_WINDOW_HEATING.WINDOW_HEATING").fan("CCD_FAN.FAN")
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .remark("a gain that can only be read is the conversion gain, e-/ADU: gain = \"none\"")
                    .done(),

            row("QSI").driver("indi_qsi_ccd").name("QSI CCD")
                    .at(READ_MODE, "READOUT_QUALITY", "AntiBlooming")
                    .at(COOLER_POWER, POWER)
                    .fan("CCD_FAN")
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .done(),

            row("SBIG").driver("indi_sbig_ccd").name("SBIG CCD")
                    .at(COOLER_POWER, POWER)
                    .fan("CCD_FAN")
                    .shutter(Shutter.FOR_DARK_AND_BIAS)
                    .done(),

            row("libcamera").driver("indi_libcamera", "indi_pylibcamera").name("LibCamera")
                    .at(GAIN, "CCD_GAIN.GAIN")
                    .done());

    /// Capture formats that are 16 bits deep and raw, by words in their names or labels, the best first.
    private static final List<String> FORMAT_WORDS = List.of("RAW16", "RAW_16", "RAW 16", "MONO16", "MONO_16",
            "MONO 16", "Y16", "INDI_RAW", "INDI_MONO");

    /// A driver of no known family: every place any of them has, in the table's order.
    static final VendorProfile UNKNOWN = union();

    private VendorTable() {}

    /// The words by which a capture format is found that a family's row does not name.
    static List<String> formatWords() {
        return FORMAT_WORDS;
    }

    private static Row row(String vendor) {
        return new Row(vendor);
    }

    private static VendorProfile union() {
        var all = new Row("unknown driver").shutter(Shutter.UNKNOWN).power(PowerUnit.UNKNOWN);
        for (VendorProfile row : ROWS) {
            row.places().forEach((setting, places) -> all.places(setting).addAll(places));
            all.heaters.addAll(row.heaters());
            all.fans.addAll(row.fans());
        }
        return all.done();
    }

    /// A row being written.
    private static final class Row {

        private final String vendor;
        private final List<String> drivers = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final Map<Setting, Set<MemberName>> places = new EnumMap<>(Setting.class);
        private final List<String> formats = new ArrayList<>();
        private final Set<MemberName> heaters = new LinkedHashSet<>();
        private final Set<MemberName> fans = new LinkedHashSet<>();
        private final List<String> remarks = new ArrayList<>();
        private PowerUnit power = PowerUnit.UNKNOWN;
        private int setPointStepMilliK;
        private Shutter shutter = Shutter.NONE;
        private boolean shortestComesLate;

        Row(String vendor) {
            this.vendor = vendor;
        }

        Row driver(String... beginnings) {
            drivers.addAll(List.of(beginnings));
            return this;
        }

        Row name(String... beginnings) {
            names.addAll(List.of(beginnings));
            return this;
        }

        Set<MemberName> places(Setting setting) {
            return places.computeIfAbsent(setting, _ -> new LinkedHashSet<>());
        }

        Row at(Setting setting, String... where) {
            List.of(where).forEach(place -> places(setting).add(MemberName.parse(place)));
            return this;
        }

        Row format(String... likeliestFirst) {
            formats.addAll(List.of(likeliestFirst));
            return this;
        }

        Row heater(String... where) {
            List.of(where).forEach(place -> heaters.add(MemberName.parse(place)));
            return this;
        }

        Row fan(String... where) {
            List.of(where).forEach(place -> fans.add(MemberName.parse(place)));
            return this;
        }

        Row power(PowerUnit unit) {
            power = unit;
            return this;
        }

        Row setPoints(int stepMilliK) {
            setPointStepMilliK = stepMilliK;
            return this;
        }

        Row shutter(Shutter does) {
            shutter = does;
            return this;
        }

        Row shortestComesLate() {
            shortestComesLate = true;
            return this;
        }

        Row remark(String text) {
            remarks.add(text);
            return this;
        }

        VendorProfile done() {
            Map<Setting, List<MemberName>> lists = new EnumMap<>(Setting.class);
            places.forEach((setting, set) -> lists.put(setting, List.copyOf(set)));
            return new VendorProfile(vendor, drivers, names, lists, formats, List.copyOf(heaters),
                    List.copyOf(fans), power, setPointStepMilliK, shutter, shortestComesLate, remarks);
        }
    }
}
