package dev.darkbox.device.indi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Cuts a stream of INDI elements into events, whatever bytes it is made of and wherever it is split.
///
/// Not an XML parser: a stream of INDI has no root, may hold bytes that are not UTF-8 and characters XML forbids,
/// and must survive them all. Bytes that are no UTF-8 become U+FFFD. Only the five named entities are decoded;
/// everything else behind an `&` stays as it is.
///
/// An element that breaks a limit is dropped with a [Flaw], and reading goes on at the next tag that can begin a
/// message. Memory: at most [#TAG_LIMIT_BYTES] plus [#TEXT_LIMIT_BYTES]; text of `oneBLOB` is passed on unbuffered.
///
/// Threading: used by one thread.
final class Tokenizer {

    /// One attribute, or one comment.
    static final int VALUE_LIMIT_BYTES = 64 << 10;
    /// All attributes of one element.
    static final int TAG_LIMIT_BYTES = 256 << 10;
    /// Text of one member, frames excepted.
    static final int TEXT_LIMIT_BYTES = 1 << 20;
    static final int NAME_LIMIT_BYTES = 255;
    static final int ATTRIBUTE_LIMIT = 1024;
    static final int DEPTH_LIMIT = 3;
    static final int STEPS_PER_BYTE = 4;

    /// Why an element was dropped.
    enum Flaw {
        NAME_TOO_LONG, TOO_MANY_ATTRIBUTES, VALUE_TOO_LONG, TEXT_TOO_LONG, TOO_DEEP, MISPLACED_TAG
    }

    /// Told what is found, on the thread that feeds.
    interface Handler {

        /// An element begins.
        ///
        /// @param depth 1 for a message, 2 for a member of it
        void open(int depth, String name, Map<String, String> attributes);

        /// The element that began last ends.
        ///
        /// @param text of a member (depth 2) that is no frame, entities decoded; else empty
        void close(int depth, String name, String text);

        /// Text of the `oneBLOB` that is open, as it came, in as many pieces as it came. It is not looked at before:
        /// whoever decodes it finds its end on the way.
        ///
        /// @return where the text ends: at the first `<`, else `to`
        int blob(byte[] bytes, int from, int to);

        /// The message that is open, if any, is no more.
        void dropped(Flaw flaw);
    }

    private static final Set<String> MESSAGES = Set.of(
            "defTextVector", "defNumberVector", "defSwitchVector", "defLightVector", "defBLOBVector",
            "setTextVector", "setNumberVector", "setSwitchVector", "setLightVector", "setBLOBVector",
            "newTextVector", "newNumberVector", "newSwitchVector", "newBLOBVector",
            "message", "delProperty", "getProperties", "enableBLOB", "pingRequest", "pingReply");

    private enum State {
        TEXT, LESS, NAME, IN_TAG, ATTRIBUTE, EQUALS, BEFORE_VALUE, VALUE, BARE_VALUE, EMPTY, END_TAG, INSTRUCTION, DECLARATION, RESYNC, RESYNC_NAME
    }

    private static final byte[] NO_TEXT = {0};
    /// `&quot;`, with both ends.
    private static final int LONGEST_ENTITY = 6;

    private final Handler handler;
    private final Bytes name = new Bytes(NAME_LIMIT_BYTES);
    private final Bytes attribute = new Bytes(NAME_LIMIT_BYTES);
    private final Bytes value = new Bytes(VALUE_LIMIT_BYTES);
    private final Bytes text = new Bytes(TEXT_LIMIT_BYTES);
    private final String[] path = new String[DEPTH_LIMIT];
    private Map<String, String> attributes = new LinkedHashMap<>();
    private State state = State.TEXT;
    private String tag = "";
    private int tagBytes;
    private int depth;
    private byte quote;
    private boolean inBlob;
    private long steps;

    Tokenizer(Handler handler) {
        this.handler = handler;
    }

