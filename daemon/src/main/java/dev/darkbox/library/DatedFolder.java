package dev.darkbox.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One evening's folder of a library and the names in it.
///
/// @param names of files and folders, sorted
/// @param problem why it cannot be looked into; empty when it can
record DatedFolder(LocalDate evening, Path folder, List<String> names, String problem) {

    private static final int DATE_LENGTH = 10;
    private static final String FIT = ".fit";

    DatedFolder {
        names = List.copyOf(names);
    }

    /// All evenings of a library, oldest first; none if there is no folder of them.
    ///
    /// @throws IOException the folder of evenings cannot be looked into
    static List<DatedFolder> of(Path root) throws IOException {
        Path calibration = root.resolve("Calibration");
        var found = new ArrayList<DatedFolder>();
        for (String name : names(calibration)) {
            if (name.length() == DATE_LENGTH && isDate(name)) {
                found.add(read(LocalDate.parse(name), calibration.resolve(name)));
            }
        }
        return List.copyOf(found);
    }

    private static DatedFolder read(LocalDate evening, Path folder) {
        try {
            return new DatedFolder(evening, folder, names(folder), "");
        } catch (IOException e) {
            return new DatedFolder(evening, folder, List.of(), String.valueOf(e.getMessage()));
        }
    }

    /// `master-….fit`, or `master-….1.fit` of one that was set aside.
    static boolean isMaster(String name) {
        if (!name.startsWith("master-") || !name.endsWith(FIT)) {
            return false;
        }
        String stem = name.substring(0, name.length() - FIT.length());
        return stem.length() > "master-".length() && plain(stem).indexOf('.') < 0;
    }

    /// A stem without the number of a master that was set aside.
    static String plain(String stem) {
        int dot = stem.lastIndexOf('.');
        if (dot < 0 || dot == stem.length() - 1) {
            return stem;
        }
        for (int i = dot + 1; i < stem.length(); i++) {
            if (stem.charAt(i) < '0' || stem.charAt(i) > '9') {
                return stem;
            }
        }
        return stem.substring(0, dot);
    }

    /// What a folder holds, sorted; nothing if it is not there or is none.
    static List<String> names(Path folder) throws IOException {
        // in one call without a Path for each: an audit asks for many thousands
        String[] names = folder.toFile().list();
        if (names == null) {
            if (Files.isDirectory(folder)) {
                throw new IOException(folder + " cannot be looked into");
            }
            return List.of();
        }
        Arrays.sort(names);
        return List.of(names);
    }

    private static boolean isDate(String name) {
        try {
            return LocalDate.parse(name).toString().equals(name);
        } catch (DateTimeException _) {
            return false;
        }
    }
}
