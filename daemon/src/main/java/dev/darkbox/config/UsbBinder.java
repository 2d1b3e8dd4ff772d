package dev.darkbox.config;

import dev.darkbox.device.Readout;
import dev.darkbox.plan.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Binds cameras on this machine's USB. Nothing but the camera comes with them.
final class UsbBinder {

    private static final Allowed<String> POSITION = Allowed.matching(
            "([0-9]{1,3}-[0-9]{1,2}(\\.[0-9]{1,2}){0,6})?",
            "bus and ports such as \"1-1.4\", as `darkbox devices` shows them, or \"\"", "");
    private static final Allowed<String> SERIAL = Allowed.matching("[ -~]{0,32}",
            "the serial number as `darkbox devices` shows it, or \"\"", "");
    private static final Allowed<String> ASI_SERIAL = Allowed.matching("([0-9a-f]{16})?",
            "16 hex digits in lower case, as `darkbox devices` shows them, or \"\"", "");
    private static final Allowed<String> MODEL = Allowed.matching("[ -~]{0,63}",
            "the model as `darkbox devices` shows it, such as \"ZWO ASI2600MM Pro\", or \"\"", "");
    private static final Allowed<Duration> COMEBACK = Allowed.time(Duration.ofSeconds(1),
            Duration.ofHours(1));
    private static final Duration USUAL_COMEBACK = Duration.ofMinutes(2);
    /// Source: the maker's manual; every model bins so.
    private static final List<Integer> STARLIGHT_BINNINGS = List.of(1, 2, 4);

    private UsbBinder() {}

    static EquipmentConfig starlight(String rigName, Section rig, Section camera, Claims claims) {
        String position = camera.take("position", POSITION, "");
        String serial = camera.take("serial", SERIAL, "");
        Duration comeback = camera.take("comeback", COMEBACK, USUAL_COMEBACK);
        if (!position.isEmpty() && !serial.isEmpty()) {
            camera.wrong("position", "\"\" where serial names the camera");
        }
        camera.done();
        noWheel(rig);
        String which = position.isEmpty() ? serial : position;
        claim(claims, rigName, camera, "sx", which, position.isEmpty() ? "serial" : "position");
        return new EquipmentConfig.Sx(position, serial, comeback);
    }

    static EquipmentConfig zwo(String rigName, Section rig, Section camera, Path file, Claims claims) {
        String model = camera.take("model", MODEL, "");
        String serial = camera.take("serial", ASI_SERIAL, "");
        Path library = camera.take("library", Places.pathOrNone(file), Places.NONE);
        Duration comeback = camera.take("comeback", COMEBACK, USUAL_COMEBACK);
        if (!library.equals(Places.NONE) && !Files.isReadable(library)) {
            camera.warn("library", "there is no such file on this machine, or nobody may read it");
        }
        camera.done();
        noWheel(rig);
        claim(claims, rigName, camera, "asi", serial.isEmpty() ? model : serial,
                serial.isEmpty() ? "model" : "serial");
        return new EquipmentConfig.Asi(model, serial,
                library.equals(Places.NONE) ? Optional.empty() : Optional.of(library), comeback);
    }

    private static void claim(Claims claims, String rig, Section camera, String driver, String which,
            String key) {
        if (camera.sound("position", "serial", "model")) {
            claims.claim(rig, "localhost", 0, driver + ":" + which, camera, camera.has(key) ? key : "driver");
        }
    }

    private static void noWheel(Section rig) {
        rig.section("wheel"); // what is in it is nobody's
        rig.refuse("wheel",
                "does not go with a camera on USB; allowed: a rig without [rig.wheel], or driver ="
                        + " \"indi\" in [rig.camera]. Dark flats are taken without turning a wheel");
    }

    /// Notes every preset that asks for what no Starlight Xpress camera has.
    static void presetsFit(List<Section> sections, List<Preset> presets) {
        for (int i = 0; i < presets.size(); i++) {
            Section section = sections.get(i);
            Readout readout = presets.get(i).readout();
            none(section, "gain", readout.gain());
            none(section, "offset", readout.offset());
            none(section, "usb_limit", readout.usbLimit());
            if (!readout.mode().isEmpty() && section.sound("mode")) {
                section.wrong("mode", "\"\" for a camera with driver = \"sx\"");
            }
            if (!STARLIGHT_BINNINGS.contains(readout.binning()) && section.sound("binning")) {
                section.wrong("binning", "1, 2 or 4 for a camera with driver = \"sx\"");
            }
        }
    }

    private static void none(Section preset, String key, int value) {
        if (value != Readout.NONE && preset.sound(key)) {
            preset.wrong(key, "\"none\" for a camera with driver = \"sx\"");
        }
    }
}
