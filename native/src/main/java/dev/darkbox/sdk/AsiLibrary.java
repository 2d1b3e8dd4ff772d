package dev.darkbox.sdk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binding of `libASICamera2.so` by ZWO: a method for each C function that is used, no logic. Each returns the number of
/// an [AsiError] where nothing else is said, and writes only where it is told to.
///
/// Layouts are those of 64-bit Linux, where a C `long` has 8 bytes.
///
/// Threading: the library wants one thread at a time for one camera. A call may block for as long as the camera and its
/// bus please.
public final class AsiLibrary {

    /// What `ASIGetSerialNumber` writes.
    public static final int SERIAL_BYTES = 8;

    private static final int LONGEST_VERSION_BYTES = 64;
    private static final FunctionDescriptor OF_CAMERA = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor TELLS = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);

    private final Path file;
    private final SymbolLookup symbols;
    private final List<String> missing = new ArrayList<>();

    private final MethodHandle getNumOfConnectedCameras;
    private final MethodHandle getCameraProperty;
    private final MethodHandle openCamera;
    private final MethodHandle initCamera;
    private final MethodHandle closeCamera;
    private final MethodHandle getNumOfControls;
    private final MethodHandle getControlCaps;
    private final MethodHandle getControlValue;
    private final MethodHandle setControlValue;
    private final MethodHandle setRoiFormat;
    private final MethodHandle getRoiFormat;
    private final MethodHandle setStartPos;
    private final MethodHandle getStartPos;
    private final MethodHandle startExposure;
    private final MethodHandle stopExposure;
    private final MethodHandle getExpStatus;
    private final MethodHandle getDataAfterExp;
    private final Optional<MethodHandle> getSdkVersion;
    private final Optional<MethodHandle> getSerialNumber;

    private AsiLibrary(Path file, SymbolLookup symbols) throws IOException {
        this.file = file;
        this.symbols = symbols;
        getNumOfConnectedCameras = bind("ASIGetNumOfConnectedCameras", FunctionDescriptor.of(JAVA_INT));
        getCameraProperty = bind("ASIGetCameraProperty", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        openCamera = bind("ASIOpenCamera", OF_CAMERA);
        initCamera = bind("ASIInitCamera", OF_CAMERA);
        closeCamera = bind("ASICloseCamera", OF_CAMERA);
        getNumOfControls = bind("ASIGetNumOfControls", TELLS);
        getControlCaps = bind("ASIGetControlCaps",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
        getControlValue = bind("ASIGetControlValue",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        setControlValue = bind("ASISetControlValue",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
        setRoiFormat = bind("ASISetROIFormat",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        getRoiFormat = bind("ASIGetROIFormat",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        setStartPos = bind("ASISetStartPos", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        getStartPos = bind("ASIGetStartPos", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        startExposure = bind("ASIStartExposure", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        stopExposure = bind("ASIStopExposure", OF_CAMERA);
        getExpStatus = bind("ASIGetExpStatus", TELLS);
        getDataAfterExp = bind("ASIGetDataAfterExp",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
        if (!missing.isEmpty()) {
            throw new IOException("%s is too old, or something else: it lacks %s".formatted(file,
                    String.join(", ", missing)));
        }
        getSdkVersion = bindIfThere("ASIGetSDKVersion", FunctionDescriptor.of(ADDRESS));
        getSerialNumber = bindIfThere("ASIGetSerialNumber", TELLS);
    }

    /// Loads it.
    ///
    /// @param arena how long it stays; the global one outside of tests, for a library may have threads of its own
    /// @throws IOException it cannot be loaded, or lacks a function without which nothing can be done; the message names
    ///     the file and the system's reason, or the functions
    public static AsiLibrary load(Path file, Arena arena) throws IOException {
        if (!isHere()) {
            throw new IOException(file + ": bound on 64-bit Linux on amd64 and aarch64 only");
        }
        try {
            return new AsiLibrary(file, SymbolLookup.libraryLookup(file, arena));
        } catch (IllegalArgumentException _) {
            throw new IOException(file + " cannot be loaded: " + LoaderError.of(file));
        }
    }

    private static boolean isHere() {
        return System.getProperty("os.name", "").equals("Linux")
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && Linker.nativeLinker().canonicalLayouts().get("long") instanceof ValueLayout.OfLong;
    }

    private MethodHandle bind(String name, FunctionDescriptor descriptor) {
        Optional<MethodHandle> bound = find(name, descriptor);
        if (bound.isEmpty()) {
            missing.add(name);
        }
        // stands in until all that is missing can be named: a binding that lacks anything is never handed out
        return bound.orElseGet(() -> Linker.nativeLinker().downcallHandle(descriptor));
    }

    private Optional<MethodHandle> bindIfThere(String name, FunctionDescriptor descriptor) {
        Optional<MethodHandle> bound = find(name, descriptor);
        if (bound.isEmpty()) {
            missing.add(name);
        }
        return bound;
    }

    private Optional<MethodHandle> find(String name, FunctionDescriptor descriptor) {
        return symbols.find(name).map(at -> Linker.nativeLinker().downcallHandle(at, descriptor));
    }

    public Path file() {
        return file;
    }

    /// Functions that newer libraries have and this one does not, by name.
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /// `ASIGetSDKVersion`, e.g. `1, 37, 0, 1`; empty where there is no such function.
    public Optional<String> sdkVersion() {
        return getSdkVersion.map(function -> {
            try {
                var text = (MemorySegment) function.invokeExact();
                return text.address() == 0
                        ? ""
                        : text.reinterpret(LONGEST_VERSION_BYTES).getString(0).strip();
            } catch (Throwable t) {
                throw impossible("ASIGetSDKVersion", t);
            }
        });
    }

    /// `ASIGetNumOfConnectedCameras`: looks anew.
    ///
    /// @return how many there are
    public int numOfConnectedCameras() {
        try {
            return (int) getNumOfConnectedCameras.invokeExact();
        } catch (Throwable t) {
            throw impossible("ASIGetNumOfConnectedCameras", t);
        }
    }

    /// `ASIGetCameraProperty`; may be asked before the camera is opened.
    ///
    /// @param info an [AsiCameraInfo#LAYOUT] to write to
    /// @param index 0 .. [#numOfConnectedCameras] - 1
    public int cameraProperty(MemorySegment info, int index) {
        try {
            return (int) getCameraProperty.invokeExact(info, index);
        } catch (Throwable t) {
            throw impossible("ASIGetCameraProperty", t);
        }
    }

    /// `ASIOpenCamera`.
    public int openCamera(int id) {
        return ofCamera(openCamera, id);
    }

    /// `ASIInitCamera`; takes long.
    public int initCamera(int id) {
        return ofCamera(initCamera, id);
    }

    /// `ASICloseCamera`.
    public int closeCamera(int id) {
        return ofCamera(closeCamera, id);
    }

    /// `ASIGetNumOfControls`.
    ///
    /// @param count `i32[1]`
    public int numOfControls(int id, MemorySegment count) {
        return tells(getNumOfControls, id, count);
    }

    /// `ASIGetControlCaps`.
    ///
    /// @param index 0 .. number of controls - 1; not the control's own number
    /// @param caps an [AsiControlCaps#LAYOUT] to write to
    public int controlCaps(int id, int index, MemorySegment caps) {
        try {
            return (int) getControlCaps.invokeExact(id, index, caps);
        } catch (Throwable t) {
            throw impossible("ASIGetControlCaps", t);
        }
    }

    /// `ASIGetControlValue`.
    ///
    /// @param value `i64[1]`
    /// @param auto `i32[1]`
    public int controlValue(int id, AsiControl control, MemorySegment value, MemorySegment auto) {
        try {
            return (int) getControlValue.invokeExact(id, control.number(), value, auto);
        } catch (Throwable t) {
            throw impossible("ASIGetControlValue", t);
        }
    }

    /// `ASISetControlValue`: takes the nearest value that is allowed, and says nothing.
    public int setControlValue(int id, AsiControl control, long value, boolean auto) {
        try {
            return (int) setControlValue.invokeExact(id, control.number(), value, auto ? 1 : 0);
        } catch (Throwable t) {
            throw impossible("ASISetControlValue", t);
        }
    }

    /// `ASISetROIFormat`: moves the window to the middle.
    ///
    /// @param widthPx binned, a multiple of 8
    /// @param heightPx binned, a multiple of 2
    public int setRoiFormat(int id, int widthPx, int heightPx, int bin, AsiImageType type) {
        try {
            return (int) setRoiFormat.invokeExact(id, widthPx, heightPx, bin, type.number());
        } catch (Throwable t) {
            throw impossible("ASISetROIFormat", t);
        }
    }

    /// `ASIGetROIFormat`.
    ///
    /// @param four `i32[4]`: width, height, bin, image type
    public int roiFormat(int id, MemorySegment four) {
        try {
            return (int) getRoiFormat.invokeExact(id, four.asSlice(0, 4), four.asSlice(4, 4),
                    four.asSlice(8, 4),
                    four.asSlice(12, 4));
        } catch (Throwable t) {
            throw impossible("ASIGetROIFormat", t);
        }
    }

    /// `ASISetStartPos`, binned; after [#setRoiFormat].
    public int setStartPos(int id, int xPx, int yPx) {
        try {
            return (int) setStartPos.invokeExact(id, xPx, yPx);
        } catch (Throwable t) {
            throw impossible("ASISetStartPos", t);
        }
    }

    /// `ASIGetStartPos`.
    ///
    /// @param two `i32[2]`: x, y
    public int startPos(int id, MemorySegment two) {
        try {
            return (int) getStartPos.invokeExact(id, two.asSlice(0, 4), two.asSlice(4, 4));
        } catch (Throwable t) {
            throw impossible("ASIGetStartPos", t);
        }
    }

    /// `ASIStartExposure`.
    ///
    /// @param dark counts only where there is a mechanical shutter
    public int startExposure(int id, boolean dark) {
        try {
            return (int) startExposure.invokeExact(id, dark ? 1 : 0);
        } catch (Throwable t) {
            throw impossible("ASIStartExposure", t);
        }
    }

    /// `ASIStopExposure`.
    public int stopExposure(int id) {
        return ofCamera(stopExposure, id);
    }

    /// `ASIGetExpStatus`.
    ///
    /// @param status `i32[1]`, an [AsiExposureStatus]
    public int expStatus(int id, MemorySegment status) {
        return tells(getExpStatus, id, status);
    }

    /// `ASIGetDataAfterExp`. Some versions write beyond a buffer that is too small.
    ///
    /// @param pixels as large as the window's size and type ask
    public int dataAfterExp(int id, MemorySegment pixels) {
        try {
            return (int) getDataAfterExp.invokeExact(id, pixels, pixels.byteSize());
        } catch (Throwable t) {
            throw impossible("ASIGetDataAfterExp", t);
        }
    }

    /// `ASIGetSerialNumber`; empty where there is no such function.
    ///
    /// @param serial `u8[8]`
    public Optional<Integer> serialNumber(int id, MemorySegment serial) {
        return getSerialNumber.map(function -> tells(function, id, serial));
    }

    private static int ofCamera(MethodHandle function, int id) {
        try {
            return (int) function.invokeExact(id);
        } catch (Throwable t) {
            throw impossible("a function of a camera", t);
        }
    }

    private static int tells(MethodHandle function, int id, MemorySegment into) {
        try {
            return (int) function.invokeExact(id, into);
        } catch (Throwable t) {
            throw impossible("a function that tells something", t);
        }
    }

    /// C functions throw nothing: reaching here is a bug in this class or its caller.
    private static AssertionError impossible(String function, Throwable t) {
        return new AssertionError(function, t);
    }
}
