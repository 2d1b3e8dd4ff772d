package dev.darkbox.device.asi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.darkbox.device.DeviceException;
import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiControlCaps;
import dev.darkbox.sdk.AsiError;
import dev.darkbox.sdk.AsiExposureStatus;
import dev.darkbox.sdk.AsiImageType;
import dev.darkbox.sdk.AsiLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntSupplier;

/// The library's functions for one camera, with limits, and with errors as they are told here:
///
/// | error | is |
/// |---|---|
/// | no such camera, not open, removed | `Lost` |
/// | no such control, size, type, place or mode | `Refused` |
/// | any other | `Garbled`: worth another try |
///
/// Memory: one page, freed some time after this is no longer used.
final class AsiCalls {

    /// More cameras than that are not looked at.
    static final int MOST_CAMERAS = 32;

    private final AsiLibrary library;
    private final AsiThread thread;
    private final String device;
    private final int id;
    private final AsiPatience patience;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment info = arena.allocate(AsiCameraInfo.LAYOUT);
    private final MemorySegment caps = arena.allocate(AsiControlCaps.LAYOUT);
    private final MemorySegment value = arena.allocate(JAVA_LONG);
    private final MemorySegment numbers = arena.allocate(JAVA_INT, 4);
    private final MemorySegment serial = arena.allocate(AsiLibrary.SERIAL_BYTES);

    /// What a frame is cut from the sensor.
    record Window(int widthPx, int heightPx, int bin, int type) {
        @Override
        public String toString() {
            return "%dx%d, binning %d, image type %d".formatted(widthPx, heightPx, bin, type);
        }
    }

    /// @param device for messages
    /// @param id the library's number; any where only [#count] and [#info] are asked
    AsiCalls(AsiLibrary library, AsiThread thread, String device, int id, AsiPatience patience) {
        this.library = library;
        this.thread = thread;
        this.device = device;
        this.id = id;
        this.patience = patience;
    }

    int id() {
        return id;
    }

    String device() {
        return device;
    }

    /// Looks for cameras anew.
    int count() throws DeviceException, InterruptedException {
        int count = thread.call(device, "ASIGetNumOfConnectedCameras", patience.call(),
                library::numOfConnectedCameras);
        return Math.clamp(count, 0, MOST_CAMERAS);
    }

    /// A camera by its place; empty when there is none there.
    Optional<AsiCameraInfo> info(int index) throws DeviceException, InterruptedException {
        int error = thread.call(device, "ASIGetCameraProperty", patience.call(),
                () -> library.cameraProperty(info, index));
        return error == AsiError.SUCCESS.number() ? Optional.of(AsiCameraInfo.of(info)) : Optional.empty();
    }

    /// This camera, as it is now.
    AsiCameraInfo info() throws DeviceException, InterruptedException {
        for (int index = 0; index < MOST_CAMERAS; index++) {
            Optional<AsiCameraInfo> found = info(index);
            if (found.isEmpty() || found.get().id() == id) {
                return found.orElseThrow(() -> lost("it is no longer among the cameras"));
            }
        }
        throw lost("it is not among the first " + MOST_CAMERAS + " cameras");
    }

    void open() throws DeviceException, InterruptedException {
        make("ASIOpenCamera", patience.opening(), () -> library.openCamera(id));
    }

    void init() throws DeviceException, InterruptedException {
        make("ASIInitCamera", patience.opening(), () -> library.initCamera(id));
    }

    void close() throws DeviceException, InterruptedException {
        make("ASICloseCamera", patience.call(), () -> library.closeCamera(id));
    }

    /// Sixteen hex digits; empty for a camera or a library that has none.
    String serial() throws DeviceException, InterruptedException {
        Optional<Integer> error = thread.call(device, "ASIGetSerialNumber", patience.call(),
                () -> library.serialNumber(id, serial));
        if (error.isEmpty() || error.get() != AsiError.SUCCESS.number()) {
            return "";
        }
        return HexFormat.of().formatHex(serial.toArray(JAVA_BYTE));
    }

    int controls() throws DeviceException, InterruptedException {
        make("ASIGetNumOfControls", patience.call(), () -> library.numOfControls(id, numbers));
        return numbers.get(JAVA_INT, 0);
    }

