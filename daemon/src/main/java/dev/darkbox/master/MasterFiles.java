package dev.darkbox.master;

import java.nio.file.Path;
import java.util.List;

/// A master's four files, side by side.
///
/// @param fit the picture as every consumer reads it: 16-bit unsigned FITS, in ADU
/// @param xisf the same picture, precise: 32-bit float XISF, ADU / 65,535
/// @param xrs the integration log, plain text
/// @param png a small stretched picture for people
public record MasterFiles(Path fit, Path xisf, Path xrs, Path png) {

    /// The files of the master called `name`.
    ///
    /// @param name without an ending, e.g. `master-dark_180s_GAIN100_OFFSET50_T-10C`
    public static MasterFiles in(Path folder, String name) {
        return new MasterFiles(folder.resolve(name + ".fit"), folder.resolve(name + ".xisf"),
                folder.resolve(name + ".xrs"), folder.resolve(name + ".png"));
    }

    /// All four; the FITS twin last: where it is, the others are.
    public List<Path> all() {
        return List.of(png, xrs, xisf, fit);
    }
}
