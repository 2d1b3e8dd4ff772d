package dev.darkbox.device.usb;

import java.util.Map;

/// Which camera it is, by the word it says.
///
/// The table is first asked; the rules below it are for words nobody has listed. Sources: the word lists of the open drivers
/// PHD2 (cam_SXV) and AstroPhotography; interlaced sensors as INDI and INDIGO tell them.
///
/// @param word as the camera says it; `FFFF` of one that was never told
/// @param name without the maker's, e.g. `H694`
record SxModel(int word, String name) {

    /// How its sensor is read.
    enum Kind {
        PROGRESSIVE,
        /// Two fields; every read is of rows of one, or of both added.
        INTERLACED,
        /// Four pixels of a square come one after another.
        M25C,
        /// A CMOS sensor that the camera times itself, whatever the exposure.
        COSTAR,
        /// Its pixels come in an order of their own that is not known here.
        UNKNOWN_ORDER
    }

    private static final int M25C = 0x59;
    private static final int M26C = 0x5A;
    private static final int COSTAR = 39;
    private static final int COLOUR = 0x80;
    private static final int MX5C = 0x84;
    private static final int INTERLACED = 0x40;

    private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(0x05, "H5"),
            Map.entry(0x85, "H5C"),
            Map.entry(0x09, "H9"), Map.entry(0x89, "H9C"), Map.entry(0x10, "H16"), Map.entry(0x90, "H16C"),
            Map.entry(0x11, "H17"), Map.entry(0x91, "H17C"), Map.entry(0x12, "H18"), Map.entry(0x92, "H18C"),
            Map.entry(0x19, "SX9"), Map.entry(0x99, "SX9C"), Map.entry(0x23, "H35"), Map.entry(0xB3, "H35C"),
            Map.entry(0x24, "H36"), Map.entry(0xB4, "H36C"), Map.entry(0x28, "814"), Map.entry(0xA8, "814C"),
            Map.entry(0x29, "834"), Map.entry(0xA9, "834C"), Map.entry(0x39, "LS9"),
            Map.entry(0x3A, "Superstar"),
            Map.entry(0x3B, "825"), Map.entry(0xBB, "825C"), Map.entry(0x3C, "Ultrastar"),
            Map.entry(0xBC, "UltrastarC"), Map.entry(0x45, "MX5"), Map.entry(0xC5, "MX5C"),
            Map.entry(MX5C, "MX5C"), Map.entry(0x46, "Lodestar"), Map.entry(0x47, "MX7"),
            Map.entry(0xC7, "MX7C"), Map.entry(0x48, "MX8"), Map.entry(0xC8, "MX8C"), Map.entry(0x49, "MX9"),
            Map.entry(0xC9, "MX9C"), Map.entry(0x56, "H674"), Map.entry(0xB6, "H674C"),
            Map.entry(0x57, "H694"),
            Map.entry(0xB7, "H694C"), Map.entry(0x58, "H290"), Map.entry(M25C, "M25C"),
            Map.entry(M26C, "M26C"),
            Map.entry(COSTAR, "CoStar"));

    static SxModel of(int word) {
        return new SxModel(word, NAMES.getOrDefault(word, "camera %04X".formatted(word)));
    }

    Kind kind() {
        return switch (word) {
            case M25C -> Kind.M25C;
            case M26C -> Kind.UNKNOWN_ORDER;
            case COSTAR -> Kind.COSTAR;
            case MX5C -> Kind.INTERLACED;
            default -> {
                int low = word & 0x1F;
                boolean bit = (word & INTERLACED) != 0 && word <= 0xFF;
                yield bit && (low < 0x16 || low > 0x19) ? Kind.INTERLACED : Kind.PROGRESSIVE;
            }
        };
    }

    /// Whether its sensor has colour filters. Which pattern nobody tells.
    boolean hasColours() {
        return word == M25C || word == M26C || (word <= 0xFF && (word & COLOUR) != 0);
    }

    /// For people and FITS `INSTRUME`: `Starlight Xpress H694`.
    String title() {
        return "Starlight Xpress " + name;
    }
}
