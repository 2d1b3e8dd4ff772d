package dev.darkbox.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A parcel made ready to travel, or why it cannot be.
sealed interface Packed {

    /// Largest file, bytes, whatever the broker takes.
    int MOST_FILE_BYTES = 1 << 20;

    /// Room for an MQTT 5 header with its properties, bytes.
    int HEADER_BYTES = 64;

    record Ready(Message message) implements Packed {}

    /// It is never sent like this.
    ///
    /// @param kind for [Complaints]
    record Hopeless(String kind, String why) implements Packed {}

    /// Reads the file, if there is one, and measures.
    ///
    /// @param left of the time of what was told
    /// @param mostBytes that the broker takes
    static Packed of(Parcel parcel, Duration left, long mostBytes) {
        try {
            Message message = switch (parcel) {
                case Parcel.Kept(Slot slot, Content content, _) ->
                    new Message(slot.topic(), bytes(content), 1, true, Optional.empty());
                case Parcel.Told(String topic, String text, _, ByteBuffer correlation, _) ->
                    new Message(topic, bytes(text), 1, false, Optional.of(wholeSeconds(left)), correlation);
                case Parcel.Mentioned(String topic, String text) ->
                    new Message(topic, bytes(text), 0, false, Optional.empty());
            };
            long size = HEADER_BYTES + bytes(message.topic()).remaining()
                    + (long) message.payload().remaining() + message.correlation().remaining();
            return size <= mostBytes
                    ? new Ready(message)
                    : new Hopeless("large", "%s is not sent: %,d bytes, and the broker takes %,d".formatted(
                            parcel.topic(), size, mostBytes));
        } catch (IOException e) {
            return new Hopeless("file", "%s is not sent: %s".formatted(parcel.topic(), e.getMessage()));
        }
    }

    private static ByteBuffer bytes(Content content) throws IOException {
        return switch (content) {
            case Content.Text(String text) -> bytes(text);
            case Content.Picture(Path file, _) -> bytes(file);
            case Content.Nothing() -> ByteBuffer.allocate(0);
        };
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_FILE_BYTES + 1);
            if (bytes.length > MOST_FILE_BYTES) {
                throw new IOException("%s is larger than %,d bytes".formatted(file, MOST_FILE_BYTES));
            }
            return ByteBuffer.wrap(bytes);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    /// MQTT counts expiry in seconds, and zero means at once.
    private static Duration wholeSeconds(Duration left) {
        return Duration.ofSeconds(Math.max(1, left.toSeconds()));
    }
}
