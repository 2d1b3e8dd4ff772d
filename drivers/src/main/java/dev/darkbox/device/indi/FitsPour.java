package dev.darkbox.device.indi;

import dev.darkbox.device.FrameShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A FITS file that passes by in pieces, its pixels put into a frame as they come.
///
/// Takes 16-bit images with or without `BZERO` 32,768, and 8-bit ones; without it, negative pixels become zero.
/// The top row comes first in a frame; drivers write it first too (`ROWORDER` `TOP-DOWN`, or none). A file that says
/// `BOTTOM-UP` is turned over, unless it is a colour camera's: whether its `BAYERPAT` is meant before or after that
/// nobody agrees on.
///
/// Memory: the header, at most [#HEADER_BLOCKS] blocks.
final class FitsPour {

    /// Cameras write one or two; a driver that writes more than this writes something else.
    static final int HEADER_BLOCKS = 36;

    private static final ValueLayout.OfShort IN_FILE = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    /// Pixels poured at once: what is read, and what is gone over twice, stays in the fastest cache.
    private static final int RUN = 4096;
    private static final long FOUR_ZEROS = 0x8000_8000_8000_8000L;

    private final FrameShape shape;
    private final MemorySegment pixels;
    private byte[] head = new byte[FitsHeader.BLOCK];
    private int headBytes;
    private Optional<FitsHeader> header = Optional.empty();
    private Depth depth = Depth.UNSIGNED_16;
    private Optional<String> problem = Optional.empty();
    private long done;
    private boolean bottomUp;
    private boolean halfPixel;
    private byte half;

    private enum Depth { UNSIGNED_8, SIGNED_16, UNSIGNED_16 }

    /// @param shape size the image must have
    /// @param pixels `u16[height][width]` to fill, native byte order
    FitsPour(FrameShape shape, MemorySegment pixels) {
        this.shape = shape;
        this.pixels = pixels;
    }

    void accept(byte[] bytes, int from, int to) {
        accept(MemorySegment.ofArray(bytes).asSlice(from, to - from));
    }

