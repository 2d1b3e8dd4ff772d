package dev.darkbox.sdk;

import java.util.Arrays;
import java.util.Optional;

/// What a function of the library returns.
public enum AsiError {

    /// Success.
    SUCCESS(0, "success"),
    /// No camera of this index.
    INVALID_INDEX(1, "no camera of this index"),
    /// No camera of this number.
    INVALID_ID(2, "no camera of this number"),
    /// No such control.
    INVALID_CONTROL(3, "no such control"),
    /// Never opened, or closed since.
    CLOSED(4, "camera is not open"),
    /// It was unplugged, or another program holds it.
    REMOVED(5, "camera removed"),
    /// File not found.
    INVALID_PATH(6, "file not found"),
    /// File of another format.
    INVALID_FORMAT(7, "file of another format"),
    /// Size not allowed.
    INVALID_SIZE(8, "size not allowed"),
    /// Image type not allowed.
    INVALID_IMAGE_TYPE(9, "image type not allowed"),
    /// Outside the sensor.
    OUT_OF_BOUNDS(10, "outside the sensor"),
    /// Time-out.
    TIMEOUT(11, "time-out"),
    /// Not in this state.
    INVALID_SEQUENCE(12, "not in this state"),
    /// Buffer too small.
    BUFFER_TOO_SMALL(13, "buffer too small"),
    /// Video runs.
    VIDEO_ACTIVE(14, "video runs"),
    /// Exposure in progress.
    EXPOSING(15, "exposure in progress"),
    /// General error.
    GENERAL(16, "general error"),
    /// Mode not allowed.
    INVALID_MODE(17, "mode not allowed");

    private final int number;
    private final String text;

    AsiError(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /// As the header numbers it.
    public int number() {
        return number;
    }

    /// Empty for a number of a newer library.
    public static Optional<AsiError> of(int number) {
        return Arrays.stream(values()).filter(e -> e.number == number).findFirst();
    }

    /// For people: `camera removed (5)`.
    public static String text(int number) {
        return of(number).map(e -> e.text).orElse("error") + " (" + number + ")";
    }
}
