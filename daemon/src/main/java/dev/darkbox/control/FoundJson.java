package dev.darkbox.control;

import dev.darkbox.event.RunEvent.Found;
import java.util.ArrayList;
import java.util.List;

/// Findings as a list of objects: `[{"code":"leak","verdict":"HOLD","value":…,"limit":…,"unit":"ADU","text":…,"cause":…}]`.
public final class FoundJson {

    private FoundJson() {}

    public static List<Json> write(List<Found> findings) {
        return findings.stream().map(found -> new Json().put("code", found.code())
                .put("verdict", found.verdict()).put("value", found.value()).put("limit", found.limit())
                .put("unit", found.unit()).put("text", found.text()).put("cause", found.cause())).toList();
    }

    /// Reads `findings`; none where an older version wrote the object.
    static List<Found> read(Fields fields) throws Malformed {
        var findings = new ArrayList<Found>();
        for (Fields f : fields.has("findings") ? fields.objects("findings") : List.<Fields>of()) {
            findings.add(new Found(f.text("code"), f.text("verdict"), f.number("value"), f.number("limit"),
                    f.text("unit"), f.text("text"), f.text("cause")));
        }
        return List.copyOf(findings);
    }
}
