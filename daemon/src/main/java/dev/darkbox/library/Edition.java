package dev.darkbox.library;

import dev.darkbox.frame.CheckedLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/// One whole set of published masters, as `masters/.sets/production-0007.txt` tells it:
///
/// ```
/// CRC  set     7  6  2025-09-24T08:12:00Z  2025-09-23-main-1
/// CRC  master  2025-09-23/master-…/RUN
/// ```
///
/// with a tab between two fields.
///
/// @param number from 1; the greatest is the newest
/// @param before number of the one it took the place of; 0 when there was none
/// @param at when it was made
/// @param cause the run it is of, or who ordered it
/// @param masters those in it whose place in the dated folders was known
record Edition(int number, int before, Instant at, String cause, List<MasterId> masters) {

    Edition {
        masters = List.copyOf(masters);
    }

    String text() {
        var lines = new StringBuilder();
        lines.append(CheckedLine.write(List.of("set", Integer.toString(number), Integer.toString(before),
                at.toString(), cause))).append('\n');
        masters.forEach(master -> lines.append(CheckedLine.write(List.of("master", master.toString())))
                .append('\n'));
        return lines.toString();
    }

    /// Reads what [#text] wrote; what was changed by hand or damaged is passed over.
    ///
    /// @throws IllegalArgumentException its first line is not one of ours
    static Edition parse(String text) {
        List<List<String>> lines = text.lines().flatMap(line -> CheckedLine.read(line).stream()).toList();
        try {
            List<String> first = lines.getFirst();
            var masters = new ArrayList<MasterId>();
            for (List<String> line : lines.subList(1, lines.size())) {
                masters.add(MasterId.parse(line.get(1)));
            }
            return new Edition(Integer.parseInt(first.get(1)), Integer.parseInt(first.get(2)),
                    Instant.parse(first.get(3)), first.get(4), masters);
        } catch (IndexOutOfBoundsException | DateTimeException | NoSuchElementException e) {
            throw new IllegalArgumentException("this is no list of a set: " + e.getMessage(), e);
        }
    }
}
