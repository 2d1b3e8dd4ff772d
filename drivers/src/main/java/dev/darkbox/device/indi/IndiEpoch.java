package dev.darkbox.device.indi;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Kind;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Member;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a camera's epoch is made of behind `indiserver`: the driver's name, program and version; every text a driver only
/// tells whose name speaks of versions, models or serial numbers; and the shape of the controls that decide what a frame
/// looks like. The version of `indiserver` itself is not told to its clients.
///
/// Left out is what changes by itself or by our own settings: values, labels, states, times, order, the driver's
/// interface mask. Ranges count to six digits, which is what drivers print. A mode may come with its own ranges: the
/// mode the camera is in is a part of its own, of [Kind#READOUT].
final class IndiEpoch {

    /// Anywhere in a name.
    private static final List<String> VERSIONS = List.of("VERSION", "FIRMWARE", "HARDWARE", "FPGA");
    private static final List<String> IDENTITIES = List.of("SERIAL", "MODEL");
    /// Only as a word: `SN` is in `SNOOP`, `CAM` in `CAMERA_STATUS`.
    private static final Set<String> VERSION_WORDS = Set.of("FW", "HW", "REV", "REVISION");
    private static final Set<String> IDENTITY_WORDS = Set.of("SN", "CAM");

    private static final List<String> DRIVER = List.of("DRIVER_NAME", "DRIVER_EXEC", "DRIVER_VERSION");
    private static final Set<String> CONTROLS = Set.of("CCD_EXPOSURE", "CCD_CAPTURE_FORMAT",
            "CCD_VIDEO_FORMAT");

    private static final MathContext DIGITS = new MathContext(6);
    /// Longer texts are cut: they would be no version.
    private static final int LONGEST_TEXT = 200;

    private final Map<Setting, MemberName> places;
    private final TreeMap<String, String> parts = new TreeMap<>();

    private IndiEpoch(Map<Setting, MemberName> places) {
        this.places = places;
    }

    /// Waits until the epoch no longer changes, at most [Wait#SETTLING]. After connecting and after a change of mode, drivers go on for a moment:
    /// sensor sizes pass through zero, ranges are sent late.
    ///
    /// @param places where the configuration says settings are
    static void awaitSettled(IndiDevice camera, Map<Setting, MemberName> places)
            throws InterruptedException {
        long deadline = System.nanoTime() + camera.limit(Wait.SETTLING).toNanos();
        while (true) {
            CameraEpoch seen = of(camera.all(), places);
            long quiet = System.nanoTime() + camera.limit(Wait.SETTLED).toNanos();
            boolean changes = camera.await(() -> !of(camera.all(), places).equals(seen),
                    Math.min(quiet, deadline));
            if (!changes || System.nanoTime() >= deadline) {
                return;
            }
        }
    }

    static CameraEpoch of(List<Vector> properties, Map<Setting, MemberName> places) {
        var epoch = new IndiEpoch(places);
        for (Vector v : properties) {
            switch (v.kind()) {
                case TEXT -> epoch.texts(v);
                case NUMBER, SWITCH -> epoch.controls(v);
                case LIGHT, BLOB -> {
                    // what they show is no property of the equipment
                }
            }
        }
        return CameraEpoch.of(epoch.parts);
    }

    private void texts(Vector v) {
        if (v.writable()) {
            return;
        }
        if (v.name().equals("DRIVER_INFO")) {
            for (String member : DRIVER) {
                put(Kind.DRIVER.part(member.substring("DRIVER_".length()).toLowerCase(Locale.ROOT)),
                        v.text(member));
            }
            return;
        }
        for (Member m : v.members().values()) {
            kind(v.name(), m.name())
                    .ifPresent(kind -> put(kind.part(v.name() + "." + m.name()), m.text()));
        }
    }

    /// What a text is about, by its own name and else by its property's; empty when it is about something else.
    private static Optional<Kind> kind(String property, String member) {
        if ((property + " " + member).toUpperCase(Locale.ROOT).contains("SDK")) {
            return Optional.of(Kind.SDK);
        }
        return kind(member).or(() -> kind(property));
    }

    private static Optional<Kind> kind(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        List<String> words = Arrays.asList(upper.split("[^A-Z0-9]+", -1));
        if (VERSIONS.stream().anyMatch(upper::contains) || words.stream().anyMatch(VERSION_WORDS::contains)) {
            return Optional.of(Kind.FIRMWARE);
        }
        return IDENTITIES.stream().anyMatch(upper::contains)
                || words.stream().anyMatch(IDENTITY_WORDS::contains)
                        ? Optional.of(Kind.CAMERA)
                        : Optional.empty();
    }

    private void controls(Vector v) {
        boolean isMode = v.members().values().stream().anyMatch(m -> isAt(Setting.READ_MODE, v, m));
        if (isMode) {
            presentMode(v);
        }
        boolean all = isMode || CONTROLS.contains(v.name());
        if (v.name().equals("CCD_INFO")) {
            sensor(v);
        } else if (v.kind() == Vector.Kind.SWITCH) {
            if (all || v.members().values().stream().anyMatch(
                    m -> isAt(Setting.CAPTURE_FORMAT, v, m) || isAt(Setting.GAIN, v, m))) {
                put(Kind.SHAPE.part(v.name()), String.join(", ", new TreeSet<>(v.members().keySet())));
            }
        } else {
            for (Member m : v.members().values()) {
                if (all || isAt(Setting.GAIN, v, m) || isAt(Setting.OFFSET, v, m)) {
                    put(Kind.SHAPE.part(v.name() + "." + m.name()), range(v, m));
                }
            }
        }
    }

    private void presentMode(Vector v) {
        for (Member m : v.members().values()) {
            if (v.kind() == Vector.Kind.NUMBER && Double.isFinite(m.number())) {
                put(Kind.READOUT.part(v.name() + "." + m.name()), digits(m.number()));
            } else if (m.isOn()) {
                put(Kind.READOUT.part(v.name()), m.name());
            }
        }
    }

    /// Zero is a size not known yet; where it can be written it is a setting.
    private void sensor(Vector info) {
        if (info.writable() || !(info.number("CCD_MAX_X") > 0) || !(info.number("CCD_MAX_Y") > 0)) {
            return;
        }
        for (Member m : info.members().values()) {
            if (Double.isFinite(m.number())) {
                put(Kind.SHAPE.part("CCD_INFO." + m.name()), digits(m.number()));
            }
        }
    }

    /// The range of what is only told is often wrong, and no setting can be outside it.
    private static String range(Vector v, Member m) {
        if (!v.writable()) {
            return "read only";
        }
        return m.hasRange() ? digits(m.min()) + ".." + digits(m.max()) : "no range";
    }

    /// Whether a setting may be here, as the configuration or any family of drivers has it.
    private boolean isAt(Setting setting, Vector v, Member m) {
        return Stream.concat(Optional.ofNullable(places.get(setting)).stream(),
                VendorTable.UNKNOWN.places(setting).stream())
                .anyMatch(place -> place.device().isEmpty() && place.property().equals(v.name())
                        && (place.member().isEmpty() || m.isCalled(place.member())));
    }

    private void put(String part, String text) {
        String stripped = text.strip();
        if (!stripped.isEmpty()) {
            parts.put(part, stripped.substring(0, Math.min(stripped.length(), LONGEST_TEXT)));
        }
    }

    private static String digits(double value) {
        return new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString();
    }
}
