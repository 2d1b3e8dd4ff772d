package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bytes in, messages out: well-formed ones, sloppy ones, and ones no parser should ever see.
class TokenizerTest {

    private static final String PONG = "<pingReply uid='1'/>";
    private static final String PONG_READ = "Pong[uid=1]\n";

    @Test
    void oneStreamReadsTheSameAtEverySplitPosition() {
        byte[] stream = ("""
                <?xml version="1.0"?><!-- a > b --><!DOCTYPE x>
                <defNumberVector device='A "1"' name = "N" state="Ok"
                   perm='rw'><defNumber name="" label='&lt;°' min="-1" max="1e3">
                -12:30:36
                    </defNumber><defNumber name='B'/></defNumberVector  >
                <strange a=b c><x><y/></x></strange>
                <setBLOBVector device="A" name="CCD1" state="Ok"><oneBLOB name="CCD1" size="10" len="7" format=".fits">
                QUJD
                REVG R0hJSg==
                </oneBLOB></setBLOBVector>
                <setBLOBVector device="A" name="CCD1" state="Ok"><oneBLOB size="3" format=".x">QU< JD</oneBLOB></setBLOBVector>
                <setTextVector device="A" name="T"><oneText name="a">&amp;#176; &quot;&apos;&unknown; &</oneText>
                <message device="A" message="in the middle"/>
                <setSwitchVector device="A" name="S" state="Busy"><oneSwitch name="x">On</oneText></setSwitchVector>
                <delProperty device="A"/>
                """
                + PONG).getBytes(StandardCharsets.UTF_8);
        String whole = Transcript.of(stream, Integer.MAX_VALUE).text();
        assertEquals(
                """
                        Definition[vector=Vector[device=A "1", name=N, kind=NUMBER, state=OK, writable=true, rule=, \
                        members={=Member[name=, label=<°, text=-12:30:36, min=-1.0, max=1000.0], \
                        B=Member[name=B, label=, text=, min=NaN, max=NaN]}, history=History[born=0, defined=0, changed=0, busy=0]]]
                        Head[device=A, property=CCD1, member=CCD1, format=.fits, bytes=7]
                        COMPLETE e6e77a1
                        Change[device=A, property=CCD1, kind=BLOB, state=OK, members=[Member[name=CCD1, label=, text=, \
                        min=NaN, max=NaN]], note=]
                        Head[device=A, property=CCD1, member=, format=.x, bytes=3]
                        BROKEN 0
                        Change[device=A, property=CCD1, kind=BLOB, state=OK, members=[Member[name=, label=, text=, \
                        min=NaN, max=NaN]], note=]
                        MISPLACED_TAG
                        Note[device=A, text=in the middle]
                        MISPLACED_TAG
                        Deletion[device=A, property=]
                        Pong[uid=1]
                        """
                        .replace("e6e77a1", crcOf("ABCDEFG")),
                whole);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertEquals(whole, Transcript.splitAt(stream, cut).text(), "cut at " + cut);
        }
        assertEquals(whole, Transcript.of(stream, 1).text());
    }

    @Test
    void noiseNeverStopsTheReader() {
        var random = new Random(1);
        String salt = "<>/='\"&;!?- \nmessage oneBLOB setBLOBVector";
        for (int round = 0; round < 2000; round++) {
            var stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(200); i > 0; i--) {
                stream.write(random.nextInt(4) == 0
                        ? random.nextInt(256)
                        : salt.charAt(random.nextInt(salt.length())));
            }
            // whatever state the noise left, one of these ends it
            stream.writeBytes(
                    ("'>\">-->?>'>\">-->?><pingReply/><pingReply/>" + PONG).getBytes(StandardCharsets.UTF_8));
            byte[] bytes = stream.toByteArray();
            String whole = Transcript.of(bytes, Integer.MAX_VALUE).text();
            assertEquals(whole, Transcript.of(bytes, 1).text(), "round " + round);
            assertTrue(whole.endsWith(PONG_READ), "round " + round + ": " + whole);
        }
    }

    @Test
    void base64MayBeBrokenIntoLinesAndPiecesAndIsCutAtItsLength() {
        var random = new Random(2);
        byte[] payload = new byte[1000];
        random.nextBytes(payload);
        for (int extra : new int[]{0, 1, 2, 500}) {
            byte[] sent = java.util.Arrays.copyOf(payload, payload.length + extra);
            for (String text : new String[]{Base64.getEncoder().encodeToString(sent),
                Base64.getMimeEncoder(72, new byte[]{'\r', '\n'}).encodeToString(sent),
                Base64.getMimeEncoder(4, new byte[]{' ', '\t'}).encodeToString(sent)}) {
                byte[] stream = ("<setBLOBVector><oneBLOB size='2000' len='1000' format='.fits'>\n" + text
                        + "\n</oneBLOB></setBLOBVector>").getBytes(StandardCharsets.UTF_8);
                for (int slice : new int[]{1, 2, 3, 5, 64, 5000}) {
                    Transcript read = Transcript.of(stream, slice);
                    assertEquals(1000, read.blobBytes());
                    assertTrue(read.text().contains("COMPLETE " + crcOf(payload)), read.text());
                }
            }
        }
        assertTrue(blob("size='10'", "QUJD").contains("SHORT"));
        assertTrue(blob("size='3'", "QU=JD").contains("BROKEN"));
        assertTrue(blob("size='6'", "QUJD=REVG").contains("BROKEN"));
        assertTrue(blob("", "QUJDRA==").contains("COMPLETE"));
        assertTrue(blob("", "QUJDR").contains("BROKEN"));
        assertTrue(!blob("size='0'", "").contains("Head"));
    }

    private static String blob(String attributes, String text) {
        return Transcript.of("<setBLOBVector><oneBLOB format='.fits' " + attributes + ">" + text
                + "</oneBLOB></setBLOBVector>");
    }

    private static String crcOf(String text) {
        return crcOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String crcOf(byte[] bytes) {
        var crc = new java.util.zip.CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
