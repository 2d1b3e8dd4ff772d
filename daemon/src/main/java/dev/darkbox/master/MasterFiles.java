package dev.darkbox.master;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A master's files, side by side.
///
/// @param fit the picture as every consumer reads it: 16-bit unsigned FITS, in ADU
/// @param xisf the same picture, precise: 32-bit float XISF, ADU / 65,535
/// @param xrs the integration log, plain text
/// @param png a small stretched picture for people
/// @param bpm its bad pixels as Siril reads them, `NAME.bpm.lst`; missing of masters of earlier versions
/// @param defects its defective pixels with their kinds and values, `NAME.defects.json`; likewise
public record MasterFiles(Path fit, Path xisf, Path xrs, Path png, Path bpm, Path defects) {

    /// The files of the master called `name`.
    ///
    /// @param name without an ending, e.g. `master-dark_180s_GAIN100_OFFSET50_T-10C`
    public static MasterFiles in(Path folder, String name) {
        return new MasterFiles(folder.resolve(name + ".fit"), folder.resolve(name + ".xisf"),
                folder.resolve(name + ".xrs"), folder.resolve(name + ".png"),
                folder.resolve(name + ".bpm.lst"), folder.resolve(name + ".defects.json"));
    }

    /// All six, whether they are there or not; the FITS twin last: where it is, the others are.
    public List<Path> all() {
        return List.of(png, defects, bpm, xrs, xisf, fit);
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
