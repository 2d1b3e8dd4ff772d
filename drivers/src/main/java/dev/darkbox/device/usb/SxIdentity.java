package dev.darkbox.device.usb;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    /// @throws DeviceException.Refused a camera that cannot be read by what is known here
    static SxIdentity ask(String device, SxTalk talk) throws DeviceException, InterruptedException {
        String firmware = SxReply.firmware(talk.ask(SxCommand.firmware()));
        var model = SxModel.of(SxReply.word(talk.ask(SxCommand.model())));
        var sensor = new SxSensor(model, SxParameters.of(talk.ask(SxCommand.sizes())));
        if (model.kind() == SxModel.Kind.UNKNOWN_ORDER) {
            throw new DeviceException.Refused(device,
                    "the order of the %s's pixels is not known; use INDI for it"
                            .formatted(model.title()));
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
            return Integer.toString(SxReply.word(talk.ask(SxCommand.build())));
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            // older firmware does not know the question, some answers with four bytes
            talk.drain();
            return "";
        }
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
