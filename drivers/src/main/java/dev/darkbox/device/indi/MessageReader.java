package dev.darkbox.device.indi;

import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import dev.darkbox.device.indi.Vector.State;
import dev.darkbox.linux.SharedMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Makes messages of elements, and passes frames on decoded while they arrive.
///
/// Elements it does not know are ignored, messages that break a limit are dropped and counted. Memory: one message of
/// at most [#MESSAGE_LIMIT_BYTES]; no frame is ever held.
final class MessageReader implements Tokenizer.Handler {

    static final int MEMBER_LIMIT = 4096;
    /// Of a device's, a property's or a member's name, characters; INDI's own is 63.
    static final int NAME_LIMIT = 255;
    /// All members of one message, bytes of heap.
    static final long MESSAGE_LIMIT_BYTES = 4 << 20;
    /// Of shared memory, looked at at once: what counts as resident here.
    private static final long WINDOW_BYTES = 512 << 10;

    private final Consumer<Message> messages;
    private final BlobReceiver blobs;
    private final Supplier<Optional<SharedMemory>> shared;
    private final List<Member> members = new ArrayList<>();
    private String tag = "";
    private Map<String, String> vector = Map.of();
    private Map<String, String> member = Map.of();
    private BlobReceiver.Sink sink = BlobReceiver.NOWHERE;
    private final Base64Stream base64 = new Base64Stream();
    private final Base64Stream.Out decoded = this::decoded;
    private boolean receiving;
    private long wanted;
    private long got;
    private long weight;
    private boolean tooMuch;
    private long drops;

    /// On a connection without shared memory.
    MessageReader(Consumer<Message> messages, BlobReceiver blobs) {
        this(messages, blobs, Optional::empty);
    }

    /// @param shared takes the next memory that came along
    MessageReader(Consumer<Message> messages, BlobReceiver blobs, Supplier<Optional<SharedMemory>> shared) {
        this.messages = messages;
        this.blobs = blobs;
        this.shared = shared;
    }

    /// Elements dropped because they broke a limit.
    long drops() {
        return drops;
    }

    /// Heap held for a message that is not whole yet, bytes, about.
    long held() {
        return weight;
    }

    /// Whether a frame has begun that is not whole yet.
    boolean isInFrame() {
        return receiving;
    }

    /// The stream is over: a frame that is still arriving never will.
    void endOfStream() {
        endBlob(BlobReceiver.End.CUT);
    }

    @Override
    public void open(int depth, String name, Map<String, String> attributes) {
        if (depth == 1) {
            tag = name;
            vector = attributes;
            members.clear();
            weight = 0;
            tooMuch = false;
        } else if (depth == 2) {
            member = attributes;
            if (name.equals("oneBLOB") && attribute(member, "attached").equals("true")) {
                attached();
            } else if (name.equals("oneBLOB") && tag.equals("setBLOBVector")) {
                beginBlob();
            }
        }
    }

    @Override
    public void close(int depth, String name, String text) {
        if (depth == 1) {
            closeMessage();
        } else if (depth == 2) {
            if (receiving) {
                endBlob(howItEnded());
            }
            add(new Member(attribute(member, "name"), attribute(member, "label"), text.strip(),
                    number(member, "min"), number(member, "max")));
        }
    }

    private void add(Member news) {
        weight += news.weight();
        tooMuch |= members.size() == MEMBER_LIMIT || weight > MESSAGE_LIMIT_BYTES
                || news.name().length() > NAME_LIMIT;
        if (tooMuch) {
            members.clear();
            weight = 0;
        } else {
            members.add(news);
        }
    }

    private void closeMessage() {
        if (tooMuch || attribute(vector, "device").length() > NAME_LIMIT
                || attribute(vector, "name").length() > NAME_LIMIT) {
            drops++;
        } else {
            read();
        }
        members.clear();
        weight = 0;
        vector = Map.of();
    }

    private void read() {
        String device = attribute(vector, "device");
        String name = attribute(vector, "name");
        switch (tag) {
            case "message" -> messages.accept(new Message.Note(device, attribute(vector, "message")));
            case "delProperty" -> messages.accept(new Message.Deletion(device, name));
            case "pingRequest" -> messages.accept(new Message.Ping(attribute(vector, "uid")));
            case "pingReply" -> messages.accept(new Message.Pong(attribute(vector, "uid")));
            default -> {
                if (tag.endsWith("Vector") && tag.length() > 9) {
                    readVector(tag.substring(0, 3), tag.substring(3, tag.length() - 6), device, name);
                }
            }
        }
    }

