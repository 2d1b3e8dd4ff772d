package dev.darkbox.sdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// What `ASIGetCameraProperty` tells of a camera.
///
/// @param name e.g. `ZWO ASI2600MM Pro`
/// @param id what the other functions take
/// @param bayer 0 RGGB, 1 BGGR, 2 GRBG, 3 GBRG; means nothing where `color` is false
/// @param bins sizes of bins it has
/// @param imageTypes numbers of [AsiImageType]
/// @param electronsPerAdu at the present gain
public record AsiCameraInfo(String name, int id, long maxHeightPx, long maxWidthPx, boolean color, int bayer,
        List<Integer> bins, List<Integer> imageTypes, double pixelMicron, boolean mechanicalShutter,
        boolean cooler, boolean usb3Host, boolean usb3Camera, float electronsPerAdu, int bitDepth) {

    private static final int MOST_BINS = 16;
    private static final int MOST_TYPES = 8;

    /// The structure, as 64-bit Linux lays it out.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(64, JAVA_BYTE).withName("name"),
            JAVA_INT.withName("id"), MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("max_height"), JAVA_LONG.withName("max_width"),
            JAVA_INT.withName("color"), JAVA_INT.withName("bayer"),
            MemoryLayout.sequenceLayout(MOST_BINS, JAVA_INT).withName("bins"),
            MemoryLayout.sequenceLayout(MOST_TYPES, JAVA_INT).withName("image_types"),
            JAVA_DOUBLE.withName("pixel_micron"),
            JAVA_INT.withName("mechanical_shutter"), JAVA_INT.withName("st4_port"),
            JAVA_INT.withName("cooler"), JAVA_INT.withName("usb3_host"), JAVA_INT.withName("usb3_camera"),
            JAVA_FLOAT.withName("electrons_per_adu"),
            JAVA_INT.withName("bit_depth"), JAVA_INT.withName("trigger"),
            MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("unused")).withName("camera_info");

    public AsiCameraInfo {
        bins = List.copyOf(bins);
        imageTypes = List.copyOf(imageTypes);
    }

    /// Reads what the library wrote.
    public static AsiCameraInfo of(MemorySegment info) {
        return new AsiCameraInfo(CText.of(info.asSlice(at("name"), 64)), info.get(JAVA_INT, at("id")),
                info.get(JAVA_LONG, at("max_height")), info.get(JAVA_LONG, at("max_width")),
                isSet(info, "color"), info.get(JAVA_INT, at("bayer")),
                until(info, "bins", MOST_BINS, 0), until(info, "image_types", MOST_TYPES, -1),
                info.get(JAVA_DOUBLE, at("pixel_micron")), isSet(info, "mechanical_shutter"),
                isSet(info, "cooler"), isSet(info, "usb3_host"), isSet(info, "usb3_camera"),
                info.get(JAVA_FLOAT, at("electrons_per_adu")), info.get(JAVA_INT, at("bit_depth")));
    }

    private static long at(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    private static boolean isSet(MemorySegment info, String field) {
        return info.get(JAVA_INT, at(field)) != 0;
    }

    private static List<Integer> until(MemorySegment info, String field, int most, int end) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < most && info.get(JAVA_INT, at(field) + 4L * i) != end; i++) {
            found.add(info.get(JAVA_INT, at(field) + 4L * i));
        }
        return found;
    }
}
