package dev.darkbox.device.indi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;

/// Everything a stream says, as text, so that two readings of it can be compared whole.
final class Transcript implements Tokenizer.Handler, BlobReceiver, BlobReceiver.Sink {

    private final StringBuilder lines = new StringBuilder();
    private final MessageReader reader = new MessageReader(m -> lines.append(m).append('\n'), this);
    private final Tokenizer tokenizer = new Tokenizer(this);
    private final CRC32 crc = new CRC32();
    private long blobBytes;
    private int elements;

    static Transcript of(byte[] stream, int slice) {
        var transcript = new Transcript();
        for (int from = 0; from < stream.length; from += slice) {
            transcript.tokenizer.feed(stream, from, Math.min(stream.length, from + slice));
        }
        transcript.reader.endOfStream();
        return transcript;
    }

    static Transcript splitAt(byte[] stream, int position) {
        var transcript = new Transcript();
        transcript.tokenizer.feed(stream, 0, position);
        transcript.tokenizer.feed(stream, position, stream.length);
        transcript.reader.endOfStream();
        return transcript;
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
        return lines.toString();
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
    public void blob(byte[] bytes, int from, int to) {
        reader.blob(bytes, from, to);
    }

    @Override
    public void dropped(Tokenizer.Flaw flaw) {
        lines.append(flaw).append('\n');
        reader.dropped(flaw);
    }

    @Override
    public Sink begin(Head head) {
        lines.append(head).append('\n');
        crc.reset();
        return this;
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        crc.update(bytes, from, to - from);
        blobBytes += to - from;
    }

    @Override
    public void end(End how) {
        lines.append(how).append(' ').append(Long.toHexString(crc.getValue())).append('\n');
    }
}
