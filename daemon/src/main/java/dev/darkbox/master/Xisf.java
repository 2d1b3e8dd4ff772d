package dev.darkbox.master;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.PictureKernels.Pass;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The float twin: one monolithic XISF file with one 32-bit gray picture, ADU / 65,535, top row first, its bounds
/// 0..1, its block on a 4096-byte line and with a SHA-1 of its bytes.
///
/// ```
/// "XISF0100" | header length u32 LE | 0 u32 | XML header | zeros up to 4096 n | f32 LE [height][width]
/// ```
///
/// Source: XISF Version 1.0 Specification (J. Conejero, Pleiades Astrophoto, 2014-2019), sections 8 to 11.
final class Xisf {

    private static final int PREAMBLE = 16;
    private static final int ALIGNMENT = 4096;

    private final MasterFacts facts;
    private final FitsCards cards;
    private final RowSource picture;

    /// A file to be written.
    ///
    /// @param cards become `FITSKeyword` elements
    Xisf(MasterFacts facts, FitsCards cards, RowSource picture) {
        this.facts = facts;
        this.cards = cards;
        this.picture = picture;
    }

    /// No more than the file's size, bytes.
    long size() {
        return 4 * picture.shape().pixels() + (1 << 16);
    }

    /// The file's content; the rows are read twice, as the checksum stands before them.
    Disk.Content content() {
        return sink -> {
            MessageDigest sha1 = sha1();
            samples(sha1::update);
            String checksum = HexFormat.of().formatHex(sha1.digest());
            long offset = ALIGNMENT;
            byte[] header = header(offset, checksum);
            while (PREAMBLE + header.length > offset) {
                offset += ALIGNMENT;
                header = header(offset, checksum);
            }
            var front = ByteBuffer.allocate((int) offset).order(ByteOrder.LITTLE_ENDIAN);
            front.put("XISF0100".getBytes(StandardCharsets.US_ASCII)).putInt(header.length).putInt(0)
                    .put(header);
            sink.write(front.rewind());
            samples(sink);
        };
    }

    private void samples(Disk.Sink sink) throws IOException {
        var kernels = PictureKernels.best();
        Bands.each(picture, 1, (_, rows, band) -> {
            kernels.run(Pass.UNIT_F32, band, picture.shape().widthPx(), rows, 0, 0, band);
            sink.write(band.asByteBuffer());
        });
    }

    private byte[] header(long offset, String checksum) {
        FrameShape shape = picture.shape();
        boolean bias = facts.set().set() instanceof FrameSet.Bias;
        var xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <xisf version="1.0" xmlns="http://www.pixinsight.com/xisf" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xsi:schemaLocation="http://www.pixinsight.com/xisf http://pixinsight.com/xisf/xisf-1.0.xsd">
                """);
        xml.append(
                """
                        <Image geometry="%d:%d:1" sampleFormat="Float32" bounds="0:1" colorSpace="Gray" imageType="%s" \
                        location="attachment:%d:%d" checksum="sha-1:%s">
                        """
                        .formatted(shape.widthPx(), shape.heightPx(), bias ? "MasterBias" : "MasterDark",
                                offset,
                                4 * shape.pixels(), checksum));
        for (FitsCards.Card card : cards.list()) {
            xml.append("<FITSKeyword name=\"%s\" value=\"%s\" comment=\"%s\"/>\n"
                    .formatted(card.key(), escape(card.value()), escape(card.comment())));
        }
        properties(xml);
        if (!facts.camera().bayer().isEmpty()) {
            xml.append("<ColorFilterArray pattern=\"%s\" width=\"2\" height=\"2\"/>\n"
                    .formatted(escape(facts.camera().bayer())));
        }
        xml.append("</Image>\n<Metadata>\n");
        time(xml, "XISF:CreationTime", FitsCards.iso(facts.made()));
        text(xml, "XISF:CreatorApplication", facts.by().software());
        text(xml, "XISF:CreatorOS", System.getProperty("os.name", "Linux"));
        value(xml, "XISF:BlockAlignmentSize", "UInt16", Integer.toString(ALIGNMENT));
        xml.append("</Metadata>\n</xisf>\n");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void properties(StringBuilder xml) {
        var readout = facts.set().readout();
        real(xml, "Instrument:ExposureTime", FitsCards.seconds(facts.set().set().exposure()));
        text(xml, "Instrument:Camera:Name", facts.camera().model());
        if (facts.camera().electronsPerAdu() > 0) {
            real(xml, "Instrument:Camera:Gain", facts.camera().electronsPerAdu());
        }
        value(xml, "Instrument:Camera:XBinning", "Int32", Integer.toString(readout.binning()));
        value(xml, "Instrument:Camera:YBinning", "Int32", Integer.toString(readout.binning()));
        real(xml, "Instrument:Sensor:Temperature", Temperatures.of(facts.inputs()).median());
        real(xml, "Instrument:Sensor:TargetTemperature", facts.set().target().degrees());
        if (facts.camera().pixelMicron() > 0) {
            real(xml, "Instrument:Sensor:XPixelSize", facts.camera().pixelMicron() * readout.binning());
            real(xml, "Instrument:Sensor:YPixelSize", facts.camera().pixelMicron() * readout.binning());
        }
        text(xml, "Instrument:Filter:Name", facts.filter());
        time(xml, "Observation:Time:Start", FitsCards.iso(MasterCards.start(facts)));
        time(xml, "Observation:Time:End", FitsCards.iso(MasterCards.end(facts)));
    }

    private static void real(StringBuilder xml, String id, double value) {
        if (Double.isFinite(value)) {
            value(xml, id, "Float32", FitsCards.plain(value));
        }
    }

    private static void time(StringBuilder xml, String id, String iso) {
        value(xml, id, "TimePoint", iso + "Z");
    }

    private static void value(StringBuilder xml, String id, String type, String value) {
        xml.append("<Property id=\"%s\" type=\"%s\" value=\"%s\"/>\n".formatted(id, type, value));
    }

    private static void text(StringBuilder xml, String id, String text) {
        if (!text.isEmpty()) {
            xml.append("<Property id=\"%s\" type=\"String\">%s</Property>\n".formatted(id, escape(text)));
        }
    }

    /// For text and attributes; a character XML cannot hold becomes `?`.
    private static String escape(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?").replace("&", "&amp;")
                .replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
