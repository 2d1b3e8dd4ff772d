package dev.darkbox.mqtt;

import dev.darkbox.control.Command;
import dev.darkbox.control.Fields;
import dev.darkbox.control.Malformed;
import dev.darkbox.mqtt.Refusal.Code;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The payload of a command, believed to be hostile until it is read to its end: one flat JSON object, no key twice.
final class OrderText {

    /// Larger ones are not looked at.
    static final int LARGEST_BYTES = 4096;

    private static final int DEEPEST = 8;
    private static final Duration OLDEST = Duration.ofSeconds(60);
    private static final Duration NEWEST = Duration.ofSeconds(30);
    private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9+._/-]{1,160}");
    private static final Pattern TRANSACTION = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final List<String> STAMPS = List.of("transaction", "issued_at");

    private final Fields fields;
    private final int keys;

    private OrderText(Fields fields, int keys) {
        this.fields = fields;
        this.keys = keys;
    }

    static OrderText read(ByteBuffer payload) throws Refusal {
        String text = decoded(payload);
        int keys = keys(text);
        try {
            return new OrderText(Fields.parse(text), keys);
        } catch (Malformed e) {
            throw malformed(e);
        }
    }

    /// The transaction of a payload that need not be right otherwise.
    static Optional<String> transactionOf(ByteBuffer payload) {
        try {
            return read(payload).transaction();
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private static String decoded(ByteBuffer payload) throws Refusal {
        if (!payload.hasRemaining()) {
            // what is retained is erased so, and that must order nothing
            throw new Refusal(Code.MALFORMED, "the payload is empty; allowed: {}");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(payload.duplicate()).toString();
        } catch (CharacterCodingException _) {
            throw new Refusal(Code.MALFORMED, "the payload is not UTF-8 text");
        }
    }

    /// How many keys all objects of a text have together, which must be looked at before a parser that recurses gets it.
    private static int keys(String text) throws Refusal {
        boolean quoted = false;
        int depth = 0;
        int keys = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && (quoted || "\t\n\r".indexOf(c) < 0)) {
                throw new Refusal(Code.MALFORMED, "the payload holds control characters");
            }
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += c == '\\' ? 1 : 0;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ':') {
                keys++;
            }
            if (depth > DEEPEST) {
                throw new Refusal(Code.MALFORMED, "the payload is nested more than " + DEEPEST + " deep");
            }
        }
        return keys;
    }

    Optional<String> transaction() throws Refusal {
        if (!fields.has("transaction")) {
            return Optional.empty();
        }
        try {
            String transaction = fields.text("transaction");
            if (TRANSACTION.matcher(transaction).matches()) {
                return Optional.of(transaction);
            }
        } catch (Malformed e) {
            throw malformed(e);
        }
        throw new Refusal(Code.MALFORMED,
                "transaction is not allowed; allowed: 1 to 64 letters, digits, \".\", \"_\", \":\" or \"-\"");
    }

    /// @param now when it came in
    void mustBeFresh(Instant now) throws Refusal {
        if (!fields.has("issued_at")) {
            return;
        }
        Duration age = Duration.between(instant("issued_at"), now);
        if (age.compareTo(OLDEST) > 0) {
            throw new Refusal(Code.STALE, "issued_at is %d s ago; allowed: at most %d s"
                    .formatted(age.toSeconds(), OLDEST.toSeconds()));
        }
        if (age.negated().compareTo(NEWEST) > 0) {
            throw new Refusal(Code.STALE, "issued_at is in %d s; allowed: at most %d s from now"
                    .formatted(age.negated().toSeconds(), NEWEST.toSeconds()));
        }
    }

    Order.Refresh refresh() throws Refusal {
        only("scope", "profile");
        try {
            return new Order.Refresh(fields.oneOf("scope", Scope.class),
                    fields.maybeOneOf("profile", Profile.class));
        } catch (Malformed e) {
            throw malformed(e);
        }
    }

    Order.SpotCheck spotCheck() throws Refusal {
        only("one_per_kind");
        return new Order.SpotCheck(flag("one_per_kind"));
    }

    Order.Validate validate() throws Refusal {
        only("library_only", "full");
        var order = new Order.Validate(flag("library_only"), flag("full"));
        if (order.libraryOnly() && order.full()) {
            throw new Refusal(Code.MALFORMED,
                    "library_only takes no frame and full takes all; allowed: one of them");
        }
        return order;
    }

    private boolean flag(String key) throws Refusal {
        try {
            return fields.flag(key, false);
        } catch (Malformed e) {
            throw malformed(e);
        }
    }

    Order.Abort abort() throws Refusal {
        only();
        return new Order.Abort();
    }

    Order.Say say(Command.Word word) throws Refusal {
        only("master");
        try {
            String master = fields.text("master");
            if (MASTER.matcher(master).matches()) {
                return new Order.Say(word, master);
            }
        } catch (Malformed e) {
            throw malformed(e);
        }
        throw new Refusal(Code.MALFORMED,
                "master is not allowed; allowed: a name, EVENING/NAME, a part of it, or held");
    }

    Order.Republish republish() throws Refusal {
        only();
        return new Order.Republish();
    }

    private Instant instant(String key) throws Refusal {
        try {
            return fields.instant(key);
        } catch (Malformed e) {
            throw malformed(e);
        }
    }

    private void only(String... own) throws Refusal {
        String[] allowed = Arrays.copyOf(own, own.length + STAMPS.size());
        for (int i = 0; i < STAMPS.size(); i++) {
            allowed[own.length + i] = STAMPS.get(i);
        }
        try {
            fields.only(allowed);
        } catch (Malformed e) {
            throw malformed(e);
        }
        if (Arrays.stream(allowed).filter(fields::has).count() != keys) {
            throw new Refusal(Code.MALFORMED, "a key is there twice, or a value is no text; allowed: "
                    + String.join(", ", allowed) + ", each once");
        }
    }

    private static Refusal malformed(Malformed e) {
        return new Refusal(Code.MALFORMED, String.valueOf(e.getMessage()));
    }
}
