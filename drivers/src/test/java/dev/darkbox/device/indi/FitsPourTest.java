package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FitsPourTest {

    private static final FrameShape SHAPE = new FrameShape(3, 1);

    private static byte[] file(byte[] pixels, String... cards) {
        var file = new ByteArrayOutputStream();
        for (String card : cards) {
            file.writeBytes("%-80s".formatted(card).getBytes(StandardCharsets.US_ASCII));
        }
        file.writeBytes("%-80s".formatted("END").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(" ".repeat(Math.floorMod(-file.size(), 2880)).getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(Arrays.copyOf(pixels, 2880));
        return file.toByteArray();
    }

    private static String read(byte[] file, int slice) {
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(SHAPE, arena);
            var pour = new FitsPour(SHAPE, frame.pixels());
            for (int from = 0; from < file.length; from += slice) {
                pour.accept(file, from, Math.min(file.length, from + slice));
            }
            return pour.problem().orElse(pour.isComplete()
                    ? Arrays.toString(new int[]{frame.adu(0, 0), frame.adu(1, 0), frame.adu(2, 0)})
                    : "incomplete");
        }
    }

    @Test
    void everyDepthADriverMaySendBecomesHostOrderAdu() {
        byte[] words = {(byte) 0x80, 0, 0, 1, 0x7f, (byte) 0xff};
        for (int slice : new int[]{1, 2, 3, 7, 2881, 9999}) {
            assertEquals("[0, 32769, 65535]",
                    read(file(words, "SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 3",
                            "NAXIS2  = 1", "BZERO   = 32768 / unsigned", "BSCALE  = 1"), slice));
            assertEquals("[0, 1, 32767]",
                    read(file(words, "SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 3",
                            "NAXIS2  = 1"), slice));
            assertEquals("[128, 0, 0]",
                    read(file(words, "SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 3", "NAXIS1  = 3",
                            "NAXIS2  = 1", "NAXIS3  = 1"), slice));
        }
    }

    @Test
    void aFileWhoseBottomRowComesFirstIsTurnedOver() {
        var tall = new FrameShape(2, 3);
        byte[] words = {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6};
        String[] cards = {"SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 2", "NAXIS2  = 3", ""};
        for (int slice : new int[]{1, 2, 3, 5, 7, 2881, 9999}) {
            cards[5] = "ROWORDER= 'BOTTOM-UP'";
            assertEquals("[5, 6, 3, 4, 1, 2]", pixels(tall, file(words, cards), slice));
            cards[5] = "ROWORDER= 'TOP-DOWN'";
            assertEquals("[1, 2, 3, 4, 5, 6]", pixels(tall, file(words, cards), slice));
        }
        cards[1] = "BITPIX  = 8";
        cards[5] = "ROWORDER= 'bottom-up '";
        assertEquals("[5, 6, 3, 4, 1, 2]", pixels(tall, file(new byte[]{1, 2, 3, 4, 5, 6}, cards), 5));
        cards[5] = "ROWORDER= 'SIDEWAYS'";
        assertEquals("ROWORDER SIDEWAYS", pixels(tall, file(words, cards), 99));
        String[] colour = Arrays.copyOf(cards, 7);
        colour[5] = "ROWORDER= 'BOTTOM-UP'";
        colour[6] = "BAYERPAT= 'RGGB'";
        assertEquals("ROWORDER BOTTOM-UP with BAYERPAT RGGB", pixels(tall, file(words, colour), 99));
    }

    private static String pixels(FrameShape shape, byte[] file, int slice) {
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(shape, arena);
            var pour = new FitsPour(shape, frame.pixels());
            for (int from = 0; from < file.length; from += slice) {
                pour.accept(file, from, Math.min(file.length, from + slice));
            }
            return pour.problem().orElseGet(() -> pour.isComplete()
                    ? Arrays.toString(frame.pixels().toArray(ValueLayout.JAVA_SHORT))
                    : "incomplete");
        }
    }

    @Test
    void whatIsNoSuchImageIsNamed() {
        byte[] none = new byte[0];
        assertEquals("BITPIX -32 BZERO ", read(file(none, "SIMPLE  = T", "BITPIX  = -32"), 99));
        assertEquals("BSCALE 2", read(file(none, "SIMPLE  = T", "BITPIX  = 16", "BSCALE  = 2"), 99));
        assertEquals("NAXIS 3",
                read(file(none, "SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 3", "NAXIS3  = 3"), 99));
        assertEquals("a frame of 1x3",
                read(file(none, "SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 1",
                        "NAXIS2  = 3"), 99));
        assertEquals("no FITS file", read(new byte[5760], 99));
        byte[] endless = new byte[(FitsPour.HEADER_BLOCKS + 1) * FitsHeader.BLOCK];
        Arrays.fill(endless, (byte) ' ');
        System.arraycopy("SIMPLE  =".getBytes(StandardCharsets.US_ASCII), 0, endless, 0, 9);
        assertEquals("a header without an end", read(endless, 4096));
    }

    @Test
    void quotedTextIsReadToItsLastQuote() {
        byte[] cards = String.join("", List.of("%-80s", "%-80s", "%-80s", "%-80s"))
                .formatted("OBSERVER= 'O''Neil / me  ' / who",
                        "EXPTIME =                 1.50 / s", "COMMENT = 'no value'", "CCD-TEMP=-3")
                .getBytes(StandardCharsets.US_ASCII);
        FitsHeader header = FitsHeader.parse(cards, cards.length);
        assertEquals("O'Neil / me", header.text("OBSERVER"));
        assertEquals(1.5, header.number("EXPTIME"));
        assertTrue(Double.isNaN(header.number("CCD-TEMP")), "a value indicator is = and a space");
    }

    @Test
    void aRealBlobBecomesAFrame() throws Exception {
        byte[] stream = Transcript.capture("v1.9.9-06-exposure-blob-also.xml");
        try (Arena arena = Arena.ofConfined()) {
            var shape = new FrameShape(64, 64);
            var frame = FrameBuffer.allocate(shape, arena);
            var catcher = new FrameCatcher(() -> {});
            catcher.arm(shape);
            catcher.offer(frame);
            new Tokenizer(new MessageReader(_ -> {}, catcher)).feed(stream, 0, stream.length);
            FrameCatcher.Caught caught = catcher.caught().orElseThrow();
            assertEquals(Optional.empty(), caught.problem());
            assertEquals("CCD Simulator", caught.header().orElseThrow().text("INSTRUME"));
            assertEquals(1.5, caught.header().orElseThrow().number("EXPTIME"));
            assertTrue(frame.pixels().getAtIndex(ValueLayout.JAVA_SHORT, 4095) != 0);
        }
    }
}
