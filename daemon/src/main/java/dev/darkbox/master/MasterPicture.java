package dev.darkbox.master;

import dev.darkbox.device.FrameShape;
import dev.darkbox.stack.FitsRows;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A master's picture with its header, from either twin or from another program's file: a float XISF, or a FITS file
/// of any kind that can be integrated.
///
/// Threading: any number of threads may read at once.
public final class MasterPicture implements RowSource, AutoCloseable {

    private static final byte[] XISF = "XISF".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final RowSource rows;
    private final Runnable closing;
    private final MasterHeader header;
    private final String samples;

    private MasterPicture(Path file, RowSource rows, Map<String, String> header, String samples,
            Runnable closing) {
        this.samples = samples;
        this.file = file;
        this.rows = rows;
        this.closing = closing;
        this.header = new MasterHeader(header);
    }

    /// Opens a file, whatever it is called.
    ///
    /// @throws IOException one line that begins with the file's name
    public static MasterPicture open(Path file) throws IOException {
        if (isXisf(file)) {
            XisfPicture xisf = XisfPicture.open(file);
            return new MasterPicture(file, xisf, xisf.header(), "float", xisf::close);
        }
        FitsRows fits = FitsRows.open(file);
        return new MasterPicture(file, fits, fits.image().header(), fits.image().pixels().name(),
                fits::close);
    }

    /// Opens a master as precisely as it is there: of one of ours, given as its u16 FITS twin, the float twin beside it.
    /// A twin of another run, or one that cannot be read, is passed over.
    ///
    /// @throws IOException the file itself cannot be read; one line that begins with its name
    public static MasterPicture openPrecise(Path file) throws IOException {
        MasterPicture given = open(file);
        Optional<MasterPicture> twin = twin(given);
        if (twin.isPresent()) {
            given.close();
        }
        return twin.orElse(given);
    }

    private static Optional<MasterPicture> twin(MasterPicture given) {
        String name = String.valueOf(given.file.getFileName());
        String run = given.header.text("DBXRUN");
        if (!name.endsWith(".fit") || run.isEmpty()) {
            return Optional.empty();
        }
        Path beside = given.file.resolveSibling(name.substring(0, name.length() - ".fit".length()) + ".xisf");
        if (!Files.exists(beside)) {
            return Optional.empty();
        }
        try {
            MasterPicture twin = open(beside);
            if (run.equals(twin.header.text("DBXRUN")) && given.shape().equals(twin.shape())
                    && given.header.text("DATE-OBS").equals(twin.header.text("DATE-OBS"))) {
                return Optional.of(twin);
            }
            twin.close();
        } catch (IOException _) {
            // told by an audit; the FITS twin is as good as it was
        }
        return Optional.empty();
    }

    private static boolean isXisf(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(XISF.length), XISF);
        }
    }

    public Path file() {
        return file;
    }

    /// How samples are stored: `U16`, `F32`, …; `float` in 0..1 for an XISF file.
    public String samples() {
        return samples;
    }

    public MasterHeader header() {
        return header;
    }

    @Override
    public FrameShape shape() {
        return rows.shape();
    }

    @Override
    public void rows(int first, int count, MemorySegment into) throws IOException {
        rows.rows(first, count, into);
    }

    @Override
    public void close() {
        closing.run();
    }
}
