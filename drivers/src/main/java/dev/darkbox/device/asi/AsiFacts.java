package dev.darkbox.device.asi;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Kind;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiControlCaps;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a camera and its library tell of themselves. The library has no word for the camera's firmware; the release
/// number that the camera gives the bus stands for it, where the kernel can be asked.
final class AsiFacts {

    private static final String DRIVER = "darkbox-asi";
    private static final String DRIVER_VERSION = "1";
    private static final List<String> BAYER = List.of("RGGB", "BGGR", "GRBG", "GBRG");
    private static final List<AsiControl> SHAPES = List.of(AsiControl.GAIN, AsiControl.OFFSET,
            AsiControl.EXPOSURE,
            AsiControl.BANDWIDTH, AsiControl.HARDWARE_BIN, AsiControl.HIGH_SPEED, AsiControl.MONO_BIN);

    private AsiFacts() {}

    static CameraFacts of(AsiConnection connection) throws DeviceException, InterruptedException {
        AsiConnection.Open camera = connection.now();
        AsiCameraInfo info = camera.calls().info();
        String release = connection.bus().release(info.name());
        String sdk = connection.library().sdkVersion().orElse("");
        return new CameraFacts(info.name(), camera.serial(), DRIVER + " " + DRIVER_VERSION,
                firmware(sdk, release), sensor(info), info.pixelMicron(), info.electronsPerAdu(), bayer(info),
                Duration.of(camera.controls().demand(AsiControl.EXPOSURE).min(), ChronoUnit.MICROS),
                epoch(camera, info, sdk, release));
    }

    static FrameShape sensor(AsiCameraInfo info) {
        return new FrameShape(Math.toIntExact(info.maxWidthPx()), Math.toIntExact(info.maxHeightPx()));
    }

    static String bayer(AsiCameraInfo info) {
        return info.color() && info.bayer() >= 0 && info.bayer() < BAYER.size()
                ? BAYER.get(info.bayer())
                : "";
    }

    private static String firmware(String sdk, String release) {
        String library = sdk.isEmpty() ? "" : "SDK " + sdk;
        String camera = release.isEmpty() ? "" : "camera " + release;
        return library.isEmpty() || camera.isEmpty() ? library + camera : library + "; " + camera;
    }

    private static CameraEpoch epoch(AsiConnection.Open camera, AsiCameraInfo info, String sdk,
            String release)
            throws DeviceException, InterruptedException {
        var parts = new TreeMap<String, String>();
        parts.put(Kind.DRIVER.part("exec"), DRIVER);
        parts.put(Kind.DRIVER.part("version"), DRIVER_VERSION);
        parts.put(Kind.SDK.part("ASICamera2"), sdk);
        parts.put(Kind.FIRMWARE.part("bcdDevice"), release);
        parts.put(Kind.CAMERA.part("model"), info.name());
        parts.put(Kind.CAMERA.part("serial"), camera.serial());
        parts.put(Kind.SHAPE.part("sensor"), sensor(info).toString());
        parts.put(Kind.SHAPE.part("bits"), Integer.toString(info.bitDepth()));
        parts.put(Kind.SHAPE.part("bins"), info.bins().toString());
        Map<AsiControl, AsiControlCaps> controls = camera.controls().all();
        for (AsiControl control : SHAPES) {
            if (controls.containsKey(control)) {
                parts.put(Kind.SHAPE.part(control.title()),
                        AsiSettings.range(camera.controls().demand(control)));
            }
        }
        for (AsiControl mode : AsiSettings.MODES) {
            if (controls.containsKey(mode)) {
                parts.put(Kind.READOUT.part(mode.title()), Long.toString(camera.controls().get(mode)));
            }
        }
        parts.values().removeIf(String::isEmpty);
        return CameraEpoch.of(parts);
    }
}
