package dev.darkbox.sdk;

/// How a frame is delivered.
public enum AsiImageType {

    /// One byte a pixel.
    RAW8(0),
    /// Three bytes a pixel.
    RGB24(1),
    /// Two bytes a pixel, low byte first, the sensor's bits in the high ones.
    RAW16(2),
    /// One byte a pixel, colours added up.
    Y8(3);

    private final int number;

    AsiImageType(int number) {
        this.number = number;
    }

    /// As the header numbers it.
    public int number() {
        return number;
    }
}
