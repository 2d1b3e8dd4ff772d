package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Makes every setting that decides what a frame looks like, and looks at all of them again at the end: a mode
/// may change a gain that was set before it.
///
/// Where drivers keep settings: drivers of INDI 1.9 to 2.2 (ZWO, Player One, SVBONY, ToupTek: `CCD_CONTROLS`;
/// QHY, Moravian, libcamera: `CCD_GAIN`, `CCD_OFFSET`). Whatever is kept elsewhere is named by the [IndiSpec].
final class CameraSettings {

    /// Cameras whose columns or rows come in groups may leave out this many at the end.
    private static final int ROUNDED_PX = 16;
    private static final List<String> GAIN = List.of("gain", "control_gain");
    private static final List<String> OFFSET = List.of("offset", "control_offset");
    private static final List<String> USB_LIMIT = List.of("bandwidth", "usbbandwidthlimit",
            "usb bandwidth limit",
            "usb bandwidth", "bandwidthoverload", "speed");
    private static final List<String> READ_MODES = List.of("READ_MODE", "SENSOR_MODE", "TC_CONVERSION_GAIN",
            "CCD_READ_MODE", "READOUT_QUALITY", "CAMERA_MODES");

    private final IndiDevice camera;
    private final Map<Setting, MemberName> places;
    private final List<Check> checks = new ArrayList<>();

    /// One setting that was made.
    private record Check(String setting, String asked, IndiDevice device, String property,
            Predicate<Vector> holds) {}

    private CameraSettings(IndiDevice camera, Map<Setting, MemberName> places) {
        this.camera = camera;
        this.places = places;
    }

    /// Makes and checks all settings.
    ///
    /// @return size of the frames that will come
    static FrameShape apply(IndiDevice camera, Map<Setting, MemberName> places, Readout readout)
            throws DeviceException, InterruptedException {
        var settings = new CameraSettings(camera, places);
        settings.delivery();
        settings.captureFormat();
        settings.mode(readout.mode());
        settings.binning(readout.binning());
        FrameShape shape = settings.fullFrame(readout.binning());
        settings.number("gain", Setting.GAIN, readout.gain(), "CCD_GAIN", "GAIN", GAIN);
        settings.number("offset", Setting.OFFSET, readout.offset(), "CCD_OFFSET", "OFFSET", OFFSET);
        settings.number("USB limit", Setting.USB_LIMIT, readout.usbLimit(), "USB_TRAFFIC", "TRAFFIC",
                USB_LIMIT);
        settings.checkAll();
        return shape;
    }

    /// Plain FITS, to us, one exposure at a time. What a driver does not have it does not do.
    private void delivery() throws DeviceException, InterruptedException {
        ifPresent("UPLOAD_MODE", "UPLOAD_CLIENT");
        ifPresent("CCD_TRANSFER_FORMAT", "FORMAT_FITS");
        ifPresent("CCD_COMPRESSION", "INDI_DISABLED");
        ifPresent("CCD_COMPRESSION", "CCD_RAW");
        ifPresent("CCD_FAST_TOGGLE", "INDI_DISABLED");
        if (camera.has("CCD_FAST_COUNT")) {
            set("fast exposure count", camera, "CCD_FAST_COUNT", Map.of("FRAMES", "1"));
        }
    }

    private void ifPresent(String property, String member) throws DeviceException, InterruptedException {
        if (camera.find(property).map(v -> v.members().containsKey(member)).orElse(false)) {
            turnOn(property, camera, property, member);
        }
    }

    private void captureFormat() throws DeviceException, InterruptedException {
        MemberName place = places.get(Setting.CAPTURE_FORMAT);
        if (place != null) {
            turnOn("capture format", on(place), place.property(), place.member());
            return;
        }
        for (String property : List.of("CCD_CAPTURE_FORMAT", "CCD_VIDEO_FORMAT")) {
            Optional<Vector> formats = camera.find(property);
            Optional<String> deep = formats.flatMap(CameraSettings::deepest);
            if (deep.isPresent()) {
                turnOn("capture format", camera, property, deep.get());
            }
            if (formats.isPresent()) {
                return; // the second is the older name of the first
            }
        }
    }

    /// The member that means 16 bits, raw.
    private static Optional<String> deepest(Vector formats) {
        for (String word : List.of("RAW16", "RAW_16", "RAW 16", "MONO16", "MONO_16", "MONO 16", "Y16",
                "INDI_RAW",
                "INDI_MONO")) {
            for (Member m : formats.members().values()) {
                if ((m.name() + " " + m.label()).toUpperCase(Locale.ROOT).contains(word)) {
                    return Optional.of(m.name());
                }
            }
        }
        return Optional.empty();
    }

    private void mode(String mode) throws DeviceException, InterruptedException {
        if (mode.isEmpty()) {
            return;
        }
        MemberName place = places.get(Setting.READ_MODE);
        List<String> properties = place == null ? READ_MODES : List.of(place.property());
        IndiDevice device = place == null ? camera : on(place);
        for (String property : properties) {
            Optional<Vector> modes = device.find(property);
            if (modes.isEmpty()) {
                continue;
            }
            Optional<Member> found = PropertyStore.called(modes.get(), mode);
            if (modes.get().kind() == Kind.SWITCH && found.isPresent()) {
                turnOn("readout mode", device, property, found.get().name());
                return;
            }
            if (modes.get().kind() == Kind.NUMBER && !Double.isNaN(Numbers.parse(mode))) {
                String member = place != null && !place.member().isEmpty()
                        ? place.member()
                        : modes.get().members().keySet().iterator().next();
                set("readout mode", device, property, Map.of(member, Numbers.plainText(Numbers.parse(mode))));
                return;
            }
        }
        throw new DeviceException.Refused(camera.name(),
                "readout mode " + mode + ": not in any of " + properties);
    }

