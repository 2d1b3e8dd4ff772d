package dev.darkbox.device.alpaca;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// What an Alpaca server said to one question. An error of the device comes here too: HTTP says 200 all the same.
///
/// @param value empty where none was given: orders, errors
/// @param error 0 for none
/// @param message of the error; may be empty
/// @param transaction the number of the question; 0 where the server does not tell it
record AlpacaAnswer(Optional<Object> value, int error, String message, long transaction) {

    static final int NOT_IMPLEMENTED = 0x400;
    static final int NOT_CONNECTED = 0x407;

    /// The parser recurses: whoever answers must not decide how deep.
    private static final int DEEPEST = 8;
    /// How numbers of errors begin where a driver's own exception shows through. GK.
    private static final int COM_ERRORS = 0x80040000;

    /// Reads an answer.
    ///
    /// @return empty for what is no Alpaca answer
    static Optional<AlpacaAnswer> decode(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (deeper(text)) {
            return Optional.empty();
        }
        try {
            return of(JsonParser.object().from(text));
        } catch (JsonParserException _) {
            return Optional.empty();
        }
    }

    private static Optional<AlpacaAnswer> of(JsonObject object) {
        // lists of devices come without an error number; what has neither that nor a value is something else
        if (!object.has("ErrorNumber") && !object.has("Value")) {
            return Optional.empty();
        }
        Object error = object.getOrDefault("ErrorNumber", 0);
        Object transaction = object.getOrDefault("ClientTransactionID", 0);
        Object message = object.get("ErrorMessage");
        if (!(error instanceof Number number) || !(transaction instanceof Number id)) {
            return Optional.empty();
        }
        return Optional
                .of(new AlpacaAnswer(Optional.ofNullable(object.get("Value")), plain(number.intValue()),
                        message instanceof String said ? said : "", id.longValue()));
    }

    private static int plain(int error) {
        return (error & 0xFFFFF000) == COM_ERRORS ? error & 0xFFF : error;
    }

    private static boolean deeper(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    boolean isError() {
        return error != 0;
    }

    /// For error lines: `error 0x500 (driver) "motor jammed"`.
    String fault() {
        return String.format(Locale.ROOT, "error 0x%X (%s)%s", error, name(error),
                message.isEmpty() ? "" : " \"" + Shown.text(message) + "\"");
    }

    private static String name(int error) {
        return switch (error) {
            case NOT_IMPLEMENTED -> "not implemented";
            case 0x401 -> "invalid value";
            case 0x402 -> "value not set";
            case NOT_CONNECTED -> "not connected";
            case 0x408 -> "parked";
            case 0x409 -> "slaved";
            case 0x40B -> "invalid operation";
            case 0x40C -> "action not implemented";
            case 0x40E -> "operation cancelled";
            default -> error >= 0x500 && error <= 0xFFF ? "driver" : "unknown";
        };
    }
}
