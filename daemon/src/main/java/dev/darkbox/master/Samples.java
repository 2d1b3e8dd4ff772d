package dev.darkbox.master;

/// What becomes of a float in ADU on the way into a file.
final class Samples {

    /// White of a 16-bit frame, and 1.0 of the float twin.
    static final int WHITE_ADU = 65_535;

    private Samples() {}

    /// The nearest whole ADU, halves up, within 0..65,535; what is not a number is 0.
    static short u16(float adu) {
        return (short) (int) Math.clamp(Math.floor(adu + 0.5), 0, WHITE_ADU);
    }

    /// 0..1; what is not a number is 0.
    static float unit(float adu) {
        return adu > 0 ? Math.min(adu / WHITE_ADU, 1) : 0;
    }
}
