package dev.darkbox.device.indi;

import java.util.Arrays;
import java.util.Base64;

/// Base64 (RFC 4648, section 4) in pieces of any length; white space anywhere is skipped.
///
/// Stops at `<`, where the text of an element ends. What follows the padding, and characters that are none, make the
/// text [#isBroken], not the stream.
///
/// Servers send a frame as one line of many megabytes. That is decoded in blocks by the JDK's decoder, which knows
/// the machine's widest instructions. Text with anything else in it is decoded byte by byte from there on.
final class Base64Stream {

    /// Takes what was decoded. The array is used again.
    interface Out {
        void bytes(byte[] bytes, int from, int to);
    }

    /// Text that is decoded at once: short enough to stay in the fastest cache with what it becomes.
    static final int BLOCK_CHARS = 8192;
    /// The same for what is left of a piece.
    private static final int SMALL_CHARS = 1024;

    private static final Base64.Decoder BLOCKS = Base64.getDecoder();
    private static final byte SKIP = -1;
    private static final byte BAD = -2;
    private static final byte PAD = -3;
    private static final byte END = -4;
    private static final byte[] SIX_BITS = sixBits();

    private final byte[] block = new byte[BLOCK_CHARS];
    private final byte[] small = new byte[SMALL_CHARS];
    private final byte[] plain = new byte[bytes(BLOCK_CHARS)];
    private int count;
    private int bits;
    private int held;
    private boolean padded;
    private boolean broken;
    private boolean inLines;

    /// Ready for another text.
    void restart() {
        bits = 0;
        held = 0;
        padded = false;
        broken = false;
        inLines = false;
    }

    /// Decodes up to the end of the piece, the end of the text, or the bytes that are wanted.
    ///
    /// @param most bytes given to `out`, at most
    /// @return where it stopped: `to`, or at a `<`, or behind the character that completed `most` bytes or more
    int decode(byte[] in, int from, int to, long most, Out out) {
        int at = from;
        long left = most;
        while (at < to && left > 0) {
            int stop = decodeSome(in, at, to, left);
            int n = (int) Math.min(count, left);
            if (n > 0) {
                out.bytes(plain, 0, n);
            }
            if (stop == at) {
                break;
            }
            left -= n;
            at = stop;
        }
        return at;
    }

    /// Decodes at most a block into `plain`, `count` bytes of it.
    private int decodeSome(byte[] in, int from, int to, long left) {
        if (inLines || padded || broken) {
            return careful(in, from, Math.min(to, from + BLOCK_CHARS));
        }
        if (held > 0) {
            return careful(in, from, Math.min(to, from + 4 - held));
        }
        if (SIX_BITS[in[from] & 0xff] == SKIP) {
            count = 0;
            return from + 1;
        }
        if (isBlock(in, from, to, left, block) || isBlock(in, from, to, left, small)) {
            return from + count / 3 * 4;
        }
        return careful(in, from, Math.min(to, from + SMALL_CHARS));
    }

    /// Decodes a block of clean text into `plain`, if there is one. The last of a text never is: it may be padded.
    private boolean isBlock(byte[] in, int from, int to, long left, byte[] copy) {
        if (inLines || to - from < copy.length || left <= bytes(copy.length)) {
            return false;
        }
        System.arraycopy(in, from, copy, 0, copy.length);
        try {
            count = BLOCKS.decode(copy, plain);
            return count == bytes(copy.length);
        } catch (IllegalArgumentException _) {
            inLines = true;
            return false;
        }
    }

    private static int bytes(int chars) {
        return chars / 4 * 3;
    }

    /// Decodes at most a block into `plain`, `count` bytes of it.
    ///
    /// @return where it stopped: `to`, or at a `<`
    private int careful(byte[] in, int from, int to) {
        int i = from;
        count = 0;
        while (i < to) {
            while (held == 0 && !padded && !broken && i + 4 <= to) {
                int a = SIX_BITS[in[i] & 0xff];
                int b = SIX_BITS[in[i + 1] & 0xff];
                int c = SIX_BITS[in[i + 2] & 0xff];
                int d = SIX_BITS[in[i + 3] & 0xff];
                if ((a | b | c | d) < 0) {
                    break;
                }
                put(a << 18 | b << 12 | c << 6 | d, 3);
                i += 4;
            }
            if (i == to) {
                break;
            }
            byte six = SIX_BITS[in[i] & 0xff];
            if (six == END) {
                break;
            }
            one(six);
            i++;
        }
        return i;
    }

    /// One character that is not in the middle of a clean run.
    private void one(byte six) {
        if (six == SKIP || broken) {
            return;
        }
        if (six == PAD) {
            pad();
        } else if (six == BAD || padded) {
            broken = true;
        } else {
            bits = bits << 6 | six;
            if (++held == 4) {
                put(bits, 3);
                bits = 0;
                held = 0;
            }
        }
    }

    private void pad() {
        if (padded) {
            return; // the second of two
        }
        padded = true;
        if (held < 2) {
            broken = true;
            return;
        }
        put(bits << (6 * (4 - held)), held - 1);
        held = 0;
        bits = 0;
    }

    private void put(int word, int bytes) {
        plain[count] = (byte) (word >> 16);
        if (bytes > 1) {
            plain[count + 1] = (byte) (word >> 8);
        }
        if (bytes > 2) {
            plain[count + 2] = (byte) word;
        }
        count += bytes;
    }

    /// An illegal character, data behind the padding, or an end in the middle of a group.
    boolean isBroken() {
        return broken || held != 0;
    }

    private static byte[] sixBits() {
        var table = new byte[256];
        Arrays.fill(table, BAD);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) {
            table[alphabet.charAt(i)] = (byte) i;
        }
        table['='] = PAD;
        table['<'] = END;
        for (char space : " \n\r\t".toCharArray()) {
            table[space] = SKIP;
        }
        return table;
    }
}
