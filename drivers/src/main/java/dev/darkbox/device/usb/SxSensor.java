package dev.darkbox.device.usb;

import dev.darkbox.device.FrameShape;
import dev.darkbox.device.usb.SxModel.Kind;
import java.util.List;

/// How a whole frame of a camera's main sensor is read. Frames are what the camera sends, put in the order of the sensor:
/// nothing is subtracted, of the CoStar's 16 reference columns neither.
///
/// @param sizes as the camera says them
record SxSensor(SxModel model, SxParameters sizes) {

    static final List<Integer> BINNINGS = List.of(1, 2, 4);

    private static final int M25C_WIDTH = 3032;
    private static final int M25C_HEIGHT = 2016;

    /// Whole sensor, unbinned, both fields.
    ///
    /// @throws IllegalArgumentException what the camera says of it is no size
    FrameShape shape() {
        return switch (model.kind()) {
            case M25C -> new FrameShape(M25C_WIDTH, M25C_HEIGHT);
            case INTERLACED -> new FrameShape(sizes.widthPx(), 2 * sizes.heightPx());
            case PROGRESSIVE, COSTAR, UNKNOWN_ORDER -> new FrameShape(sizes.widthPx(), sizes.heightPx());
        };
    }

    /// @param binning one of [#BINNINGS]
    FrameShape shape(int binning) {
        FrameShape whole = shape();
        // rows of two fields are added first, which leaves half the binning to be done with the rows of one
        int fields = isWoven(1) && binning > 1 ? 2 : 1;
        int rows = whole.heightPx() / fields / (binning / fields);
        return new FrameShape(whole.widthPx() / binning, rows);
    }

    /// Whether a frame comes as two fields, the even one first.
    boolean isWoven(int binning) {
        return model.kind() == Kind.INTERLACED && binning == 1;
    }

    /// Whether it has a cooler that can be asked. A sensor that times itself can be asked nothing while it is exposed.
    boolean hasCooler() {
        return sizes.hasCooler() && model.kind() != Kind.COSTAR;
    }

    /// Side of an unbinned pixel in µm: its width; an interlaced sensor's rows are half as high as the camera says.
    double pixelMicron() {
        return sizes.pixelWidth() / 256.0;
    }

    /// The orders that read a frame, in this order.
    List<SxRead> reads(int binning) {
        FrameShape whole = shape();
        int width = whole.widthPx();
        int height = whole.heightPx();
        return switch (model.kind()) {
            case PROGRESSIVE, UNKNOWN_ORDER ->
                List.of(new SxRead(SxFlags.BOTH, width, height, binning, binning));
            case COSTAR -> List.of(new SxRead(SxFlags.ODD, width, height, binning, binning));
            case M25C -> List.of(new SxRead(SxFlags.BOTH, 2 * width, height / 2, binning, binning));
            case INTERLACED -> binning == 1
                    ? List.of(new SxRead(SxFlags.EVEN | SxFlags.ONE_FIELD, width, height / 2, 1, 1),
                            new SxRead(SxFlags.ODD | SxFlags.ONE_FIELD, width, height / 2, 1, 1))
                    : List.of(new SxRead(SxFlags.BOTH, width, height / 2, binning, binning / 2));
        };
    }
}
