package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The simulated boxes there are, by the names people use.
public final class Boxes {

    private static final Map<String, Maker> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put("flip-flat", (t, open, now) -> new FlipFlatBox(99, t, open, now));
        MAKERS.put("remote-dust-cover", (t, open, now) -> new FlipFlatBox(98, t, open, now));
        MAKERS.put("flat-man", (t, open, now) -> new FlipFlatBox(19, t, open, now));
        MAKERS.put("snapcap", SnapCapBox::new);
        MAKERS.put("gemini-rev1", (t, open, now) -> new GeminiBox(GeminiBox.Kind.REV1, t, open, now));
        MAKERS.put("gemini-rev2", (t, open, now) -> new GeminiBox(GeminiBox.Kind.REV2, t, open, now));
        MAKERS.put("gemini-lite", (t, open, now) -> new GeminiBox(GeminiBox.Kind.LITE, t, open, now));
        MAKERS.put("gemini-pro", (t, open, now) -> new GeminiBox(GeminiBox.Kind.PRO, t, open, now));
        MAKERS.put("wanderer-v3", WandererV3Box::new);
        MAKERS.put("wanderer-v4", (t, open, now) -> new WandererV4Box(false, 20_250_404, t, open, now));
        MAKERS.put("wanderer-v4-pro", (t, open, now) -> new WandererV4Box(true, 20_250_405, t, open, now));
        MAKERS.put("deepskydad-fp1", (t, open, now) -> new DeepSkyDadBox(false, false, t, open, now));
        MAKERS.put("deepskydad-fp2", (t, open, now) -> new DeepSkyDadBox(true, true, t, open, now));
        MAKERS.put("flatmaster", (_, _, now) -> new FlatMasterBox("1.3", now));
        MAKERS.put("flatmaster-wifi", (t, open, now) -> new FlatMasterNeoBox(false, t, open, now));
        MAKERS.put("flatmaster-neo", (t, open, now) -> new FlatMasterNeoBox(true, t, open, now));
        MAKERS.put("darklight", DarkLightBox::new);
        MAKERS.put("lacerta", (_, _, now) -> new LacertaFbcBox(now));
        MAKERS.put("excalibur", ExcaliburBox::new);
    }

    @FunctionalInterface
    private interface Maker {
        WireBox make(Duration travel, double openPart, Instant now);
    }

    private Boxes() {}

    /// Names, in the order to be read.
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /// A new box.
    ///
    /// @param travel of its cover from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    /// @return empty for a name that is none of [#names]
    public static Optional<WireBox> find(String name, Duration travel, double openPart, Instant now) {
        return Optional.ofNullable(MAKERS.get(name)).map(maker -> maker.make(travel, openPart, now));
    }

    /// The same for a name that is known to be one of [#names].
    public static WireBox make(String name, Duration travel, double openPart, Instant now) {
        return find(name, travel, openPart, now)
                .orElseThrow(() -> new IllegalArgumentException("no box " + name));
    }
}
