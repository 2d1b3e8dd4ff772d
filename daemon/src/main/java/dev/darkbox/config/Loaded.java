package dev.darkbox.config;

import java.util.List;

/// What came of reading a configuration file.
public sealed interface Loaded {

    /// It can be used.
    ///
    /// @param warnings lines `file:line: …` about what is allowed but unusual, in the order of the file
    record Ok(Config config, List<String> warnings) implements Loaded {
        public Ok {
            warnings = List.copyOf(warnings);
        }
    }

    /// It cannot be used.
    ///
    /// @param problems every mistake, one line `file:line: key is "value"; allowed: …` each, in the order of the
    ///     file; never empty
    record Wrong(List<String> problems) implements Loaded {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }
}
