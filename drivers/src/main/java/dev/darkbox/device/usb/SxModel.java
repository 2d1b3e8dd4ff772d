package dev.darkbox.device.usb;

import java.util.Map;

/// Which camera it is, by the word it says and, where that is none, by its product number on the bus.
///
/// The tables are first asked; the rules below them are for words nobody has listed. Sources: the word lists of the open
/// drivers PHD2 (cam_SXV) and AstroPhotography; interlaced sensors and product numbers as INDI and INDIGO tell them.
///
/// @param word as the camera says it; of one that was never told ([#NO_WORD]) what its product number stands for
/// @param name without the maker's, e.g. `H694`
/// @param kind how its sensor is read
/// @param hasColours whether its sensor has colour filters. In which pattern no camera tells
record SxModel(int word, String name, Kind kind, boolean hasColours) {

    /// How a sensor is read.
    enum Kind {
        PROGRESSIVE,
        /// Two fields; every read is of rows of one, or of both added.
        INTERLACED,
        /// Four pixels of a square come one after another.
        M25C,
        /// A CMOS sensor that the camera times itself, whatever the exposure.
        COSTAR,
        /// Its pixels come in an order of their own that is not known here, or nothing says which they come in.
        UNKNOWN_ORDER
    }

    /// What a camera says that was never told its model.
    static final int NO_WORD = 0xFFFF;

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

    /// Words of the products that belong to one model.
    private static final Map<Integer, Integer> PRODUCTS = Map.ofEntries(Map.entry(0x0105, 0x45),
            Map.entry(0x0305, 0xC5), Map.entry(0x0107, 0x47), Map.entry(0x0307, 0xC7),
            Map.entry(0x0308, 0xC8), Map.entry(0x0109, 0x49), Map.entry(0x0309, 0xC9),
            Map.entry(0x0325, M25C), Map.entry(0x0326, M26C), Map.entry(0x0115, 0x05),
            Map.entry(0x0119, 0x09), Map.entry(0x0100, 0x09), Map.entry(0x0319, 0x89),
            Map.entry(0x0300, 0x89), Map.entry(0x0126, 0x10), Map.entry(0x0128, 0x12),
            Map.entry(0x0135, 0x23), Map.entry(0x0136, 0x24), Map.entry(0x0174, 0x56),
            Map.entry(0x0374, 0xB6), Map.entry(0x0194, 0x57), Map.entry(0x0394, 0xB7),
            Map.entry(0x0198, 0x28), Map.entry(0x0398, 0xA8), Map.entry(0x0189, 0x3B),
            Map.entry(0x0389, 0xBB), Map.entry(0x0184, 0x29), Map.entry(0x0384, 0xA9),
            Map.entry(0x0507, 0x46), Map.entry(0x0517, COSTAR), Map.entry(0x0509, 0x3A),
            Map.entry(0x0525, 0x3C));

    /// Progressive products whose words nobody has listed.
    private static final Map<Integer, String> WORDLESS = Map.of(0x0137, "H360", 0x0139, "H390", 0x0601,
            "SX-56", 0x0604, "SX-46", 0x0605, "SX-46C", 0x0606, "SX-50", 0x0607, "SX-50C");

    /// @param product 0..65,535, as the bus tells it
    static SxModel of(int word, int product) {
        int known = word == NO_WORD ? PRODUCTS.getOrDefault(product, NO_WORD) : word;
        String wordless = WORDLESS.getOrDefault(product, "");
        String other = wordless.isEmpty() ? "camera %04X".formatted(known) : wordless;
        return new SxModel(known, NAMES.getOrDefault(known, other), kind(known, !wordless.isEmpty()),
                known == M25C || known == M26C || (known <= 0xFF && (known & COLOUR) != 0)
                        || (!NAMES.containsKey(known) && wordless.endsWith("C")));
    }

    private static Kind kind(int word, boolean wordless) {
        return switch (word) {
            case M25C -> Kind.M25C;
            case M26C -> Kind.UNKNOWN_ORDER;
            case COSTAR -> Kind.COSTAR;
            case MX5C -> Kind.INTERLACED;
            case NO_WORD -> wordless ? Kind.PROGRESSIVE : Kind.UNKNOWN_ORDER;
            default -> {
                int low = word & 0x1F;
                boolean bit = (word & INTERLACED) != 0 && word <= 0xFF;
                yield bit && (low < 0x16 || low > 0x19) ? Kind.INTERLACED : Kind.PROGRESSIVE;
            }
        };
    }

    /// For people and FITS `INSTRUME`: `Starlight Xpress H694`.
    String title() {
        return "Starlight Xpress " + name;
    }
}
