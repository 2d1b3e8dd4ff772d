package dev.darkbox.master;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A master's files, side by side.
///
/// @param folder they stand in
/// @param name without an ending, e.g. `master-dark_180s_GAIN100_OFFSET50_T-10C`
public record MasterFiles(Path folder, String name) {

    /// The files of the master called `name`.
    public static MasterFiles in(Path folder, String name) {
        return new MasterFiles(folder, name);
    }

    /// The picture as every consumer reads it: 16-bit unsigned FITS, in ADU.
    public Path fit() {
        return folder.resolve(name + ".fit");
    }

    /// The same picture, precise: 32-bit float XISF, ADU / 65,535.
    public Path xisf() {
        return folder.resolve(name + ".xisf");
    }

    /// The integration log, plain text.
    public Path xrs() {
        return folder.resolve(name + ".xrs");
    }

    /// A small stretched picture for people.
    public Path png() {
        return folder.resolve(name + ".png");
    }

    /// Its bad pixels as Siril reads them; missing of masters of earlier versions.
    public Path bpm() {
        return folder.resolve(name + ".bpm.lst");
    }

    /// Its defective pixels with their kinds and values; missing of masters of earlier versions.
    public Path defects() {
        return folder.resolve(name + ".defects.json");
    }

    /// All six, whether they are there or not; the FITS twin last: where it is, the others are.
    public List<Path> all() {
        return List.of(png(), defects(), bpm(), xrs(), xisf(), fit());
    }

    /// Those that are there, in the same order.
    public List<Path> present() {
        return all().stream().filter(Files::exists).toList();
    }

    /// The part of a file's name behind the master's: `.fit`, `.bpm.lst`.
    public static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String ending : List.of(".bpm.lst", ".defects.json")) {
            if (name.endsWith(ending)) {
                return ending;
            }
        }
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
