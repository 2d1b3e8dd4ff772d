package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a client of INDI must be able to read, case by case: bytes in, messages out.
class ParsingConformanceTest {

    private static final String PONG = "<pingReply uid='1'/>";
    private static final String PONG_READ = "Pong[uid=1]\n";
    private static final Pattern ROW = Pattern.compile("\\| (\\S+\\.xml) \\|.*\\| (\\d+) \\| (\\d+) \\|");
    /// Recordings up to this size are cut at every byte. Of larger ones each message is, on its own.
    private static final int SMALL_BYTES = 4 << 10;
    /// Messages larger than this are frames: cut at each of the first and the last bytes, and at every 61st between.
    private static final int FRAME_BYTES = 4 << 10;
    private static final int FRAME_ENDS_BYTES = 256;
    private static final int FRAME_STEP_BYTES = 61;
    /// Where large recordings are cut as a whole.
    private static final int LARGE_STEP_BYTES = 1009;

    /// A recording and what was counted in it by hand.
    private record Recording(String file, Path path, String counts) {

        byte[] stream() throws IOException {
            return Files.readAllBytes(path);
        }
    }

    private static List<Recording> recordings() throws IOException {
        Path folder = Transcript.captures();
        var found = new ArrayList<Recording>();
        for (MatchResult row : Files.readAllLines(folder.resolve("README.md")).stream()
                .map(ROW::matcher).filter(Matcher::matches).map(Matcher::toMatchResult).toList()) {
            found.add(new Recording(row.group(1), folder.resolve(row.group(1)),
                    row.group(2) + " elements, " + row.group(3) + " BLOB bytes"));
        }
        assertTrue(found.size() >= 73, found.size() + " recordings");
        return found;
    }

    @Test
    void case01EveryRecordingHasWhatWasCountedInItByHand() throws IOException {
        for (Recording recording : recordings()) {
            Transcript whole = Transcript.of(recording.stream(), Integer.MAX_VALUE);
            assertEquals(recording.counts(),
                    whole.elements() + " elements, " + whole.blobBytes() + " BLOB bytes",
                    recording.file());
        }
    }

    @Test
    void case01EverySliceOf1To64BytesOfEveryRecordingGivesTheSameEvents() throws IOException {
        for (Recording recording : recordings()) {
            byte[] stream = recording.stream();
            List<Object> whole = Transcript.of(stream, Integer.MAX_VALUE).events();
            for (int slice = 1; slice <= 64; slice++) {
                assertEquals(whole, Transcript.of(stream, slice).events(),
                        recording.file() + " in slices of " + slice);
            }
        }
    }

    @Test
    void case01EverySplitPositionOfEveryRecordingGivesTheSameEvents() throws IOException {
        for (Recording recording : recordings()) {
            byte[] stream = recording.stream();
            boolean small = stream.length <= SMALL_BYTES;
            cut(recording.file(), stream, 0, stream.length, small ? stream.length : 0,
                    small ? 1 : LARGE_STEP_BYTES);
            if (!small) {
                int from = 0;
                for (int to : Transcript.ends(stream)) {
                    boolean isFrame = to - from > FRAME_BYTES;
                    cut(recording.file(), stream, from, to, isFrame ? FRAME_ENDS_BYTES : to - from,
                            isFrame ? FRAME_STEP_BYTES : 1);
                    from = to;
                }
            }
        }
    }

    /// Takes minutes: no shortcut at all.
    @Test
    @Tag("slow")
    void case01EverySplitPositionOfEveryWholeRecordingGivesTheSameEvents() throws IOException {
        for (Recording recording : recordings()) {
            byte[] stream = recording.stream();
            cut(recording.file(), stream, 0, stream.length, 0, 1);
        }
    }

    /// Cuts a part of a recording in two, in all positions within `dense` bytes of its ends and at every `step` between.
    private static void cut(String file, byte[] stream, int from, int to, int dense, int step) {
        List<Object> whole = Transcript.splitAt(stream, from, from, to).events();
        int position = from;
        while (position <= to) {
            if (!whole.equals(Transcript.splitAt(stream, from, position, to).events())) {
                assertEquals(whole, Transcript.splitAt(stream, from, position, to).events(),
                        "%s, bytes %d..%d cut at %d".formatted(file, from, to, position));
            }
            position += position - from < dense || to - position <= dense ? 1 : step;
        }
    }

