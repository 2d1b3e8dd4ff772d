package dev.darkbox.device.usb;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What a camera says of itself, once it is opened.
///
/// @param serial empty when its memory cannot be read or holds none
/// @param build number of the firmware's build; empty when the firmware does not know
record SxIdentity(SxSensor sensor, String firmware, String build, String serial) {

    static final Duration SHORTEST = Duration.ofMillis(1);

    private static final String DRIVER = "darkbox-sx";
    private static final String DRIVER_VERSION = "1";

    /// Asks for everything.
    ///
    /// @param product 0..65,535, as the bus tells it
    /// @throws DeviceException.Refused a camera that cannot be read by what is known here
    static SxIdentity ask(String device, int product, SxTalk talk)
            throws DeviceException, InterruptedException {
        String firmware = SxReply.firmware(talk.ask(SxCommand.firmware()));
        var model = SxModel.of(SxReply.word(talk.ask(SxCommand.model())), product);
        var sensor = new SxSensor(model, SxParameters.of(talk.ask(SxCommand.sizes())));
        if (model.kind() == SxModel.Kind.UNKNOWN_ORDER) {
            throw new DeviceException.Refused(device,
                    "%s; use INDI's indi_sx_ccd for it".formatted(model.word() == SxModel.NO_WORD
                            ? "neither its model word nor its product %04x says which camera it is"
                                    .formatted(product)
                            : "in which order the %s's pixels come is not known here"
                                    .formatted(model.title())));
        }
        SxParameters sizes = sensor.sizes();
        if (sizes.widthPx() < 16 || sizes.heightPx() < 16 || 2 * sizes.heightPx() > 0xFFFF
                || sizes.bits() != 16) {
            throw new DeviceException.Garbled(device, "a sensor of 16-bit pixels",
                    "%dx%d pixels of %d bits".formatted(
                            sizes.widthPx(), sizes.heightPx(), sizes.bits()));
        }
        return new SxIdentity(sensor, firmware, build(talk), sizes.hasEeprom() ? serial(talk) : "");
    }

    private static String build(SxTalk talk) throws DeviceException, InterruptedException {
        try {
            return build(talk, 2);
        } catch (DeviceException.TimedOut _) {
            // older firmware does not know the question
            talk.drain();
            return "";
        } catch (DeviceException.Garbled _) {
            talk.drain();
        }
        try {
            return build(talk, 4);
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            talk.drain();
            return "";
        }
    }

    private static String build(SxTalk talk, int bytes) throws DeviceException, InterruptedException {
        return Integer.toString(SxReply.word(talk.ask(SxCommand.build(bytes))));
    }

    private static String serial(SxTalk talk) throws DeviceException, InterruptedException {
        try {
            byte[] first = talk.ask(SxCommand.serial(0));
            byte[] second = talk.ask(SxCommand.serial(1));
            byte[] both = new byte[first.length + second.length];
            System.arraycopy(first, 0, both, 0, first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return SxReply.serial(both).orElse("");
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            talk.drain();
            return "";
        }
    }

    /// As the run wants it.
    CameraFacts facts() {
        return new CameraFacts(sensor.model().title(), serial, DRIVER + " " + DRIVER_VERSION, firmwareText(),
                sensor.shape(), sensor.pixelMicron(), 0, "", SHORTEST, epoch());
    }

    /// For people who look for devices.
    List<Trait> traits() {
        SxParameters sizes = sensor.sizes();
        var traits = new ArrayList<>(List.of(
                Trait.of("model", sensor.model().title()),
                serial.isEmpty()
                        ? Trait.missing("serial number", "the camera tells none: name it by its position")
                        : Trait.of("serial number", serial),
                Trait.of("firmware", firmwareText()),
                Trait.of("sensor", String.format(Locale.ROOT, "%s px, %.2f µm, %s, 16 bits", sensor.shape(),
                        sensor.pixelMicron(),
                        sensor.model().hasColours() ? "colour in a pattern it does not tell" : "mono")),
                Trait.of("binning", SxSensor.BINNINGS.toString()),
                Trait.of("shutter", sizes.hasShutter()
                        ? "shut for dark and bias frames"
                        : "none: frames are dark behind a cover only"),
                sensor.hasCooler()
                        ? Trait.of("cooler", "%s..%s".formatted(SxReply.COLDEST, SxReply.WARMEST))
                        : Trait.missing("cooler", "the camera has none")));
        if (sizes.hasGuideHead()) {
            traits.add(Trait.of("guide head", "not driven by Darkbox"));
        }
        return traits;
    }

    private String firmwareText() {
        return build.isEmpty() ? firmware : firmware + " build " + build;
    }

    private CameraEpoch epoch() {
        var parts = new TreeMap<String, String>();
        parts.put("driver.name", DRIVER);
        parts.put("driver.version", DRIVER_VERSION);
        parts.put("firmware.version", firmware);
        if (!build.isEmpty()) {
            parts.put("firmware.build", build);
        }
        parts.put("camera.model", "%s %04X".formatted(sensor.model().title(), sensor.model().word()));
        if (!serial.isEmpty()) {
            parts.put("camera.serial", serial);
        }
        parts.put("shape.sensor", sensor.shape().toString());
        List<String> binnings = new ArrayList<>();
        SxSensor.BINNINGS.forEach(b -> binnings.add(b.toString()));
        parts.put("shape.binning", String.join(", ", binnings));
        return CameraEpoch.of(parts);
    }
}
