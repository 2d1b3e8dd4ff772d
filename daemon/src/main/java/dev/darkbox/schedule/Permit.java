package dev.darkbox.schedule;

/// Whether a rig may be used by a run nobody asked for just now: its `only_while`.
///
/// Threading: asked by one thread; may wait some seconds for a device.
@FunctionalInterface
public interface Permit {

    Answer ask() throws InterruptedException;

    /// Somebody else's word.
    ///
    /// @param why one line: the condition that says no or nothing; empty for yes
    record Answer(Word word, String why) {

        public static final Answer YES = new Answer(Word.YES, "");
    }

    /// What the conditions say together.
    enum Word {
        /// All of them are so.
        YES,
        /// One is not so.
        NO,
        /// None says no, and one says nothing: its device, its topic.
        UNKNOWN
    }
}