    @Test
    void case02QuotesWhiteSpaceAndSelfClosingAreTheWritersChoice() {
        String read = "Change[device=A, property=N, kind=NUMBER, state=OK, members=[Member[name=B, label=, text=, "
                + "min=NaN, max=NaN]], note=]\n";
        for (String stream : List.of(
                "<setNumberVector device='A' name='N' state='Ok'><oneNumber name='B'/></setNumberVector>",
                "<setNumberVector device=\"A\" name=\"N\" state=\"Ok\"><oneNumber name=\"B\"></oneNumber></setNumberVector>",
                "\r\n <setNumberVector\n\tdevice = 'A'\r\n name= \"N\" state ='Ok'\t> <oneNumber  name='B' /></setNumberVector\n >",
                "<setNumberVector device=A name=N state=Ok><oneNumber name=B /></setNumberVector>")) {
            assertSame(read, stream);
        }
        assertSame("Deletion[device=A 'b', property=]\n", "<delProperty device=\"A 'b'\"/>");
        assertSame("Deletion[device=A \"b\", property=]\n", "<delProperty device='A \"b\"'></delProperty>");
    }

    @Test
    void case03TheFiveEntitiesAreDecodedAndOthersStayAsTheyAre() {
        assertSame("Note[device=, text=&<>\"' &#176;&#xb0;&deg;&amp &; & &verylong; &&lt;]\n",
                "<message message=\"&amp;&lt;&gt;&quot;&apos; &#176;&#xb0;&deg;&amp &; & &verylong; &&amp;lt;\"/>");
        assertSame("Change[device=A, property=T, kind=TEXT, state=OK, members=[Member[name=<n>, label=, "
                + "text=a<b>&c&nope;, min=NaN, max=NaN]], note=]\n",
                "<setTextVector device='A' name='T' state='Ok'><oneText name='&lt;n&gt;'>a&lt;b&gt;&amp;c&nope;</oneText>"
                        + "</setTextVector>");
        // a million of them are read in one go, not each to the end of the text
        String ampersands = "&".repeat(Tokenizer.TEXT_LIMIT_BYTES);
        assertTrue(Transcript.of("<setTextVector><oneText>" + ampersands + "</oneText></setTextVector>")
                .contains(ampersands));
    }

    @Test
    void case04BytesThatAreNoTextBecomeReplacementCharacters() throws IOException {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(ascii("<message message='caf"));
        stream.writeBytes(new byte[]{(byte) 0xe9, 1, 0, (byte) 0xc2});
        stream.writeBytes(ascii("'/>"));
        assertSame("Note[device=, text=caf\ufffd\u0001\u0000\ufffd]\n", stream.toByteArray());

        stream.reset();
        stream.writeBytes(ascii("\0<setTextVector device='D' name='T' state='Ok'><oneText name='A'>"));
        // the first two bytes of a euro sign, a byte order mark cut short, a lone continuation, NUL, DEL
        stream.writeBytes(
                new byte[]{'x', (byte) 0xe2, (byte) 0x82, 'y', (byte) 0xef, (byte) 0xbb, (byte) 0x80,
                    0, 127, 'z'});
        stream.writeBytes(ascii("</oneText></setTextVector>\0" + PONG));
        String read = new String(stream.toByteArray(), StandardCharsets.UTF_8).replaceAll(
                "(?s).*'A'>(.*)</oneT.*",
                "$1");
        assertSame("Change[device=D, property=T, kind=TEXT, state=OK, members=[Member[name=A, label=, text="
                + read
                + ", min=NaN, max=NaN]], note=]\n" + PONG_READ, stream.toByteArray());

        String hostile = Transcript.of(Transcript.capture("hostile-bytes-fake-driver.xml"), 7).text();
        assertTrue(hostile.contains("\ufffd") && hostile.contains("\u0001"), hostile);
    }

    @Test
    void case05ProloguesCommentsAndInstructionsBetweenElementsAreSkipped() {
        String noise = "<?xml version=\"1.0\" encoding='ISO-8859-1'?><!-- a > b - -- <message/> --><!DOCTYPE indi>"
                + "<?pi x?y > z?><!----><!-->-->text";
        assertSame(PONG_READ + PONG_READ, noise + PONG + noise + PONG + noise);
        assertSame(
                "Change[device=A, property=N, kind=LIGHT, state=OK, members=[Member[name=B, label=, text=Busy, "
                        + "min=NaN, max=NaN]], note=]\n",
                "<setLightVector device='A' name='N' state='Ok'><!-- x --><oneLight name='B'>Bu<!-- y -->sy</oneLight>"
                        + "<?z?></setLightVector>");
    }

