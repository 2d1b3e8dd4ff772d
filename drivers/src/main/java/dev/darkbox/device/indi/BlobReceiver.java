package dev.darkbox.device.indi;

import java.lang.foreign.MemorySegment;

/// Who takes frames as they arrive. Called on the thread that reads the socket; must not wait.
interface BlobReceiver {

    /// What is known before the first byte.
    ///
    /// @param format `.fits` and the like
    /// @param bytes of the payload: its `len`, else its `size`; [#UNKNOWN] when neither is given
    record Head(String device, String property, String member, String format, long bytes) {
        static final long UNKNOWN = Long.MAX_VALUE;
    }

    /// How a transfer ended.
    enum End {
        COMPLETE,
        /// The text ended before all bytes were there.
        SHORT,
        /// Something that is no base64.
        BROKEN,
        /// It was said to be in shared memory, which did not come along, or holds less, or cannot be read.
        ELSEWHERE,
        /// The connection ended, or its stream made no sense any more.
        CUT
    }

    /// Takes one transfer: bytes, then the end, once.
    interface Sink {
        void bytes(byte[] bytes, int from, int to);

        /// The same from off the heap.
        void memory(MemorySegment bytes);

        void end(End how);
    }

    Sink begin(Head head);

    /// Takes whatever comes and keeps nothing.
    Sink NOWHERE = new Sink() {
        @Override
        public void bytes(byte[] bytes, int from, int to) {}

        @Override
        public void memory(MemorySegment bytes) {}

        @Override
        public void end(End how) {}
    };
}
