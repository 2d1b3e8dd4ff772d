package dev.darkbox.sdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Text in a field of fixed size.
final class CText {

    private CText() {}

    /// Up to the first NUL, or to the end of the field where there is none.
    static String of(MemorySegment field) {
        byte[] bytes = field.toArray(JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    }
}
