package dev.darkbox.device.indi;

import java.util.Arrays;

/// Base64 (RFC 4648, section 4) in pieces of any length; white space anywhere is skipped.
///
/// Stops at `=`. What follows the padding, and characters that are none, make the text [#isBroken], not the stream.
final class Base64Stream {

    private static final byte SKIP = -1;
    private static final byte BAD = -2;
    private static final byte PAD = -3;
    private static final byte[] SIX_BITS = sixBits();

    private int bits;
    private int held;
    private boolean padded;
    private boolean broken;

    /// Most bytes that `chars` more characters can decode to.
    static int room(int chars) {
        return (chars + 3) / 4 * 3 + 3;
    }

    /// Decodes one piece.
    ///
    /// @param out room for [#room] of `to - from` bytes
    /// @return bytes written to `out`
    int decode(byte[] in, int from, int to, byte[] out) {
        int i = from;
        int n = 0;
        while (i < to && !broken) {
            if (held == 0 && !padded) {
                int start = i;
                while (i + 4 <= to) {
                    int a = SIX_BITS[in[i] & 0xff];
                    int b = SIX_BITS[in[i + 1] & 0xff];
                    int c = SIX_BITS[in[i + 2] & 0xff];
                    int d = SIX_BITS[in[i + 3] & 0xff];
                    if ((a | b | c | d) < 0) {
                        break;
                    }
                    int word = a << 18 | b << 12 | c << 6 | d;
                    out[n] = (byte) (word >> 16);
                    out[n + 1] = (byte) (word >> 8);
                    out[n + 2] = (byte) word;
                    n += 3;
                    i += 4;
                }
                if (i > start) {
                    continue;
                }
            }
            n += one(SIX_BITS[in[i++] & 0xff], out, n);
        }
        return n;
    }

    /// One character that is not in the middle of a clean run.
    private int one(byte six, byte[] out, int at) {
        if (six == SKIP) {
            return 0;
        }
        if (six == PAD) {
            return pad(out, at);
        }
        if (six == BAD || padded) {
            broken = true;
            return 0;
        }
        bits = bits << 6 | six;
        if (++held < 4) {
            return 0;
        }
        out[at] = (byte) (bits >> 16);
        out[at + 1] = (byte) (bits >> 8);
        out[at + 2] = (byte) bits;
        bits = 0;
        held = 0;
        return 3;
    }

    private int pad(byte[] out, int at) {
        if (padded) {
            return 0; // the second of two
        }
        padded = true;
        int whole = held - 1;
        if (whole < 1) {
            broken = true;
            return 0;
        }
        int left = bits << (6 * (4 - held));
        out[at] = (byte) (left >> 16);
        if (whole == 2) {
            out[at + 1] = (byte) (left >> 8);
        }
        held = 0;
        bits = 0;
        return whole;
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
        for (char space : " \n\r\t".toCharArray()) {
            table[space] = SKIP;
        }
        return table;
    }
}
