package dev.darkbox.device.usb;

/// Flags in the value of commands that clear and read.
///
/// Source: Starlight Xpress, USB Programmers Reference Manual 1.0 (2002), "CLEAR_PIXELS" and "READ_PIXELS".
final class SxFlags {

    static final int ODD = 0x01;
    static final int EVEN = 0x02;
    static final int BOTH = ODD | EVEN;
    /// One field is not to be added to the other: open drivers set it whenever they read one alone.
    static final int ONE_FIELD = 0x04;
    /// The pixels are left alone; with no field named, only the vertical registers are cleared.
    static final int NO_WIPE = 0x08;
    static final int EVERYTHING = 0;

    private SxFlags() {}
}
