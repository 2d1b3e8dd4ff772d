package dev.darkbox.device.indi;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;

/// Everything a stream says, as text, so that two readings of it can be compared whole.
class Transcript implements Tokenizer.Handler, BlobReceiver, BlobReceiver.Sink {

    private final List<Object> events = new ArrayList<>();
    private final MessageReader reader = new MessageReader(events::add, this);
    private final Tokenizer tokenizer = new Tokenizer(this);
    private final CRC32 crc = new CRC32();
    private long blobBytes;
    private int most;
    private int elements;

    static Transcript of(byte[] stream, int slice) {
        var transcript = new Transcript();
        for (int from = 0; from < stream.length;) {
            int to = slice < stream.length - from ? from + slice : stream.length;
            transcript.tokenizer.feed(stream, from, to);
            transcript.most = Math.max(transcript.most, transcript.tokenizer.held());
            from = to;
        }
        transcript.reader.endOfStream();
        return transcript;
    }

    static Transcript splitAt(byte[] stream, int position) {
        return splitAt(stream, 0, position, stream.length);
    }

    /// Of a part of a stream, in two pieces.
    static Transcript splitAt(byte[] stream, int from, int position, int to) {
        var transcript = new Transcript();
        transcript.tokenizer.feed(stream, from, position);
        transcript.tokenizer.feed(stream, position, to);
        transcript.reader.endOfStream();
        return transcript;
    }

    /// Behind which bytes of a stream a message ends, or is dropped.
    static List<Integer> ends(byte[] stream) {
        var ends = new ArrayList<Integer>();
        var transcript = new Transcript();
        int messages = 0;
        for (int i = 0; i < stream.length; i++) {
            transcript.tokenizer.feed(stream, i, i + 1);
            if (transcript.elements > messages) {
                messages = transcript.elements;
                ends.add(i + 1);
            }
        }
        return ends;
    }

    static String of(String stream) {
        return of(stream.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE).text();
    }

    /// The folder of recordings; the test is skipped where there is none.
    static Path captures() {
        Path folder = Path.of(System.getProperty("darkbox.indi-captures", "missing"));
        Assumptions.assumeTrue(Files.isDirectory(folder), "no INDI recordings in " + folder);
        return folder;
    }

    static byte[] capture(String name) throws IOException {
        return Files.readAllBytes(captures().resolve(name));
    }

    String text() {
        return events.stream().map(e -> e + "\n").reduce("", String::concat);
    }

    /// The same as values: quicker to compare.
    List<Object> events() {
        return events;
    }

    /// Elements dropped because they broke a limit.
    long drops() {
        return reader.drops();
    }

    /// Most bytes of text held between two pieces.
    int most() {
        return most;
    }

    int elements() {
        return elements;
    }

    long blobBytes() {
        return blobBytes;
    }

    @Override
    public void open(int depth, String name, Map<String, String> attributes) {
        reader.open(depth, name, attributes);
    }

    @Override
    public void close(int depth, String name, String text) {
        elements += depth == 1 ? 1 : 0;
        reader.close(depth, name, text);
    }

    @Override
    public int blob(byte[] bytes, int from, int to) {
        return reader.blob(bytes, from, to);
    }

    @Override
    public void dropped(Tokenizer.Flaw flaw) {
        events.add(flaw);
        reader.dropped(flaw);
    }

    @Override
    public Sink begin(Head head) {
        events.add(head);
        crc.reset();
        return this;
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        crc.update(bytes, from, to - from);
        blobBytes += to - from;
    }

    @Override
    public void memory(MemorySegment bytes) {
        bytes(bytes.toArray(ValueLayout.JAVA_BYTE), 0, Math.toIntExact(bytes.byteSize()));
    }

    @Override
    public void end(End how) {
        events.add(how + " " + Long.toHexString(crc.getValue()));
    }
}
