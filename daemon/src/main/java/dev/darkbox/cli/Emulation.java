package dev.darkbox.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Plays a cap, panel or heater on a pseudo-terminal. Who wires the program knows how.
public interface Emulation {

    /// Plays nothing.
    Emulation NONE = new Emulation() {
        @Override
        public List<String> boxes() {
            return List.of();
        }

        @Override
        public List<String> faults() {
            return List.of();
        }

        @Override
        public int run(Wish wish, BufferedReader orders, Screen screen) {
            throw new IllegalArgumentException("no box " + wish.box());
        }
    };

    /// What is to be played.
    ///
    /// @param box one of [#boxes]
    /// @param link where its port is to be found; empty for the pseudo-terminal's own name
    /// @param travel of its cover from one end to the other
    /// @param open whether its cover is open at first
    /// @param faults it has from the beginning, of [#faults]
    record Wish(String box, Optional<Path> link, Duration travel, boolean open, List<String> faults) {
        public Wish {
            faults = List.copyOf(faults);
        }
    }

    /// Names of what can be played.
    List<String> boxes();

    /// What can go wrong with it.
    List<String> faults();

    /// Plays until `orders` ends or says `quit`.
    ///
    /// @param orders a line each: a fault, `mend`, `state`, `quit`
    /// @return the exit code
    /// @throws IOException there is no pseudo-terminal, or no link can be made
    int run(Wish wish, BufferedReader orders, Screen screen) throws IOException, InterruptedException;
}
