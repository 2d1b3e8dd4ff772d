package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Damaged streams through everything that reads one: tokenizer, messages, store, base64, FITS.
///
/// Whatever comes in: no exception, bounded work for each byte, bounded memory, one end for each frame begun, the same
/// events however it is cut; and a clean message behind it is understood again within [#RESYNC_BYTES].
///
/// `-Ddarkbox.fuzz.inputs=10000000` for more than the usual, `-Ddarkbox.fuzz.seed=7` for others, `-Ddarkbox.fuzz.first=N`
/// to begin at the input that a failure named. The inputs are the same wherever the recordings are.
class FuzzTest {

    static final FrameShape SHAPE = new FrameShape(8, 4);
    private static final long INPUTS = Long.getLong("darkbox.fuzz.inputs", 10_000);
    private static final long SEED = Long.getLong("darkbox.fuzz.seed", 1);
    private static final long FIRST = Long.getLong("darkbox.fuzz.first", 0);
    private static final int INPUTS_A_STORE = 3000;
    private static final int PROGRESS = 250_000;
    /// The longest thing that hides a message behind it is a comment.
    private static final int RESYNC_BYTES = Tokenizer.VALUE_LIMIT_BYTES + 1000;

    private final List<byte[]> streams = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    private final FrameCatcher catcher = new FrameCatcher(() -> {});
    private final FrameBuffer frame = FrameBuffer.allocate(SHAPE, arena);
    private PropertyStore store = new PropertyStore();
    private long bytes;
    private long messages;
    private long frames;
    private long drops;
    private long wholeFrames;
    private long heaviest;

    @Test
    void damagedStreamsAreReadWithinBoundsAndNeverForLong() throws IOException {
        streams.add(Mutant.generated());
        Path recordings = Path.of(System.getProperty("darkbox.indi-captures", "missing"));
        if (Files.isDirectory(recordings)) {
            try (Stream<Path> files = Files.list(recordings)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
                    streams.add(Files.readAllBytes(file));
                }
            }
        }
        long begun = System.nanoTime();
        for (long input = FIRST; input < FIRST + INPUTS; input++) {
            if (input % INPUTS_A_STORE == 0) {
                store = new PropertyStore();
            }
            try {
                read(new SplittableRandom(SEED * 1_000_003 + input), input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("input " + input + " of seed " + SEED, e);
            }
            if ((input + 1) % PROGRESS == 0) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                System.out.printf(Locale.ROOT,
                        "fuzz: %d inputs, %d MB, %.0f inputs/s, %d messages, %d dropped, "
                                + "%d frames, %d whole, store up to %d kB%n",
                        input + 1 - FIRST, bytes >> 20,
                        (input + 1 - FIRST) / seconds, messages, drops, frames, wholeFrames, heaviest >> 10);
            }
        }
        assertTrue(messages > INPUTS / 2 && frames > INPUTS / 100 && drops > INPUTS / 10,
                "%d messages, %d frames, %d drops in %d inputs".formatted(messages, frames, drops, INPUTS));
        arena.close();
    }

    /// One input and what comes behind it.
    private void read(SplittableRandom random, long input) {
        byte[] mutant = Mutant.of(streams, random);
        var one = new Reading(input);
        if (random.nextBoolean()) {
            catcher.offer(frame);
        }
        int fed = 0;
        while (fed < mutant.length) {
            int to = Math.min(mutant.length, fed + (random.nextInt(4) == 0 ? 1 : random.nextInt(1, 800)));
            one.feed(mutant, fed, to);
            fed = to;
        }
        bytes += mutant.length;
        byte[] clean = one.clean().getBytes(StandardCharsets.US_ASCII);
        for (int behind = 0; !one.understood; behind += clean.length) {
            assertTrue(behind <= RESYNC_BYTES, "not understood after " + behind + " bytes");
            one.feed(clean, 0, clean.length);
        }
        one.end();
        if (random.nextInt(64) == 0 && mutant.length < 20_000) {
            assertEquals(Transcript.of(mutant, Integer.MAX_VALUE).events(),
                    Transcript.of(mutant, random.nextInt(1, 80)).events());
        }
    }

    /// One connection's life.
    private final class Reading implements BlobReceiver {

        private final String mark;
        private final MessageReader reader = new MessageReader(this::message, this);
        private final Tokenizer tokenizer = new Tokenizer(reader);
        private long fed;
        private long said;
        private long blobBytes;
        private int open;
        private boolean understood;

        Reading(long input) {
            mark = String.valueOf(input);
            catcher.arm(SHAPE);
        }

        String clean() {
            return "<setNumberVector device='Clean' name='N' state='Ok'><oneNumber name='A'>" + mark
                    + "</oneNumber></setNumberVector>\n";
        }

        void feed(byte[] from, int start, int end) {
            tokenizer.feed(from, start, end);
            fed += end - start;
            assertTrue(tokenizer.steps() <= Tokenizer.STEPS_PER_BYTE * fed,
                    tokenizer.steps() + " steps for " + fed);
            assertTrue(tokenizer.held() <= fed + 1, "holds " + tokenizer.held() + " of " + fed);
            assertTrue(reader.held() <= MessageReader.MESSAGE_LIMIT_BYTES, "message of " + reader.held());
            assertTrue(said <= fed / 5, said + " messages in " + fed);
            assertTrue(blobBytes <= fed, blobBytes + " bytes of frames in " + fed);
        }

        void end() {
            reader.endOfStream();
            assertEquals(0, open, "frames begun and not ended");
            assertTrue(store.weight() <= PropertyStore.LIMIT_BYTES && store.weight() >= 0,
                    "store " + store.weight());
            assertTrue(store.devices().size() <= PropertyStore.DEVICE_LIMIT);
            heaviest = Math.max(heaviest, store.weight());
            messages += said;
            drops += reader.drops();
            wholeFrames += catcher.caught().filter(c -> c.problem().isEmpty()).isPresent() ? 1 : 0;
        }

        private void message(Message message) {
            said++;
            store.apply(message);
            understood |= message instanceof Message.Change change && change.device().equals("Clean")
                    && change.members().size() == 1 && change.members().getFirst().text().equals(mark);
        }

        @Override
        public Sink begin(Head head) {
            frames++;
            open++;
            Sink caught = catcher.begin(head);
            return new Sink() {
                @Override
                public void bytes(byte[] piece, int from, int to) {
                    blobBytes += to - from;
                    caught.bytes(piece, from, to);
                }

                @Override
                public void memory(MemorySegment piece) {
                    throw new AssertionError("nothing is shared here");
                }

                @Override
                public void end(End how) {
                    open--;
                    caught.end(how);
                }
            };
        }
    }
}
