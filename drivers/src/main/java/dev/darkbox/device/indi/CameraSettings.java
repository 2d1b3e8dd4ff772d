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
/// Where drivers keep settings is in the [VendorTable]; whatever is kept elsewhere is named by the [IndiSpec].
final class CameraSettings {

    /// Cameras whose columns or rows come in groups may leave out this many at the end.
    private static final int ROUNDED_PX = 16;
    private final IndiDevice camera;
    private final Places places;
    private final List<Check> checks = new ArrayList<>();
    private FrameShape shape = new FrameShape(1, 1);

    /// One setting that was made.
    private record Check(String setting, String asked, IndiDevice device, String property,
            Predicate<Vector> holds) {}

    private CameraSettings(IndiDevice camera, Map<Setting, MemberName> overrides) {
        this.camera = camera;
        places = new Places(camera, overrides);
    }

    /// Makes and checks all settings.
    ///
    /// @return what was made, to be looked at again
    static CameraSettings apply(IndiDevice camera, Map<Setting, MemberName> overrides,
            Readout readout)
            throws DeviceException, InterruptedException {
        var settings = new CameraSettings(camera, overrides);
        settings.delivery();
        settings.captureFormat();
        settings.mode(readout.mode());
        settings.binning(readout.binning());
        settings.shape = settings.fullFrame(readout.binning());
        settings.number(Setting.GAIN, readout.gain());
        settings.number(Setting.OFFSET, readout.offset());
        settings.number(Setting.USB_LIMIT, readout.usbLimit());
        settings.checkAll();
        return settings;
    }

    /// Size of the frames that will come.
    FrameShape shape() {
        return shape;
    }

    /// A setting that does not read as it was made any more; empty when all do.
    Optional<String> changed() {
        for (Check check : checks) {
            Optional<Vector> now = check.device().find(check.property());
            if (!now.map(check.holds()::test).orElse(false)) {
                return Optional.of("%s: asked %s, %s now reads %s".formatted(check.setting(), check.asked(),
                        check.property(), now.map(CameraSettings::read).orElse(List.of())));
            }
        }
        return Optional.empty();
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
        Optional<MemberName> place = format(places);
        if (place.isPresent()) {
            turnOn("capture format", places.on(place.get()), place.get().property(), place.get().member());
        }
    }

    /// The switch that makes frames 16 bits deep and raw; empty when the camera offers none, or nothing else.
    static Optional<MemberName> format(Places places) {
        return places.override(Setting.CAPTURE_FORMAT).or(() -> places.formats().flatMap(
                formats -> deepest(formats, places.profile().formats())
                        .map(member -> new MemberName("", formats.name(), member))));
    }

    private static Optional<String> deepest(Vector formats, List<String> usual) {
        for (String name : usual) {
            if (formats.members().containsKey(name)) {
                return Optional.of(name);
            }
        }
        for (String word : VendorTable.formatWords()) {
            for (Member m : formats.members().values()) {
                if ((m.name() + " " + m.label()).toUpperCase(Locale.ROOT).contains(word)) {
                    return Optional.of(m.name());
                }
            }
        }
        return Optional.empty();
    }

    private void mode(String mode) throws DeviceException, InterruptedException {
        for (ReadModes.Choice choice : ReadModes.choose(camera, places, mode)) {
            if (choice.value().isEmpty()) {
                turnOn("readout mode", choice.device(), choice.property(), choice.member());
            } else {
                set("readout mode", choice.device(), choice.property(),
                        Map.of(choice.member(), choice.value()));
            }
        }
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

    private void number(Setting setting, int value) throws DeviceException, InterruptedException {
        if (value == Readout.NONE) {
            return;
        }
        MemberName place = places.writable(setting).orElseThrow(() -> new DeviceException.Refused(
                camera.name(),
                "%s: the driver has none of %s; name its place in the configuration: %s".formatted(
                        setting.words(), places.candidates(setting), setting.key())));
        IndiDevice device = places.on(place);
        String text = String.valueOf(value);
        Optional<Vector> switches = device.find(place.property()).filter(v -> v.kind() == Kind.SWITCH);
        if (switches.isEmpty()) {
            set(setting.words(), device, place.property(), Map.of(place.member(), text));
            return;
        }
        Member step = PropertyStore.called(switches.get(), text)
                .orElseThrow(() -> new DeviceException.Refused(camera.name(), "%s: asked %s, %s has %s"
                        .formatted(setting.words(), text, place, ReadModes.words(switches.get()))));
        turnOn(setting.words(), device, place.property(), step.name());
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