    private void binning(int binning) throws DeviceException, InterruptedException {
        if (!camera.has("CCD_BINNING") && binning == 1) {
            return;
        }
        String pixels = String.valueOf(binning);
        set("binning", camera, "CCD_BINNING", Map.of("HOR_BIN", pixels, "VER_BIN", pixels));
    }

    private FrameShape fullFrame(int binning) throws DeviceException, InterruptedException {
        FrameShape sensor = sensor(camera);
        if (!camera.has("CCD_FRAME")) {
            return binned(sensor.widthPx(), sensor.heightPx(), binning);
        }
        Outcome outcome = camera.set("CCD_FRAME", Map.of("X", "0", "Y", "0",
                "WIDTH", String.valueOf(sensor.widthPx()), "HEIGHT", String.valueOf(sensor.heightPx())),
                Manner.AT_ONCE, camera.limit(Wait.PROMPT));
        Vector read = camera.require("CCD_FRAME");
        boolean rounded = outcome instanceof Outcome.Rejected && read.state() != Vector.State.ALERT
                && isAlmost(sensor, read);
        if (!rounded) {
            read = take("full frame", sensor.toString(), outcome);
        }
        int width = (int) read.number("WIDTH");
        int height = (int) read.number("HEIGHT");
        checks.add(new Check("full frame", width + "x" + height, camera, "CCD_FRAME",
                v -> v.number("X") == 0 && v.number("Y") == 0 && v.number("WIDTH") == width
                        && v.number("HEIGHT") == height));
        return binned(width, height, binning);
    }

    private static boolean isAlmost(FrameShape sensor, Vector frame) {
        double lessWide = sensor.widthPx() - frame.number("WIDTH");
        double lessHigh = sensor.heightPx() - frame.number("HEIGHT");
        return frame.number("X") == 0 && frame.number("Y") == 0
                && lessWide >= 0 && lessWide < ROUNDED_PX && lessHigh >= 0 && lessHigh < ROUNDED_PX;
    }

    static FrameShape binned(int width, int height, int binning) {
        return new FrameShape(width / binning, height / binning);
    }

    /// The whole sensor, as the driver announces it.
    static FrameShape sensor(IndiDevice camera) throws DeviceException {
        Vector info = camera.require("CCD_INFO");
        double width = info.number("CCD_MAX_X");
        double height = info.number("CCD_MAX_Y");
        if (!(width >= 1 && width <= 65_535 && height >= 1 && height <= 65_535)) {
            throw new DeviceException.Garbled(camera.name(), "a sensor size in CCD_INFO",
                    info.text("CCD_MAX_X") + "x" + info.text("CCD_MAX_Y"));
        }
        return new FrameShape((int) width, (int) height);
    }

    private void number(String setting, Setting kind, int value, String property, String member,
            List<String> names)
            throws DeviceException, InterruptedException {
        if (value == Readout.NONE) {
            return;
        }
        MemberName place = places.get(kind);
        if (place == null) {
            place = find(property, member, names).orElseThrow(() -> new DeviceException.Refused(camera.name(),
                    "%s: the driver has no %s.%s and none of %s in CCD_CONTROLS; name its place in the configuration"
                            .formatted(setting, property, member, names)));
        }
        set(setting, on(place), place.property(), Map.of(place.member(), String.valueOf(value)));
    }

    private Optional<MemberName> find(String property, String member, List<String> names) {
        if (camera.find(property).filter(v -> v.writable() && v.members().containsKey(member)).isPresent()) {
            return Optional.of(new MemberName("", property, member));
        }
        return camera.find("CCD_CONTROLS").flatMap(controls -> names.stream()
                .flatMap(name -> PropertyStore.called(controls, name).stream()).findFirst()
                .map(found -> new MemberName("", "CCD_CONTROLS", found.name())));
    }

    private IndiDevice on(MemberName place) {
        return place.device().isEmpty() ? camera : new IndiDevice(camera.connection(), place.device());
    }

    private void turnOn(String setting, IndiDevice device, String property, String member)
            throws DeviceException, InterruptedException {
        take(setting, member, device.turnOn(property, member));
        checks.add(new Check(setting, member, device, property, v -> v.isOn(member)));
    }

    private void set(String setting, IndiDevice device, String property, Map<String, String> values)
            throws DeviceException, InterruptedException {
        String asked = values.size() == 1 ? values.values().iterator().next() : values.toString();
        take(setting, asked, device.set(property, values, Manner.AT_ONCE, device.limit(Wait.PROMPT)));
        checks.add(new Check(setting, asked, device, property, v -> values.entrySet().stream()
                .allMatch(e -> Numbers.same(Numbers.parse(e.getValue()), v.number(e.getKey())))));
    }

    private Vector take(String setting, String asked, Outcome outcome) throws DeviceException {
        if (outcome instanceof Outcome.Rejected(String reason)) {
            throw new DeviceException.Refused(camera.name(), setting + ": asked " + asked + "; " + reason);
        }
        return outcome.orThrow(camera.name());
    }

    private void checkAll() throws DeviceException {
        for (Check check : checks) {
            Vector v = check.device().require(check.property());
            if (!check.holds().test(v)) {
                throw new DeviceException.Refused(camera.name(),
                        "%s: asked %s, but after all settings were made %s reads %s"
                                .formatted(check.setting(), check.asked(), check.property(), read(v)));
            }
        }
    }

    private static List<String> read(Vector v) {
        return v.members().values().stream().map(m -> m.name() + "=" + m.text()).toList();
    }
}