    private void readVector(String what, String kindText, String device, String name) {
        Kind kind;
        switch (kindText) {
            case "Text" -> kind = Kind.TEXT;
            case "Number" -> kind = Kind.NUMBER;
            case "Switch" -> kind = Kind.SWITCH;
            case "Light" -> kind = Kind.LIGHT;
            case "BLOB" -> kind = Kind.BLOB;
            default -> {
                return;
            }
        }
        State state = State.parse(attribute(vector, "state"));
        switch (what) {
            case "def" -> {
                var byName = new LinkedHashMap<String, Member>();
                members.forEach(m -> byName.put(m.name(), m));
                boolean writable = !attribute(vector, "perm").equals("ro") && kind != Kind.LIGHT;
                messages.accept(new Message.Definition(new Vector(device, name, kind,
                        state == State.UNSTATED ? State.IDLE : state, writable, attribute(vector, "rule"),
                        byName)));
            }
            case "set" -> messages.accept(new Message.Change(device, name, kind, state, members,
                    attribute(vector, "message")));
            case "new" -> messages.accept(new Message.Echo(device, name));
            default -> {
                // some other element that happens to end in Vector
            }
        }
    }

    private void beginBlob() {
        wanted = payload();
        if (wanted > 0) {
            got = 0;
            base64.restart();
            receiving = true;
            sink = blobs.begin(head());
        }
    }

    /// A frame in memory that came along, from which it is poured at once. The memory is given back before the end
    /// is told.
    private void attached() {
        Optional<SharedMemory> memory = shared.get(); // even if it is not wanted: the next belongs to the next
        wanted = payload();
        BlobReceiver.Sink to = wanted > 0 && tag.equals("setBLOBVector")
                ? blobs.begin(head())
                : BlobReceiver.NOWHERE;
        boolean whole = false;
        try {
            whole = to.equals(BlobReceiver.NOWHERE) || pour(memory, to);
        } finally {
            memory.ifPresent(SharedMemory::close);
        }
        to.end(whole ? BlobReceiver.End.COMPLETE : BlobReceiver.End.ELSEWHERE);
    }

    /// A message that was dropped may have been the one this memory came with: then nobody knows whose it is.
    private boolean pour(Optional<SharedMemory> came, BlobReceiver.Sink to) {
        if (came.isEmpty() || drops > 0) {
            return false;
        }
        SharedMemory memory = came.get();
        try {
            if (memory.bytes() < wanted) {
                return false; // what is missing is not read: that would be a fault
            }
            for (got = 0; got < wanted; got += WINDOW_BYTES) {
                to.memory(memory.window(got, Math.min(WINDOW_BYTES, wanted - got)));
            }
            return true;
        } catch (IOException | InternalError _) {
            return false; // not mappable, or it shrank while it was read
        }
    }

    /// Bytes of the frame that follows; 0 for a change of state without one.
    private long payload() {
        long size = count(member, "size");
        long len = count(member, "len");
        if (size == 0 || len == 0) {
            return 0;
        }
        return len > 0 ? len : size > 0 ? size : BlobReceiver.Head.UNKNOWN;
    }

    private BlobReceiver.Head head() {
        return new BlobReceiver.Head(attribute(vector, "device"), attribute(vector, "name"),
                attribute(member, "name"), attribute(member, "format"), wanted);
    }

    @Override
    public int blob(byte[] bytes, int from, int to) {
        int at = from;
        if (receiving && got < wanted) {
            at = base64.decode(bytes, from, to, wanted - got, decoded);
        }
        return at == to ? to : Tokenizer.endOfText(bytes, at, to);
    }

    private void decoded(byte[] bytes, int from, int to) {
        got += to - from;
        sink.bytes(bytes, from, to);
    }

    private BlobReceiver.End howItEnded() {
        boolean all = wanted == BlobReceiver.Head.UNKNOWN || got == wanted;
        if (base64.isBroken() && (!all || wanted == BlobReceiver.Head.UNKNOWN)) {
            return BlobReceiver.End.BROKEN;
        }
        return all ? BlobReceiver.End.COMPLETE : BlobReceiver.End.SHORT;
    }

    private void endBlob(BlobReceiver.End how) {
        if (receiving) {
            receiving = false;
            sink.end(how);
            sink = BlobReceiver.NOWHERE;
        }
    }

    @Override
    public void dropped(Tokenizer.Flaw flaw) {
        drops++;
        endBlob(BlobReceiver.End.CUT);
        members.clear();
        weight = 0;
        vector = Map.of();
    }

    private static String attribute(Map<String, String> attributes, String name) {
        return attributes.getOrDefault(name, "");
    }

    private static double number(Map<String, String> attributes, String name) {
        return Numbers.parse(attribute(attributes, name));
    }

    /// -1 when it is not given or makes no sense.
    private static long count(Map<String, String> attributes, String name) {
        String text = attribute(attributes, name);
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    }
}
