package dev.darkbox.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Somebody who looks at every frame a server gives away, on a line of his own, with a reader of his own.
final class SoakWitness implements AutoCloseable {

    private static final int CARD = 80;
    private static final int BLOCK = 2880;

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final int port;
    private final String device;
    private volatile boolean closed;
    private volatile Optional<Socket> line = Optional.empty();

    /// One frame.
    ///
    /// @param sha256 of the pixels as they stand in the file
    record Seen(String sha256, Map<String, String> cards) {}

    SoakWitness(int port, String device) {
        this.port = port;
        this.device = device;
        Thread.ofPlatform().daemon().name("witness").start(this::watch);
    }

    /// The frame whose `DATE-OBS` is this; empty if it was not looking.
    Optional<Seen> at(String dateObs) {
        return Optional.ofNullable(seen.get(dateObs));
    }

    int frames() {
        return seen.size();
    }

    private void watch() {
        while (!closed) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                line = Optional.of(socket);
                socket.getOutputStream().write("""
                        <getProperties version='1.7' device='%1$s' name='CCD1'/>
                        <enableBLOB device='%1$s' name='CCD1'>Also</enableBLOB>
                        """.formatted(device).getBytes(StandardCharsets.US_ASCII));
                read(socket.getInputStream());
            } catch (IOException _) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    private void read(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream(1 << 20);
        boolean inTag = false;
        boolean inFrame = false;
        var chunk = new byte[64 << 10];
        var tag = new StringBuilder();
        for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
            for (int i = 0; i < n; i++) {
                byte b = chunk[i];
                if (b == '<') {
                    inTag = true;
                    tag.setLength(0);
                    if (inFrame) {
                        take(text.toByteArray());
                        text.reset();
                        inFrame = false;
                    }
                } else if (inTag) {
                    if (b == '>') {
                        inTag = false;
                        inFrame = tag.indexOf("oneBLOB") == 0 && tag.indexOf("format=\".fits\"") > 0;
                    } else {
                        tag.append((char) b);
                    }
                } else if (inFrame && b > ' ') {
                    text.write(b);
                }
            }
        }
    }

    private void take(byte[] base64) {
        Frame frame;
        try {
            frame = Frame.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return; // cut short by a dying server
        }
        seen.put(frame.cards().getOrDefault("DATE-OBS", ""), new Seen(frame.sha256(), frame.cards()));
    }

    /// Header and pixels of a small FITS file, read the plain way.
    record Frame(Map<String, String> cards, String sha256) {

        /// @throws IllegalArgumentException it is not whole
        static Frame of(byte[] file) {
            var cards = new ConcurrentHashMap<String, String>();
            int at = 0;
            for (String card = card(file, at); !card.startsWith("END "); card = card(file, at)) {
                if (card.startsWith("= ", 8)) {
                    cards.put(card.substring(0, 8).strip(),
                            card.substring(10).split("/", 2)[0].replace('\'', ' ').strip());
                }
                at += CARD;
            }
            int pixels = (at / BLOCK + 1) * BLOCK;
            int bytes = 2 * Integer.parseInt(cards.get("NAXIS1")) * Integer.parseInt(cards.get("NAXIS2"));
            if (pixels + bytes > file.length) {
                throw new IllegalArgumentException("%d bytes of %d".formatted(file.length, pixels + bytes));
            }
            return new Frame(cards, sha256(file, pixels, bytes));
        }

        private static String card(byte[] file, int at) {
            if (at + CARD > file.length) {
                throw new IllegalArgumentException("a header without an end");
            }
            return new String(file, at, CARD, StandardCharsets.ISO_8859_1);
        }

        private static String sha256(byte[] file, int from, int bytes) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(file, from, bytes);
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (line.isPresent()) {
            line.get().close();
        }
    }
}
