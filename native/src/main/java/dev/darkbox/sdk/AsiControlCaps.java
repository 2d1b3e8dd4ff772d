package dev.darkbox.sdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What `ASIGetControlCaps` tells of a control.
///
/// @param type as [AsiControl] numbers it
public record AsiControlCaps(String name, String description, long max, long min, long byDefault,
        boolean auto,
        boolean writable, int type) {

    /// The structure, as 64-bit Linux lays it out.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(64, JAVA_BYTE).withName("name"),
            MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("description"),
            JAVA_LONG.withName("max"), JAVA_LONG.withName("min"), JAVA_LONG.withName("by_default"),
            JAVA_INT.withName("auto"), JAVA_INT.withName("writable"), JAVA_INT.withName("type"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("unused"), MemoryLayout.paddingLayout(4))
            .withName("control_caps");

    /// Reads what the library wrote.
    public static AsiControlCaps of(MemorySegment caps) {
        return new AsiControlCaps(CText.of(caps.asSlice(at("name"), 64)),
                CText.of(caps.asSlice(at("description"), 128)), caps.get(JAVA_LONG, at("max")),
                caps.get(JAVA_LONG, at("min")), caps.get(JAVA_LONG, at("by_default")),
                caps.get(JAVA_INT, at("auto")) != 0, caps.get(JAVA_INT, at("writable")) != 0,
                caps.get(JAVA_INT, at("type")));
    }

    private static long at(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
