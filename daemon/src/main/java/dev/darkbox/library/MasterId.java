package dev.darkbox.library;

import java.time.DateTimeException;
import java.time.LocalDate;

/// One master of a library, for good: where it was put first, and which run made it.
///
/// The run is what tells two masters of one name and evening apart: the files of the older one are renamed when the
/// second is made, and what was said of it must not go over to the other.
///
/// @param evening of the dated folder
/// @param name as consumers know it, without an ending and without the number of a master that was set aside
/// @param runId the run that made it
public record MasterId(LocalDate evening, String name, String runId) {

    public static MasterId of(MasterEntry master) {
        return new MasterId(master.evening(), master.name(), master.runId());
    }

    /// What the compiler would make of it takes a fresh Java several times as long.
    @Override
    public int hashCode() {
        return evening.hashCode() + 31 * name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterId id && evening.equals(id.evening) && name.equals(id.name)
                && runId.equals(id.runId);
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException it is something else
    static MasterId parse(String text) {
        String[] parts = text.split("/", 3);
        try {
            if (parts.length == 3 && !parts[1].isEmpty()) {
                return new MasterId(LocalDate.parse(parts[0]), parts[1], parts[2]);
            }
        } catch (DateTimeException _) {
            // told below
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no master; allowed: EVENING/NAME/RUN");
    }

    /// `2025-09-23/master-bias_GAIN100_OFFSET50_T-10C`, for people.
    public String shown() {
        return evening + "/" + name;
    }

    /// `2025-09-23/master-bias_GAIN100_OFFSET50_T-10C/2025-09-23-main-1`.
    @Override
    public String toString() {
        return shown() + "/" + runId;
    }
}