    /// @param index 0 .. [#controls] - 1
    AsiControlCaps caps(int index) throws DeviceException, InterruptedException {
        make("ASIGetControlCaps", patience.call(), () -> library.controlCaps(id, index, caps));
        return AsiControlCaps.of(caps);
    }

    long get(AsiControl control) throws DeviceException, InterruptedException {
        make("ASIGetControlValue of " + control.title(), patience.call(),
                () -> library.controlValue(id, control, value, numbers));
        return value.get(JAVA_LONG, 0);
    }

    void set(AsiControl control, long to) throws DeviceException, InterruptedException {
        make("ASISetControlValue of " + control.title(), patience.call(),
                () -> library.setControlValue(id, control, to, false));
    }

    void window(int widthPx, int heightPx, int bin) throws DeviceException, InterruptedException {
        make("ASISetROIFormat %dx%d, binning %d, RAW16".formatted(widthPx, heightPx, bin), patience.call(),
                () -> library.setRoiFormat(id, widthPx, heightPx, bin, AsiImageType.RAW16));
    }

    Window window() throws DeviceException, InterruptedException {
        make("ASIGetROIFormat", patience.call(), () -> library.roiFormat(id, numbers));
        return new Window(numbers.getAtIndex(JAVA_INT, 0), numbers.getAtIndex(JAVA_INT, 1),
                numbers.getAtIndex(JAVA_INT, 2), numbers.getAtIndex(JAVA_INT, 3));
    }

    /// Begins the window at the sensor's corner.
    void corner() throws DeviceException, InterruptedException {
        make("ASISetStartPos 0, 0", patience.call(), () -> library.setStartPos(id, 0, 0));
        make("ASIGetStartPos", patience.call(), () -> library.startPos(id, numbers));
        int x = numbers.getAtIndex(JAVA_INT, 0);
        int y = numbers.getAtIndex(JAVA_INT, 1);
        if (x != 0 || y != 0) {
            throw new DeviceException.Refused(device,
                    "window set to begin at 0, 0, reads back %d, %d".formatted(x, y));
        }
    }

    void start(boolean dark) throws DeviceException, InterruptedException {
        make("ASIStartExposure", patience.call(), () -> library.startExposure(id, dark));
    }

    void stop() throws DeviceException, InterruptedException {
        make("ASIStopExposure", patience.call(), () -> library.stopExposure(id));
    }

    AsiExposureStatus status() throws DeviceException, InterruptedException {
        make("ASIGetExpStatus", patience.call(), () -> library.expStatus(id, numbers));
        int status = numbers.get(JAVA_INT, 0);
        return AsiExposureStatus.of(status).orElseThrow(
                () -> new DeviceException.Garbled(device, "exposure status 0..3", Integer.toString(status)));
    }

    /// @param pixels as large as the window asks; not to be used for anything else while [AsiThread#isOut]
    void data(MemorySegment pixels) throws DeviceException, InterruptedException {
        make("ASIGetDataAfterExp", patience.readout(), () -> library.dataAfterExp(id, pixels));
    }

    private void make(String function, Duration limit, IntSupplier call)
            throws DeviceException, InterruptedException {
        check(function, thread.call(device, function, limit, call::getAsInt));
    }

    private void check(String function, int error) throws DeviceException {
        if (error == AsiError.SUCCESS.number()) {
            return;
        }
        String text = function + ": " + AsiError.text(error);
        Optional<AsiError> known = AsiError.of(error);
        if (known.isEmpty()) {
            throw new DeviceException.Garbled(device, "success", text);
        }
        throw switch (known.get()) {
            case INVALID_INDEX, INVALID_ID, CLOSED, REMOVED -> lost(text);
            case INVALID_CONTROL, INVALID_SIZE, INVALID_IMAGE_TYPE, OUT_OF_BOUNDS, BUFFER_TOO_SMALL,
                    INVALID_MODE ->
                new DeviceException.Refused(device, text);
            case SUCCESS, INVALID_PATH, INVALID_FORMAT, TIMEOUT, INVALID_SEQUENCE, VIDEO_ACTIVE, EXPOSING,
                    GENERAL ->
                new DeviceException.Garbled(device, "success", text);
        };
    }

    private DeviceException.Lost lost(String how) {
        return new DeviceException.Lost(device, how);
    }
}
