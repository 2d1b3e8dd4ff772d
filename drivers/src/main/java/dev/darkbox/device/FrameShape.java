package dev.darkbox.device;

/// Size of a frame as it is read out, binned.
///
/// @param widthPx columns, 1..65,535
/// @param heightPx rows, 1..65,535
public record FrameShape(int widthPx, int heightPx) {

    public FrameShape {
        if (widthPx < 1 || widthPx > 65_535 || heightPx < 1 || heightPx > 65_535) {
            throw new IllegalArgumentException("frame of " + widthPx + "x" + heightPx + " pixels");
        }
    }

    public long pixels() {
        return (long) widthPx * heightPx;
    }

    @Override
    public String toString() {
        return widthPx + "x" + heightPx;
    }
}