    @Test
    void case06UnknownElementsAndAttributesAreIgnored() {
        assertSame(PONG_READ,
                "<strange a='b'><x><y/></x>text</strange><alsoVector/><defVector/><setOddVector/>"
                        + "<getProperties version='1.7'/><enableBLOB>Also</enableBLOB><oneNumber/>"
                        + PONG);
        assertSame(
                "Definition[vector=Vector[device=A, name=N, kind=SWITCH, state=IDLE, writable=true, rule=OneOfMany, "
                        + "members={B=Member[name=B, label=L, text=On, min=NaN, max=NaN]}, "
                        + "history=History[born=0, defined=0, changed=0, busy=0]]]\n",
                "<defSwitchVector device='A' name='N' colour='red' rule='OneOfMany' perm='rw' x=''><defSwitch name='B' "
                        + "label='L' y='9'>On</defSwitch></defSwitchVector>");
        assertSame(
                "Change[device=A, property=N, kind=TEXT, state=UNSTATED, members=[Member[name=, label=, text=in, "
                        + "min=NaN, max=NaN]], note=]\n",
                "<setTextVector device='A' name='N'><other>in</other></setTextVector>");
    }

    @Test
    void case07NamesMayBeEmptyOrStrange() {
        for (String name : List.of("", "1280 x 1024", "Serial Number", "SN#", "größe µ 温度", "a.b/c", " ")) {
            assertSame(
                    "Definition[vector=Vector[device=%s, name=%s, kind=NUMBER, state=OK, writable=false, rule=, "
                            .formatted(name, name)
                            + "members={%s=Member[name=%s, label=, text=1, min=NaN, max=NaN]}, "
                                    .formatted(name, name)
                            + "history=History[born=0, defined=0, changed=0, busy=0]]]\n",
                    "<defNumberVector device='%s' name='%s' state='Ok' perm='ro'><defNumber name='%s'>1</defNumber>"
                            .formatted(name, name, name) + "</defNumberVector>");
        }
        assertSame(
                "Change[device=, property=, kind=NUMBER, state=OK, members=[Member[name=, label=, text=1, min=NaN, "
                        + "max=NaN]], note=]\n",
                "<setNumberVector state='Ok'><oneNumber>1</oneNumber></setNumberVector>");
    }

    @Test
    void case08TextIsTrimmedWhateverSurroundsIt() {
        for (String text : List.of("5", "\n5\n    ", "\r\n\t5", "  5  ")) {
            assertEquals(Optional.of("5"), value("Text", text));
        }
        assertEquals(Optional.of("a  b\nc"), value("Text", "\n a  b\nc \n"));
        for (String nothing : List.of("", "   ", "\n", "\n   \n\t\r\n")) {
            assertEquals(Optional.of(""), value("Text", nothing));
        }
    }

    @Test
    void case09EveryWayDriversWriteNumbersIsReadAndOthersAreUnknown() {
        for (String[] number : new String[][]{{"0.010000000000000000208", "0.01"},
            {"12345678901234567890", "1.2345678901234567E19"},
            {"1e-05", "1.0E-5"}, {"-1.5E+3", "-1500.0"}, {"10:30:00", "10.5"}, {"10;30", "10.5"},
            {"10 30", "10.5"},
            {"-12:30:36", "-12.51"}, {"-0:30", "-0.5"}, {"+1:00:36", "1.01"}, {"1 : 30", "1.5"},
            {"inf", "Infinity"}, {"-inf", "-Infinity"}, {"+Infinity", "NaN"}, {"nan", "NaN"}, {"-nan", "NaN"},
            {"", "NaN"},
            {"abc", "NaN"}, {"10,5", "NaN"}, {"1:2:3:4", "NaN"}, {"--1", "NaN"}, {"1e", "NaN"}, {".", "NaN"},
            {":", "NaN"}, {"1:", "NaN"}, {"0x10", "NaN"}, {"1.2.3", "NaN"}, {"٣", "NaN"},
            {"9".repeat(400), "NaN"}}) {
            double read = value("Number", number[0]).map(Numbers::parse).orElseThrow();
            assertEquals(Double.parseDouble(number[1]), read, Math.ulp(1e3), number[0]);
        }
        assertSame("Definition[vector=Vector[device=, name=, kind=NUMBER, state=IDLE, writable=true, rule=, "
                + "members={A=Member[name=A, label=, text=nan, min=NaN, max=Infinity]}, "
                + "history=History[born=0, defined=0, changed=0, busy=0]]]\n",
                "<defNumberVector><defNumber name='A' min='rubbish' max='inf'>nan</defNumber></defNumberVector>");
    }

    /// The text of the one member of a vector.
    private static Optional<String> value(String kind, String text) {
        var found = new ArrayList<Message>();
        byte[] bytes = "<set%sVector><one%s>%s</one%s></set%sVector>".formatted(kind, kind, text, kind,
                kind)
                .getBytes(StandardCharsets.UTF_8);
        new Tokenizer(new MessageReader(found::add, _ -> BlobReceiver.NOWHERE)).feed(bytes, 0, bytes.length);
        return found.getFirst() instanceof Message.Change change
                ? Optional.of(change.members().getFirst().text())
                : Optional.empty();
    }

