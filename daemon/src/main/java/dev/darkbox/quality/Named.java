package dev.darkbox.quality;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Figures by name: a record's `readNoiseAdu` is `read_noise_adu`.
final class Named {

    private Named() {}

    /// The figures of a record.
    ///
    /// @param figures all of whose components are `double`; its type and accessors are public
    /// @return in the record's order
    static Map<String, Double> of(Record figures) {
        var named = new LinkedHashMap<String, Double>();
        for (RecordComponent part : figures.getClass().getRecordComponents()) {
            try {
                named.put(name(part), (Double) part.getAccessor().invoke(figures));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(part.toString(), e);
            }
        }
        return named;
    }

    private static String name(RecordComponent part) {
        return part.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
