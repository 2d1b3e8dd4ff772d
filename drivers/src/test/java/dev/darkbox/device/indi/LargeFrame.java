package dev.darkbox.device.indi;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A frame too large to be held anywhere but in its buffer, made and read piece by piece: as one line of text.
final class LargeFrame {

    private static final int PIECE = 3 * 16_384;

    private final FrameCatcher catcher = new FrameCatcher(() -> {});
    private final Tokenizer tokenizer = new Tokenizer(new MessageReader(_ -> {}, catcher));
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(2 * PIECE);
    private long textChars;

    /// `WIDTH HEIGHT`: reads such a frame in this process, whatever its heap, and says what came of it.
    public static void main(String[] size) {
        for (boolean offered : new boolean[]{true, false}) {
            System.out.println(read(Integer.parseInt(size[0]), Integer.parseInt(size[1]), offered));
        }
    }

    /// Reads one frame and compares every pixel.
    ///
    /// @param offered whether its buffer is there when it comes
    /// @return `whole, N characters`, or what is wrong
    static String read(int width, int height, boolean offered) {
        return new LargeFrame().go(new FrameShape(width, height), offered);
    }

    private String go(FrameShape shape, boolean offered) {
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(shape, arena);
            catcher.arm(shape);
            if (offered) {
                catcher.offer(frame);
            }
            long size = (FitsHeader.BLOCK + 2 * shape.pixels() + 2879) / 2880 * 2880;
            say("<setBLOBVector device='Cam' name='CCD1' state='Ok'><oneBLOB name='CCD1' size='%d' format='.fits' len='%d'>\n"
                    .formatted(size, size));
            byte[] header = ScriptedServer.fits(1, "Dark", 1, 1);
            String cards = new String(header, 0, FitsHeader.BLOCK, StandardCharsets.US_ASCII)
                    .replace("%-80s".formatted("NAXIS1  = 1"),
                            "%-80s".formatted("NAXIS1  = " + shape.widthPx()))
                    .replace("%-80s".formatted("NAXIS2  = 1"),
                            "%-80s".formatted("NAXIS2  = " + shape.heightPx()));
            encode(cards.getBytes(StandardCharsets.US_ASCII));
            var row = new byte[2 * shape.widthPx()];
            for (int y = 0; y < shape.heightPx(); y++) {
                for (int x = 0; x < shape.widthPx(); x++) {
                    int raw = adu(x, y) - 32_768;
                    row[2 * x] = (byte) (raw >> 8);
                    row[2 * x + 1] = (byte) raw;
                }
                encode(row);
            }
            encode(new byte[Math.toIntExact(size - FitsHeader.BLOCK - 2 * shape.pixels())]);
            feed(Base64.getEncoder().encode(waiting.toByteArray()));
            say("\n</oneBLOB></setBLOBVector>");
            Optional<String> problem = catcher.caught().map(FrameCatcher.Caught::problem)
                    .orElse(Optional.of("no frame"));
            catcher.deliver(frame);
            catcher.close();
            return problem.orElseGet(() -> compare(frame));
        }
    }

    private static int adu(int x, int y) {
        return (x * 7 + y * 31) & 0xffff;
    }

    private String compare(FrameBuffer frame) {
        for (int y = 0; y < frame.shape().heightPx(); y++) {
            for (int x = 0; x < frame.shape().widthPx(); x++) {
                if (frame.adu(x, y) != adu(x, y)) {
                    return "pixel %d,%d is %d".formatted(x, y, frame.adu(x, y));
                }
            }
        }
        return "whole, %d characters".formatted(textChars);
    }

    private void encode(byte[] bytes) {
        waiting.writeBytes(bytes);
        if (waiting.size() >= PIECE) {
            byte[] all = waiting.toByteArray();
            int now = all.length / 3 * 3;
            feed(Base64.getEncoder().encode(Arrays.copyOf(all, now)));
            waiting.reset();
            waiting.write(all, now, all.length - now);
        }
    }

    private void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        tokenizer.feed(bytes, 0, bytes.length);
    }

    private void feed(byte[] text) {
        textChars += text.length;
        tokenizer.feed(text, 0, text.length);
    }
}
