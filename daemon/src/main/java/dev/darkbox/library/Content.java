package dev.darkbox.library;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The files of a whole set that is to come: those of the present one, but for the names that change. What is not one
/// of our masters stays as it is.
final class Content {

    private final InForce now;
    private final Map<MasterId, MasterEntry> known = new HashMap<>();
    private final List<String> notes;
    private final Map<String, MasterEntry> come = new TreeMap<>();
    private final TreeSet<String> go = new TreeSet<>();

    /// @param notes gets a line for each master that cannot be had
    Content(InForce now, List<MasterEntry> all, List<String> notes) {
        this.now = now;
        this.notes = notes;
        all.forEach(master -> known.put(MasterId.of(master), master));
    }

    /// Notes what changes.
    ///
    /// @param wanted by name
    /// @return what can be had of it: where a master's files are gone, what is in force stays
    Map<String, MasterId> turn(Map<String, MasterId> wanted) {
        var reached = new TreeMap<String, MasterId>();
        Map<String, MasterId> before = now.masters();
        wanted.forEach((name, master) -> {
            MasterEntry entry = known.get(master);
            if (master.equals(before.get(name))) {
                reached.put(name, master);
            } else if (entry != null) {
                reached.put(name, master);
                come.put(name, entry);
                go.add(name);
            } else {
                notes.add(master.shown() + " is to be in force and its files are gone");
                if (before.containsKey(name)) {
                    reached.put(name, before.get(name));
                }
            }
        });
        before.keySet().stream().filter(name -> !reached.containsKey(name)).forEach(go::add);
        return reached;
    }

    /// Where each file of the new set is now, by the names they get.
    ///
    /// @param present the files of the present set
    Map<String, Path> files(Map<String, Path> present) {
        var files = new TreeMap<>(present);
        files.keySet().removeIf(file -> go.contains(name(file)));
        come.forEach((name, master) -> {
            String stem = stem(master);
            for (Path file : master.files().present()) {
                files.put(name + String.valueOf(file.getFileName()).substring(stem.length()), file);
            }
        });
        return files;
    }

    /// The master a file is of: no name of ours has a dot.
    private static String name(String file) {
        int dot = file.indexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }

    /// As its files are called, with the number of a master that was set aside.
    private static String stem(MasterEntry master) {
        String fit = String.valueOf(master.files().fit().getFileName());
        return fit.substring(0, fit.length() - ".fit".length());
    }
}
