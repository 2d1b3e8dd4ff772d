package dev.darkbox.cli;

/// Exit codes of the command.
public final class Exit {

    public static final int DONE = 0;
    /// It ran and the answer is no.
    public static final int NO = 1;
    /// Usage or configuration.
    public static final int USAGE = 2;
    /// A device failed.
    public static final int DEVICE = 3;
    /// The daemon is not reachable.
    public static final int UNREACHABLE = 4;

    private Exit() {}
}
