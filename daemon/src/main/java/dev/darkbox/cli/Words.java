package dev.darkbox.cli;

import dev.darkbox.control.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What may be written where one of an enum is wanted: the lower-case words, as in `dark-flats`.
final class Words {

    private Words() {}

    static <E extends Enum<E>> E parse(String text, Class<E> type) {
        return Stream.of(type.getEnumConstants()).filter(constant -> Json.word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new picocli.CommandLine.TypeConversionException(
                        "\"" + text + "\"; allowed: " + String.join(", ", all(type))));
    }

    static <E extends Enum<E>> List<String> all(Class<E> type) {
        var words = new ArrayList<String>();
        Stream.of(type.getEnumConstants()).map(Json::word).forEach(words::add);
        return words;
    }
}
