package dev.darkbox.quality;

/// A frame that was not read out whole, or is no picture of its own.
///
/// @param frame number of the frame, from 0, in the order the judge saw them
/// @param reason one line: what is wrong, where, with value and limit
public record OddFrame(int frame, Kind kind, String reason) {

    /// What is wrong with it.
    public enum Kind {
        /// Pieces of rows are noise: what came over the cable was not the picture.
        NOISE,
        /// Rows without any noise: nothing came over the cable.
        EMPTY,
        /// Rows of another level than in other frames.
        BANDS,
        /// Rows, or all of it, are those of a frame before.
        COPY,
        /// Hot pixels stand elsewhere, in all of the frame or from some row on.
        SHIFTED,
        /// A part of the frame has another level than in the frames around it.
        LEVEL
    }
}
