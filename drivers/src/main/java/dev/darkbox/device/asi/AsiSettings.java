package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiControlCaps;
import dev.darkbox.sdk.AsiImageType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What decides how a frame looks: the window of 16 bits, gain, offset, bandwidth, and the modes. Modes are written
/// `HighSpeedMode=1, HardwareBin=1, MonoBin=0`; those not written are 0. Everything else that changes pixels is made to do
/// nothing: flip, overclocking, gamma, white balance.
///
/// The library wants widths of a multiple of 8 and heights of a multiple of 2: what is over at the right and at the bottom is not read
/// out.
final class AsiSettings {

    /// What a mode is made of.
    static final List<AsiControl> MODES = List.of(AsiControl.HIGH_SPEED, AsiControl.HARDWARE_BIN,
            AsiControl.MONO_BIN);
    /// With the value that does nothing.
    private static final Map<AsiControl, Integer> STILL = new EnumMap<>(Map.of(AsiControl.FLIP, 0,
            AsiControl.OVERCLOCK, 0, AsiControl.GAMMA, 50, AsiControl.WHITE_BALANCE_RED, 50,
            AsiControl.WHITE_BALANCE_BLUE, 50));
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final int WIDTH_STEP = 8;
    private static final int HEIGHT_STEP = 2;
    /// The first camera of the kind, over USB 2, wants whole kilobytes.
    private static final Pattern WHOLE_KILOBYTES = Pattern.compile(".*ASI120M[MC](?!-S).*");
    private static final int KILOBYTE = 1024;

    private AsiSettings() {}

    /// Size of a frame.
    ///
    /// @throws DeviceException.Refused the camera cannot bin so
    static FrameShape shape(AsiCameraInfo info, int binning) throws DeviceException {
        if (!info.bins().contains(binning)) {
            throw new DeviceException.Refused(info.name(),
                    "binning %d, allowed: %s".formatted(binning, info.bins()));
        }
        int width = Math.toIntExact(info.maxWidthPx()) / binning / WIDTH_STEP * WIDTH_STEP;
        int height = Math.toIntExact(info.maxHeightPx()) / binning / HEIGHT_STEP * HEIGHT_STEP;
        if (WHOLE_KILOBYTES.matcher(info.name()).matches() && !info.usb3Camera()) {
            while (height > HEIGHT_STEP && width * height % KILOBYTE != 0) {
                height -= HEIGHT_STEP;
            }
        }
        return new FrameShape(width, height);
    }

    /// Sets all of it and reads it back.
    static FrameShape apply(AsiCalls calls, AsiControls controls, AsiCameraInfo info, Readout readout)
            throws DeviceException, InterruptedException {
        FrameShape shape = shape(info, readout.binning());
        if (!info.imageTypes().contains(AsiImageType.RAW16.number())) {
            throw new DeviceException.Refused(calls.device(), "the camera has no 16-bit frames");
        }
        Map<AsiControl, Integer> modes = modes(calls.device(), controls, readout.mode());
        for (Map.Entry<AsiControl, Integer> mode : modes.entrySet()) {
            controls.set(mode.getKey(), mode.getValue());
        }
        for (Map.Entry<AsiControl, Integer> still : STILL.entrySet()) {
            if (controls.canSet(still.getKey())) {
                controls.set(still.getKey(), still.getValue());
            }
        }
        calls.window(shape.widthPx(), shape.heightPx(), readout.binning());
        requireWindow(calls, shape, readout.binning());
        calls.corner();
        set(controls, AsiControl.GAIN, readout.gain());
        set(controls, AsiControl.OFFSET, readout.offset());
        set(controls, AsiControl.BANDWIDTH, readout.usbLimit());
        return shape;
    }

    /// @throws DeviceException.Refused the camera has another window
    static void requireWindow(AsiCalls calls, FrameShape shape, int binning)
            throws DeviceException, InterruptedException {
        var asked = new AsiCalls.Window(shape.widthPx(), shape.heightPx(), binning,
                AsiImageType.RAW16.number());
        AsiCalls.Window now = calls.window();
        if (!now.equals(asked)) {
            throw new DeviceException.Refused(calls.device(),
                    "window set to %s, reads back %s".formatted(asked, now));
        }
    }

    /// What is left alone is at least not left to the camera's automatic.
    private static void set(AsiControls controls, AsiControl control, int value)
            throws DeviceException, InterruptedException {
        if (value != Readout.NONE) {
            controls.set(control, value);
        } else if (controls.canSet(control)) {
            controls.set(control, controls.get(control));
        }
    }

    /// Every mode the camera has, with its value.
    private static Map<AsiControl, Integer> modes(String device, AsiControls controls, String text)
            throws DeviceException {
        var modes = new EnumMap<AsiControl, Integer>(AsiControl.class);
        MODES.stream().filter(controls::canSet).forEach(mode -> modes.put(mode, 0));
        if (text.isBlank()) {
            return modes;
        }
        for (String part : COMMA.split(text.strip(), -1)) {
            String[] sides = part.split("=", 2);
            Optional<AsiControl> mode = Arrays.stream(AsiControl.values())
                    .filter(c -> modes.containsKey(c) && c.title().equalsIgnoreCase(sides[0].strip()))
                    .findFirst();
            if (mode.isEmpty() || sides.length < 2 || !sides[1].strip().matches("[01]")) {
                throw new DeviceException.Refused(device, "readout mode \"%s\", allowed: %s".formatted(part,
                        modes.isEmpty()
                                ? "none, the camera has no modes"
                                : String.join(", ",
                                        modes.keySet().stream().map(m -> m.title() + "=0 or 1").toList())));
            }
            modes.put(mode.get(), Integer.parseInt(sides[1].strip()));
        }
        return modes;
    }

    /// `0..570`, or that it can only be read.
    static String range(AsiControlCaps caps) {
        return caps.writable() ? caps.min() + ".." + caps.max() : "read only";
    }
}
