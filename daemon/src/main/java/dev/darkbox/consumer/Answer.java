package dev.darkbox.consumer;

/// What one program would do with one frame, and what is to be thought of it.
public record Answer(Consumer consumer, Pick pick, Grade grade) {

    /// From right to wrong.
    public enum Grade {
        /// It takes the master that was made for such frames.
        RIGHT,
        /// It takes another whose exposure and set point are as good as the same.
        NEAR,
        /// A person names the file, or the program has no use for it.
        NOT_ASKED,
        /// It finds none.
        NONE,
        /// It takes one that was made for other frames.
        WRONG;

        /// Whether lights would be calibrated wrongly, or not at all.
        public boolean isTrouble() {
            return this == NONE || this == WRONG;
        }
    }
}