    /// Takes the next piece of the stream, of any length.
    void feed(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            steps++;
            i = switch (state) {
                case TEXT -> text(bytes, i, to);
                case VALUE -> value(bytes, i, to);
                default -> step(bytes[i]) ? i + 1 : i;
            };
        }
    }

    /// Work done so far: at most [#STEPS_PER_BYTE] for each byte fed, whatever it was.
    long steps() {
        return steps;
    }

    /// Bytes of text held for an element that is not whole yet.
    int held() {
        return name.size() + attribute.size() + value.size() + text.size() + tagBytes;
    }

    private int text(byte[] bytes, int from, int to) {
        int end = inBlob ? handler.blob(bytes, from, to) : endOfText(bytes, from, to);
        if (end > from && depth == 2 && !inBlob) {
            int taken = text.append(bytes, from, end);
            if (from + taken < end) {
                drop(Flaw.TEXT_TOO_LONG);
                return from + taken;
            }
        }
        if (end < to) {
            state = State.LESS;
            return end + 1;
        }
        return end;
    }

    /// Where text ends: at the first `<`, else `to`.
    static int endOfText(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '<') {
            end++;
        }
        return end;
    }

    private int value(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != quote) {
            end++;
        }
        int taken = value.append(bytes, from, end);
        if (from + taken < end) {
            drop(Flaw.VALUE_TOO_LONG);
            return from + taken;
        }
        if (end < to) {
            endAttribute();
            return end + 1;
        }
        return end;
    }

    /// One byte of markup.
    ///
    /// @return whether the byte is used up; if not, the new state gets it again
    private boolean step(byte b) {
        return switch (state) {
            case LESS -> less(b);
            case NAME -> {
                if (isNameByte(b)) {
                    yield name.add(b) || drop(Flaw.NAME_TOO_LONG);
                }
                beginTag(name.take());
                yield false;
            }
            case IN_TAG -> inTag(b);
            case ATTRIBUTE -> {
                if (isNameByte(b) && b != '=') {
                    yield attribute.add(b) || drop(Flaw.NAME_TOO_LONG);
                }
                state = State.EQUALS;
                yield false;
            }
            case EQUALS -> {
                if (isSpace(b)) {
                    yield true;
                }
                if (b == '=') {
                    state = State.BEFORE_VALUE;
                    yield true;
                }
                endAttribute();
                yield false;
            }
            case BEFORE_VALUE -> {
                if (isSpace(b)) {
                    yield true;
                }
                if (b == '"' || b == '\'') {
                    quote = b;
                    state = State.VALUE;
                    yield true;
                }
                state = State.BARE_VALUE;
                yield false;
            }
            case BARE_VALUE -> {
                if (isSpace(b) || b == '>' || b == '<') {
                    endAttribute();
                    yield false;
                }
                yield value.add(b) || drop(Flaw.VALUE_TOO_LONG);
            }
            case EMPTY -> {
                if (b == '>') {
                    opened();
                    closed();
                    yield true;
                }
                state = State.IN_TAG;
                yield false;
            }
            case END_TAG -> endTag(b);
            case INSTRUCTION, DECLARATION -> skipDeclaration(b);
            case RESYNC -> {
                if (b == '<') {
                    name.clear();
                    state = State.RESYNC_NAME;
                }
                yield true;
            }
            case RESYNC_NAME -> {
                if (isNameByte(b) && name.add(b)) {
                    yield true;
                }
                String found = name.take();
                if (MESSAGES.contains(found)) {
                    beginTag(found);
                } else {
                    state = State.RESYNC;
                }
                yield false;
            }
            case TEXT, VALUE -> throw new IllegalStateException("runs are not stepped through");
        };
    }

    private boolean less(byte b) {
        if (b == '/') {
            name.clear();
            state = State.END_TAG;
            return true;
        }
        if (b == '?' || b == '!') {
            value.clear();
            state = b == '?' ? State.INSTRUCTION : State.DECLARATION;
            return true;
        }
        if (isNameByte(b) && b != '=' && b != '"' && b != '\'') {
            name.clear();
            state = State.NAME;
            return false;
        }
        // A bare `<` in text. In a frame it is an illegal character, which the decoder must see.
        if (inBlob) {
            handler.blob(NO_TEXT, 0, 1);
        } else if (depth == 2 && !text.add((byte) '<')) {
            return drop(Flaw.TEXT_TOO_LONG);
        }
        state = State.TEXT;
        return false;
    }

    private boolean inTag(byte b) {
        if (isSpace(b)) {
            return true;
        }
        if (b == '>') {
            opened();
            return true;
        }
        if (b == '/') {
            state = State.EMPTY;
            return true;
        }
        if (b == '<') {
            drop(Flaw.MISPLACED_TAG);
            return false;
        }
        attribute.clear();
        value.clear();
        if (b == '=') {
            // a value without a name: kept out of the way as an attribute without one
            state = State.EQUALS;
            return false;
        }
        state = State.ATTRIBUTE;
        return false;
    }

    private boolean endTag(byte b) {
        if (b == '<') {
            drop(Flaw.MISPLACED_TAG);
            return false;
        }
        if (b != '>') {
            return isSpace(b) || name.add(b) || drop(Flaw.NAME_TOO_LONG);
        }
        String closing = name.take();
        if (depth == 0) {
            state = State.TEXT;
        } else if (closing.equals(path[depth - 1])) {
            closed();
        } else {
            drop(Flaw.MISPLACED_TAG);
        }
        return true;
    }

    /// `<? … ?>`, `<!-- … -->`, `<! … >`; their content is looked at only for its end. Where a damaged `</` has become
    /// `<?`, the next tag is the end.
    private boolean skipDeclaration(byte b) {
        if (b == '<' && state == State.INSTRUCTION) {
            drop(Flaw.MISPLACED_TAG);
            return false;
        }
        if (!value.add(b)) {
            return drop(Flaw.VALUE_TOO_LONG);
        }
        boolean over = b == '>' && (state == State.INSTRUCTION
                ? value.endsWith("?>")
                : !value.startsWith("--") || (value.size() >= 5 && value.endsWith("-->")));
        if (over) {
            state = State.TEXT;
        }
        return true;
    }

    private void beginTag(String found) {
        if (depth > 0 && MESSAGES.contains(found)) {
            handler.dropped(Flaw.MISPLACED_TAG);
            depth = 0;
            inBlob = false;
        }
        tag = found;
        attributes = new LinkedHashMap<>();
        tagBytes = 0;
        state = State.IN_TAG;
    }

    private void endAttribute() {
        tagBytes += attribute.size() + value.size();
        if (tagBytes > TAG_LIMIT_BYTES) {
            drop(Flaw.VALUE_TOO_LONG);
            return;
        }
        attributes.put(attribute.take(), unescaped(value.take()));
        if (attributes.size() > ATTRIBUTE_LIMIT) {
            drop(Flaw.TOO_MANY_ATTRIBUTES);
            return;
        }
        state = State.IN_TAG;
    }

    private void opened() {
        if (depth == DEPTH_LIMIT) {
            drop(Flaw.TOO_DEEP);
            return;
        }
        path[depth++] = tag;
        state = State.TEXT;
        if (depth == 2) {
            text.clear();
            inBlob = tag.equals("oneBLOB");
        }
        handler.open(depth, tag, attributes);
    }

    private void closed() {
        if (depth == 0) {
            return; // an empty tag that was one level too deep
        }
        handler.close(depth, path[depth - 1], depth == 2 ? unescaped(text.take()) : "");
        if (depth == 2) {
            inBlob = false;
        }
        depth--;
        state = State.TEXT;
    }

    /// Always true, so that it can end a condition.
    private boolean drop(Flaw flaw) {
        handler.dropped(flaw);
        depth = 0;
        inBlob = false;
        text.clear();
        state = State.RESYNC;
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isNameByte(byte b) {
        return !isSpace(b) && b != '>' && b != '/' && b != '<' && b != '=';
    }

    static String unescaped(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = c == '&' ? text.indexOf(';', i, Math.min(text.length(), i + LONGEST_ENTITY)) : -1;
            String entity = end < 0 ? "" : text.substring(i + 1, end);
            char decoded = switch (entity) {
                case "amp" -> '&';
                case "lt" -> '<';
                case "gt" -> '>';
                case "quot" -> '"';
                case "apos" -> '\'';
                default -> 0;
            };
            plain.append(decoded == 0 ? c : decoded);
            i = decoded == 0 ? i + 1 : end + 1;
        }
        return plain.toString();
    }

    /// The same for the way out.
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&apos;");
    }

    /// Bytes up to a limit, kept small between uses.
    private static final class Bytes {

        private static final int KEPT = 4096;

        private final int limit;
        private byte[] bytes = new byte[64];
        private int size;

        Bytes(int limit) {
            this.limit = limit;
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
            if (bytes.length > KEPT) {
                bytes = new byte[64];
            }
        }

        /// Adds as much as the limit allows.
        ///
        /// @return how many bytes that was
        int append(byte[] from, int start, int end) {
            int taken = Math.min(end - start, limit - size);
            if (size + taken > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(size + taken, 2 * bytes.length)));
            }
            System.arraycopy(from, start, bytes, size, taken);
            size += taken;
            return taken;
        }

        /// False when that would be more than the limit.
        boolean add(byte b) {
            if (size < bytes.length && size < limit) {
                bytes[size++] = b;
                return true;
            }
            return append(new byte[]{b}, 0, 1) == 1;
        }

        boolean startsWith(String ascii) {
            return size >= ascii.length() && at(0, ascii);
        }

        boolean endsWith(String ascii) {
            return size >= ascii.length() && at(size - ascii.length(), ascii);
        }

        private boolean at(int offset, String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                if (bytes[offset + i] != ascii.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        String take() {
            String taken = new String(bytes, 0, size, StandardCharsets.UTF_8);
            clear();
            return taken;
        }
    }
}
