package dev.darkbox.stack;

/// Hears how far an integration has come. Called on the thread that asked for it, a few times a second at most
/// for large frames.
@FunctionalInterface
public interface Progress {

    /// For those who do not want to know.
    Progress SILENT = (_, _) -> {};

    /// Called as bands are finished, and before the first where that may take a while to be told.
    ///
    /// @param donePixels of the result, growing
    /// @param allPixels of the result
    void done(long donePixels, long allPixels);
}