    /// The next piece of the file, wherever it is.
    void accept(MemorySegment bytes) {
        long at = 0;
        while (at < bytes.byteSize() && header.isEmpty() && problem.isEmpty()) {
            int n = (int) Math.min(bytes.byteSize() - at, head.length - headBytes);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, head, headBytes, n);
            headBytes += n;
            at += n;
            if (headBytes == head.length) {
                endOfBlock();
            }
        }
        if (at < bytes.byteSize() && problem.isEmpty()) {
            pour(bytes, at);
        }
    }

    private void endOfBlock() {
        if (headBytes == FitsHeader.BLOCK && !startsWith(head, 0, "SIMPLE  ")) {
            problem = Optional.of("no FITS file");
            return;
        }
        for (int card = headBytes - FitsHeader.BLOCK; card < headBytes; card += FitsHeader.CARD) {
            if (startsWith(head, card, "END     ")) {
                FitsHeader found = FitsHeader.parse(head, card);
                problem = unfit(found);
                header = Optional.of(found);
                head = new byte[0];
                return;
            }
        }
        if (headBytes == HEADER_BLOCKS * FitsHeader.BLOCK) {
            problem = Optional.of("a header without an end");
            return;
        }
        head = Arrays.copyOf(head, head.length + FitsHeader.BLOCK);
    }

    private Optional<String> unfit(FitsHeader h) {
        double bits = h.number("BITPIX");
        double zero = h.number("BZERO", 0);
        if (bits == 8 && zero == 0) {
            depth = Depth.UNSIGNED_8;
        } else if (bits == 16 && zero == 0) {
            depth = Depth.SIGNED_16;
        } else if (bits == 16 && zero == 32_768) {
            depth = Depth.UNSIGNED_16;
        } else {
            return Optional.of("BITPIX " + h.text("BITPIX") + " BZERO " + h.text("BZERO"));
        }
        if (h.number("BSCALE", 1) != 1) {
            return Optional.of("BSCALE " + h.text("BSCALE"));
        }
        if (h.number("NAXIS") != 2 && h.number("NAXIS3", 3) != 1) {
            return Optional.of("NAXIS " + h.text("NAXIS"));
        }
        String order = h.text("ROWORDER").toUpperCase(Locale.ROOT);
        bottomUp = order.equals("BOTTOM-UP");
        if (!bottomUp && !order.isEmpty() && !order.equals("TOP-DOWN")) {
            return Optional.of("ROWORDER " + h.text("ROWORDER"));
        }
        if (bottomUp && !h.text("BAYERPAT").isEmpty()) {
            return Optional.of("ROWORDER BOTTOM-UP with BAYERPAT " + h.text("BAYERPAT"));
        }
        String size = h.text("NAXIS1") + "x" + h.text("NAXIS2");
        return size.equals(shape.toString()) ? Optional.empty() : Optional.of("a frame of " + size);
    }

    private void pour(MemorySegment bytes, long from) {
        long at = from;
        if (halfPixel) {
            put(adu((short) (half << 8 | (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff))));
            halfPixel = false;
            at++;
        }
        int step = depth == Depth.UNSIGNED_8 ? 1 : 2;
        while (bytes.byteSize() - at >= step && done < shape.pixels()) {
            long toEnd = bottomUp ? shape.widthPx() - done % shape.widthPx() : shape.pixels() - done;
            int n = (int) Math.min(Math.min(toEnd, RUN), (bytes.byteSize() - at) / step);
            run(bytes, at, n);
            at += (long) n * step;
        }
        if (at < bytes.byteSize() && done < shape.pixels()) {
            half = bytes.get(ValueLayout.JAVA_BYTE, at);
            halfPixel = true;
        }
    }

    /// `n` pixels that stay together.
    private void run(MemorySegment bytes, long from, int n) {
        long to = 2 * place();
        if (depth == Depth.UNSIGNED_8) {
            for (int k = 0; k < n; k++) {
                pixels.set(ValueLayout.JAVA_SHORT, to + 2L * k,
                        (short) (bytes.get(ValueLayout.JAVA_BYTE, from + k) & 0xff));
            }
        } else {
            MemorySegment.copy(bytes, IN_FILE, from, pixels, ValueLayout.JAVA_SHORT, to, n);
            if (depth == Depth.UNSIGNED_16) {
                addZero(pixels.asSlice(to, 2L * n));
            } else {
                clip(pixels.asSlice(to, 2L * n));
            }
        }
        done += n;
    }

    /// Adds `BZERO` to signed words, four at a time.
    private static void addZero(MemorySegment words) {
        int whole = (int) (words.byteSize() & ~7);
        for (int at = 0; at < whole; at += 8) {
            words.set(ValueLayout.JAVA_LONG_UNALIGNED, at,
                    words.get(ValueLayout.JAVA_LONG_UNALIGNED, at) ^ FOUR_ZEROS);
        }
        for (int at = whole; at < words.byteSize(); at += 2) {
            words.set(ValueLayout.JAVA_SHORT, at, (short) (words.get(ValueLayout.JAVA_SHORT, at) ^ 0x8000));
        }
    }

    private static void clip(MemorySegment words) {
        for (int at = 0; at < words.byteSize(); at += 2) {
            words.set(ValueLayout.JAVA_SHORT, at, (short) Math.max(words.get(ValueLayout.JAVA_SHORT, at), 0));
        }
    }

    private void put(short adu) {
        pixels.setAtIndex(ValueLayout.JAVA_SHORT, place(), adu);
        done++;
    }

    /// Where the next pixel of the file goes.
    private long place() {
        if (!bottomUp) {
            return done;
        }
        long row = done / shape.widthPx();
        return (shape.heightPx() - 1 - row) * shape.widthPx() + done % shape.widthPx();
    }

    private short adu(short raw) {
        return depth == Depth.UNSIGNED_16 ? (short) (raw ^ 0x8000) : (short) Math.max(raw, 0);
    }

    /// What is wrong with the file so far; empty while nothing is.
    Optional<String> problem() {
        return problem;
    }

    /// The header, once it has passed.
    Optional<FitsHeader> header() {
        return header;
    }

    /// Whether every pixel was poured.
    boolean isComplete() {
        return header.isPresent() && problem.isEmpty() && done == shape.pixels();
    }

    private static boolean startsWith(byte[] bytes, int at, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
