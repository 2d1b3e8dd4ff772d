package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// A master as bytes and back: one record of the [CatalogueCache]. What is written and what is read stand in the same
/// order; [#LAYOUT] is another when they change.
final class EntryBytes {

    /// Counted up when a record is written otherwise.
    static final int LAYOUT = 2;

    private final WordTable words;

    EntryBytes(WordTable words) {
        this.words = words;
    }

    void write(DataOutputStream to, MasterEntry master) throws IOException {
        text(to, master.name());
        to.writeInt(master.frames());
        MasterStats stats = master.stats();
        to.writeDouble(stats.mean());
        to.writeDouble(stats.median());
        to.writeDouble(stats.sigma());
        to.writeDouble(stats.madSigma());
        to.writeDouble(stats.min());
        to.writeDouble(stats.max());
        to.writeLong(stats.hotPixels());
        to.writeDouble(master.sensorC());
        text(to, master.verdict().kind().name());
        text(to, master.verdict().remark());
        text(to, master.readoutMode());
        text(to, master.runId());
        Instant begun = master.begun();
        to.writeLong(begun.getEpochSecond());
        to.writeInt(begun.getNano());
        text(to, master.rig());
        text(to, master.preset());
        text(to, master.epochId());
        write(to, master.keys());
    }

    private void write(DataOutputStream to, MasterKeys keys) throws IOException {
        text(to, keys.kind().name());
        Conditions conditions = keys.conditions();
        text(to, conditions.camera());
        text(to, conditions.cameraId());
        text(to, conditions.mode());
        to.writeInt(conditions.gain());
        to.writeInt(conditions.offset());
        to.writeInt(conditions.binning());
        to.writeInt(conditions.usbLimit());
        to.writeInt(conditions.widthPx());
        to.writeInt(conditions.heightPx());
        text(to, conditions.bayer());
        to.writeInt(keys.setPoint().milliC());
        to.writeLong(keys.exposure().toNanos());
        text(to, keys.filter());
        text(to, keys.beam());
    }

    /// Reads what [#write] wrote.
    ///
    /// @param file name of the FITS twin
    /// @param epochs by id
    MasterEntry read(
            ByteBuffer from, DatedFolder folder, String file, Function<String, CameraEpoch> epochs) {
        String name = text(from);
        int frames = from.getInt();
        var stats = new MasterStats(from.getDouble(), from.getDouble(), from.getDouble(), from.getDouble(),
                from.getDouble(), from.getDouble(), from.getLong());
        double sensorC = from.getDouble();
        var verdict = new Verdict(Verdict.Kind.valueOf(text(from)), text(from));
        String mode = text(from);
        String runId = text(from);
        var begun = Instant.ofEpochSecond(from.getLong(), from.getInt());
        String rig = text(from);
        String preset = text(from);
        String epochId = text(from);
        return new MasterEntry(name, folder.evening(),
                MasterFiles.in(folder.folder(), file.substring(0, file.length() - ".fit".length())),
                frames, stats, sensorC, verdict, mode, runId, begun, rig, preset, epochId,
                epochs.apply(epochId), keys(from));
    }

    private MasterKeys keys(ByteBuffer from) {
        MasterKeys.Kind kind = MasterKeys.Kind.valueOf(text(from));
        var conditions = new Conditions(text(from), text(from), text(from), from.getInt(), from.getInt(),
                from.getInt(), from.getInt(), from.getInt(), from.getInt(), text(from));
        return new MasterKeys(kind, conditions, new Celsius(from.getInt()), Duration.ofNanos(from.getLong()),
                text(from), text(from));
    }

    private void text(DataOutputStream to, String text) throws IOException {
        to.writeInt(words.number(text));
    }

    private String text(ByteBuffer from) {
        return words.word(from.getInt());
    }
}
