package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;

/// The loop that takes a frame's fingerprint: four figures of each piece of each row.
///
/// Both implementations give the same bits, all of them whole numbers. They keep no reference to the segments and are safe
/// to use from several threads at once, each with segments of its own.
///
/// Piece `p` of a row holds the pixels from `p * width / pieces` up to `(p + 1) * width / pieces`. A **step** is the distance
/// of a pixel from the second before it in its piece: neighbours of the same colour behind a Bayer mask.
public sealed interface PrintKernels permits JavaPrint, NativePrint {

    /// Figures of a piece.
    int FIGURES = 4;

    /// Takes the figures of some rows.
    ///
    /// @param frame `u16[rows][width]`, ADU, native byte order
    /// @param width 1..65,535
    /// @param rows positive
    /// @param pieces 1..`width`
    /// @param low 0..65,535, ADU: a darker pixel counts as this in the sum
    /// @param high `low`..65,535, ADU: a brighter pixel counts as this in the sum
    /// @param far 0..65,535, ADU
    /// @param into `u32[rows][pieces][4]`, overwritten: sum of the pixels; sum of the steps, those above `far` counted as
    ///     `far`; number of steps above `far`; largest pixel
    void print(MemorySegment frame, int width, int rows, int pieces, int low, int high, int far,
            MemorySegment into);

    /// The C kernel when its library loads on this machine, else the Java one.
    static PrintKernels best() {
        return NativePrint.load().<PrintKernels>map(k -> k).orElseGet(JavaPrint::new);
    }
}
