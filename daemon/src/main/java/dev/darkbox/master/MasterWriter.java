package dev.darkbox.master;

import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsWriter;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.DefectRule;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.ScratchPicture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Writes a master's files.
///
/// Each file is written to `NAME.part`, fsync, read back and compared with what was meant, renamed, and its folder
/// fsync. The order is `.png`, `.defects.json`, `.bpm.lst`, `.xrs`, `.xisf`, `.fit`: a master whose `.fit` is there is whole.
///
/// Writing the same run's master again replaces it. A master another run left under the name is kept: its files
/// become `NAME.1.fit` and so on, with the first number that is free, before the new ones get the name.
///
/// Memory: a few bands of a megabyte and a preview, whatever the picture's size. Threading: one thread at a time.
public final class MasterWriter {

    private final Disk disk;

    public MasterWriter(Disk disk) {
        this.disk = disk;
    }

    /// As below, with what the picture alone tells of its defective pixels.
    public MasterFiles write(
            MasterFacts facts, Integrated result, MasterStats stats, Verdict verdict, Path folder)
            throws IOException {
        try (ScratchPicture picture = ScratchPicture.open(result);
                Defects defects = Defects.find(new Defects.Looked(picture, stats, facts.inputs().size(),
                        Double.NaN, Optional.empty(), Optional.empty()), DefectRule.usual())) {
            return write(facts, result, Assessment.of(stats, verdict, defects), folder);
        }
    }

    /// Writes all files.
    ///
    /// @param result its scratch file is read and left as it is
    /// @param assessment of the picture in `result`; its defects are left open
    /// @param folder the dated folder; made when missing
    /// @throws IllegalArgumentException `facts` and `result` are not about the same frames
    /// @throws IOException the disk is full or failing, or a file reads back otherwise; the message names the file
    public MasterFiles write(MasterFacts facts, Integrated result, Assessment assessment, Path folder)
            throws IOException {
        var told = facts.inputs().stream().map(frame -> frame.file()).toList();
        if (!told.equals(result.frames())) {
            throw new IllegalArgumentException("a master of %d frames, described by %d others"
                    .formatted(result.frames().size(), told.size()));
        }
        disk.folders(folder);
        MasterFiles files = MasterFiles.in(folder, facts.set().master());
        setAside(files, facts.runId());
        boolean bias = facts.set().set() instanceof FrameSet.Bias;
        FitsCards fitCards = MasterCards.of(facts, result, assessment, bias ? "BIAS" : "DARK");
        FitsCards xisfCards = MasterCards.of(facts, result, assessment, bias ? "Master Bias" : "Master Dark");
        byte[] log = IntegrationLog.of(facts, result, assessment).getBytes(StandardCharsets.UTF_8);
        var defects = new DefectFiles(facts.set().master(), facts.camera().model(), result.shape(),
                assessment.stats(), assessment.defects());
        try (ScratchPicture picture = ScratchPicture.open(result)) {
            byte[] preview = new Preview(picture, assessment.stats()).png();
            put(files.png(), preview.length, sink -> sink.write(ByteBuffer.wrap(preview)));
            put(files.defects(), defects.size(), defects.json());
            put(files.bpm(), defects.size(), defects.bpm());
            put(files.xrs(), log.length, sink -> sink.write(ByteBuffer.wrap(log)));
            var xisf = new Xisf(facts, xisfCards, picture);
            put(files.xisf(), xisf.size(), xisf.content());
            put(files.fit(), FitsWriter.size(picture.shape(), fitCards),
                    FitsWriter.content(picture.shape(), fitCards, FitsWriter.Sample.U16, picture::rows));
        }
        return files;
    }

    private void put(Path file, long bytes, Disk.Content content) throws IOException {
        Disk.Written meant = disk.part(file, bytes, content);
        disk.verifyPart(file, meant);
        disk.publish(file);
    }

    /// Renames another run's master, its `.fit` last: cut in between, the next try goes on with the same number.
    private void setAside(MasterFiles files, String runId) throws IOException {
        if (!Files.exists(files.fit()) || runId.equals(run(files.fit()))) {
            return;
        }
        int number = 1;
        while (Files.exists(aside(files.fit(), number))) {
            number++;
        }
        for (Path file : files.all()) {
            if (Files.exists(file)) {
                disk.rename(file, aside(file, number));
            }
        }
    }

    /// Empty when the file does not say, or is no FITS file.
    private static String run(Path fit) {
        try {
            return FitsImage.of(fit).header().getOrDefault("DBXRUN", "");
        } catch (IOException _) {
            return "";
        }
    }

    private static Path aside(Path file, int number) {
        String name = String.valueOf(file.getFileName());
        String ending = MasterFiles.ending(file);
        String stem = name.substring(0, name.length() - ending.length());
        return file.resolveSibling(stem + "." + number + ending);
    }
}
