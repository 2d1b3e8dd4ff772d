package dev.darkbox.device.indi;

import dev.darkbox.device.FrameShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    private static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.BIG_ENDIAN);

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
        int i = from;
        while (i < to && header.isEmpty() && problem.isEmpty()) {
            int n = Math.min(to - i, head.length - headBytes);
            System.arraycopy(bytes, i, head, headBytes, n);
            headBytes += n;
            i += n;
            if (headBytes == head.length) {
                endOfBlock();
            }
        }
        if (i < to && problem.isEmpty()) {
            pour(bytes, i, to);
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

    private void pour(byte[] bytes, int from, int to) {
        int i = from;
        if (halfPixel) {
            put(adu((short) (half << 8 | (bytes[i] & 0xff))));
            halfPixel = false;
            i++;
        }
        int step = depth == Depth.UNSIGNED_8 ? 1 : 2;
        while (to - i >= step && done < shape.pixels()) {
            int toRowEnd = shape.widthPx() - (int) (done % shape.widthPx());
            int n = Math.min(toRowEnd, (to - i) / step);
            run(bytes, i, n);
            i += n * step;
        }
        if (i < to && done < shape.pixels()) {
            half = bytes[i];
            halfPixel = true;
        }
    }

    /// `n` pixels of one row.
    private void run(byte[] bytes, int from, int n) {
        long at = place();
        switch (depth) {
            case UNSIGNED_8 -> {
                for (int k = 0; k < n; k++) {
                    pixels.setAtIndex(ValueLayout.JAVA_SHORT, at + k, (short) (bytes[from + k] & 0xff));
                }
            }
            case UNSIGNED_16 -> {
                for (int k = 0; k < n; k++) {
                    short raw = (short) BIG_ENDIAN.get(bytes, from + 2 * k);
                    pixels.setAtIndex(ValueLayout.JAVA_SHORT, at + k, (short) (raw ^ 0x8000));
                }
            }
            case SIGNED_16 -> {
                for (int k = 0; k < n; k++) {
                    pixels.setAtIndex(ValueLayout.JAVA_SHORT, at + k,
                            adu((short) BIG_ENDIAN.get(bytes, from + 2 * k)));
                }
            }
        }
        done += n;
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
