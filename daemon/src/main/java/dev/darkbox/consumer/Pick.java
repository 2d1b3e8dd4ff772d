package dev.darkbox.consumer;

import java.util.List;

/// What a program does when it looks for the master of a frame.
public sealed interface Pick {

    /// One sentence.
    String why();

    /// It takes this one.
    ///
    /// @param cautions what it did not look at, one sentence each; mostly empty
    record Takes(Published master, String why, List<String> cautions) implements Pick {

        public Takes {
            cautions = List.copyOf(cautions);
        }
    }

    /// It looks and finds none.
    record Nothing(String why) implements Pick {}

    /// It does not look: a person names the file.
    record ByHand(String why) implements Pick {}

    /// It has no use for such a master.
    record NotUsed(String why) implements Pick {}
}
