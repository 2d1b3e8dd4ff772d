package dev.darkbox.library;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Texts by number: each stands once however many records have it.
final class WordTable {

    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /// The number of a text, a new one if it has none yet.
    int number(String word) {
        Integer number = numbers.get(word);
        if (number == null) {
            number = words.size();
            numbers.put(word, number);
            words.add(word);
        }
        return number;
    }

    /// @throws IndexOutOfBoundsException no text has this number
    String word(int number) {
        return words.get(number);
    }

    void write(DataOutputStream to) throws IOException {
        to.writeInt(words.size());
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            to.writeInt(bytes.length);
            to.write(bytes);
        }
    }

    /// For reading only: its texts get no numbers.
    ///
    /// @throws IllegalArgumentException it is none
    static WordTable read(ByteBuffer from) {
        var table = new WordTable();
        for (int left = from.getInt(); left > 0; left--) {
            int length = from.getInt();
            if (length < 0 || length > from.remaining()) {
                throw new IllegalArgumentException("a text of " + length + " bytes");
            }
            var bytes = new byte[length];
            from.get(bytes);
            table.words.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return table;
    }
}
