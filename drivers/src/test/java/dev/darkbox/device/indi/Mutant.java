package dev.darkbox.device.indi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/// Damaged pieces of streams, each from its seed alone.
final class Mutant {

    private static final int LEAST_BYTES = 200;
    private static final int MOST_BYTES = 2000;
    /// What a repeated piece may grow an input to; once in a while to the second, beyond every limit of one element.
    private static final int GROWN_BYTES = 16 << 10;
    private static final int HUGE_BYTES = 1200 << 10;
    private static final int MOST_MUTATIONS = 6;

    private static final List<byte[]> WORDS = List
            .of("<", ">", "/>", "</", "'", "\"", "=", "&", "&amp;", "<!--", "-->", "<?",
                    "?>", "<!", "]]>", "\0", " ", "\n", "<oneBLOB", "</oneBLOB>", "<setBLOBVector>",
                    " size='", " len='",
                    "99999999999999999999", "-1", "nan", "<message/>", "<delProperty device='",
                    "</setNumberVector>", "A===", "On")
            .stream().map(w -> w.getBytes(StandardCharsets.ISO_8859_1)).toList();

    private final List<byte[]> streams;
    private final SplittableRandom random;

    private Mutant(List<byte[]> streams, SplittableRandom random) {
        this.streams = streams;
        this.random = random;
    }

    /// @param streams what to make it of
    static byte[] of(List<byte[]> streams, SplittableRandom random) {
        var mutant = new Mutant(streams, random);
        byte[] input = random.nextInt(24) == 0 ? mutant.frame() : mutant.piece(MOST_BYTES);
        for (int i = random.nextInt(1, MOST_MUTATIONS + 1); i > 0; i--) {
            input = mutant.mutate(input);
        }
        return input;
    }

    private byte[] piece(int most) {
        byte[] stream = streams.get(random.nextInt(streams.size()));
        int length = Math.min(stream.length, random.nextInt(LEAST_BYTES, most + 1));
        int from = random.nextInt(stream.length - length + 1);
        return Arrays.copyOfRange(stream, from, from + length);
    }

    /// A small FITS file in a BLOB, damaged before it was encoded.
    private byte[] frame() {
        byte[] fits = ScriptedServer.fits(0.5, "Dark", FuzzTest.SHAPE.widthPx(), FuzzTest.SHAPE.heightPx());
        for (int i = random.nextInt(4); i > 0; i--) {
            fits = mutate(fits);
        }
        return ScriptedServer.blob(fits, ".fits").getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] mutate(byte[] in) {
        if (in.length == 0) {
            return piece(LEAST_BYTES + 1);
        }
        int from = random.nextInt(in.length);
        int to = Math.min(in.length, from + 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 12));
        return switch (random.nextInt(9)) {
            case 0, 1 -> flip(in);
            case 2 -> spliced(in, from, to, new byte[0]);
            case 3 -> spliced(in, from, from, Arrays.copyOfRange(in, from, to));
            case 4 ->
                spliced(in, from, random.nextBoolean() ? from : to, WORDS.get(random.nextInt(WORDS.size())));
            case 5 -> spliced(in, from, random.nextBoolean() ? from : to, piece(LEAST_BYTES + 200));
            case 6 ->
                random.nextBoolean() ? Arrays.copyOf(in, from) : Arrays.copyOfRange(in, from, in.length);
            case 7 -> spliced(in, from, to, noise(to - from));
            default -> spliced(in, from, from, repeated(Arrays.copyOfRange(in, from, to)));
        };
    }

    private byte[] flip(byte[] in) {
        byte[] out = in.clone();
        out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        return out;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] repeated(byte[] piece) {
        int size = random.nextInt(2000) == 0
                ? HUGE_BYTES
                : random.nextInt(random.nextInt(50) == 0 ? GROWN_BYTES : 300);
        byte[] many = new byte[Math.max(piece.length, size)];
        for (int i = 0; i < many.length; i++) {
            many[i] = piece[i % piece.length];
        }
        return many;
    }

    private static byte[] spliced(byte[] in, int from, int to, byte[] with) {
        byte[] out = new byte[in.length - (to - from) + with.length];
        System.arraycopy(in, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(in, to, out, from + with.length, in.length - to);
        return out;
    }

    /// A stream for where there are no recordings: every kind of message.
    static byte[] generated() {
        var stream = new StringBuilder();
        for (String kind : List.of("Text", "Number", "Switch", "Light")) {
            for (String what : List.of("def", "set", "new")) {
                String one = what.equals("def") ? "def" : "one";
                stream.append(
                        "<%s%sVector device=\"CCD Simulator\" name=\"P%s\" label=\"a &amp; b\" state=\"Busy\" perm=\"rw\">\n"
                                .formatted(what, kind, kind));
                for (int i = 0; i < 3; i++) {
                    stream.append("    <%s%s name=\"M%d\" min=\"0\" max=\"100\">\n%d:30\n    </%s%s>\n"
                            .formatted(one,
                                    kind, i, i, one, kind));
                }
                stream.append("</%s%sVector>\n".formatted(what, kind));
            }
        }
        stream.append(
                "<message device=\"CCD Simulator\" message=\"caf\u00e9 [INFO] &lt;x&gt;\"/><delProperty device=\"A\" name=\"B\"/>")
                .append("<defBLOBVector device=\"CCD Simulator\" name=\"CCD1\" perm=\"ro\"><defBLOB name=\"CCD1\"/></defBLOBVector>")
                .append("<setBLOBVector device=\"CCD Simulator\" name=\"CCD1\" state=\"Ok\"><oneBLOB name=\"CCD1\" size=\"3000\" ")
                .append("len=\"2990\" format=\".fits\">\n")
                .append(Base64.getMimeEncoder().encodeToString(new byte[3000]))
                .append("\n</oneBLOB></setBLOBVector>\n<pingReply uid=\"1\"/><!-- note --><?xml version=\"1.0\"?>");
        return stream.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