    @Test
    void case10AnElementThatBreaksALimitIsDroppedAndCountedAndTheNextOneIsRead() {
        String mega = "x".repeat(1 << 20);
        dropped("VALUE_TOO_LONG\n", "<message message='" + mega + "'/>");
        dropped("VALUE_TOO_LONG\n", "<message message=" + mega + "/>");
        dropped("VALUE_TOO_LONG\n", "<!-- " + mega + " -->");
        dropped("VALUE_TOO_LONG\n",
                "<setTextVector " + "a='%s' ".formatted("y".repeat(60_000)).repeat(6) + "/>");
        dropped("NAME_TOO_LONG\n", "<" + mega + "/>");
        dropped("NAME_TOO_LONG\n", "<message " + mega + "=''/>");
        dropped("NAME_TOO_LONG\n", "<message></" + mega + ">");
        dropped("TEXT_TOO_LONG\n", "<defTextVector><defText>" + mega + "y</defText></defTextVector>");
        dropped("TOO_DEEP\n", "<a>".repeat(50) + "</a>".repeat(50));
        dropped("TOO_DEEP\n", "<defTextVector>" + "<a b='c'>".repeat(50) + "<d/>" + "</a>".repeat(50)
                + "</defTextVector>");
        var many = new StringBuilder("<message ");
        for (int i = 0; i <= Tokenizer.ATTRIBUTE_LIMIT; i++) {
            many.append("a").append(i).append("='' ");
        }
        dropped("TOO_MANY_ATTRIBUTES\n", many + "/>");
        dropped("", "<defTextVector device='D' name='N'>" + "<defText name='a'>b</defText>".repeat(100_000)
                + "</defTextVector>");
        String halfMega = "<oneText name='a'>" + "z".repeat(500_000) + "</oneText>";
        dropped("", "<setTextVector device='D' name='N'>" + halfMega.repeat(20) + "</setTextVector>");
        String longName = "n".repeat(MessageReader.NAME_LIMIT + 1);
        dropped("", "<delProperty device='" + longName + "'/>");
        dropped("", "<delProperty device='D' name='" + longName + "'/>");
        dropped("", "<setTextVector device='D' name='N'><oneText name='" + longName + "'/></setTextVector>");
    }

    private static void dropped(String read, String stream) {
        Transcript whole = Transcript.of((stream + PONG).getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
        assertEquals(read + PONG_READ, whole.text());
        assertEquals(1, whole.drops());
        assertEquals(whole.text(),
                Transcript.of((stream + PONG).getBytes(StandardCharsets.UTF_8), 4093).text());
        assertTrue(whole.most() <= Tokenizer.TAG_LIMIT_BYTES + Tokenizer.TEXT_LIMIT_BYTES,
                "held " + whole.most());
    }

    @Test
    void case11AStreamMayEndAnywhere() {
        byte[] stream = """
                <?xml version="1.0"?><!DOCTYPE x><defNumberVector device="A" name = 'N' state=Ok ><defNumber name='a'\
                 min="-1">\n-12&lt;\n</defNumber><defNumber name='B' /></defNumberVector ><strange a b=c><x><y/></x></strange>\
                <setBLOBVector device='A' name='CCD1'><oneBLOB name='CCD1' size='9' format='.fits'>QUJDREVG\
                R0hJ</oneBLOB></setBLOBVector><setBLOBVector><oneBLOB size='3'>QU< </oneBLOB></setBLOBVector>\
                <!-- x --><message message='&amp;'/><message></wrong><broken <"""
                .getBytes(StandardCharsets.UTF_8);
        List<Object> whole = Transcript.of(stream, Integer.MAX_VALUE).events();
        for (int end = 0; end < stream.length; end++) {
            Transcript cut = Transcript.of(Arrays.copyOf(stream, end), 3);
            // what was read is the beginning of all that could be, and a frame that is half there is told to be
            List<Object> read = new ArrayList<>(cut.events());
            if (!read.isEmpty() && read.getLast().toString().startsWith("CUT")) {
                read.removeLast();
            }
            assertEquals(whole.subList(0, read.size()), read, "end at " + end);
            assertEquals(cut.text().split("Head\\[", -1).length,
                    cut.text().split("CUT|COMPLETE|SHORT|BROKEN", -1).length,
                    "end at " + end);
        }
    }

    private static void assertSame(String read, String stream) {
        assertSame(read, stream.getBytes(StandardCharsets.UTF_8));
    }

    /// However it is cut.
    private static void assertSame(String read, byte[] stream) {
        assertEquals(read, Transcript.of(stream, Integer.MAX_VALUE).text());
        for (int position = 0; position <= stream.length; position++) {
            assertEquals(read, Transcript.splitAt(stream, position).text(), "cut at " + position);
        }
        for (int slice = 1; slice <= 64; slice++) {
            assertEquals(read, Transcript.of(stream, slice).text(), "in slices of " + slice);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
