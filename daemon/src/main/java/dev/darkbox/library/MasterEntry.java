package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Epochs;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/// One master of the library, as the header of its FITS twin tells it.
///
/// @param name as consumers know it, without an ending and without the number of a master that was set aside
/// @param evening of the dated folder it stands in
/// @param frames number integrated (FITS `NCOMBINE`)
/// @param stats of the picture before rounding (FITS `DBXMEAN`, …)
/// @param sensorC temperature of the sensor in °C, median of the frames (FITS `CCD-TEMP`); `NaN` if unknown
/// @param verdict when it was made (FITS `DBXVERD`, `DBXREMRK`)
/// @param readoutMode FITS `READOUTM`, empty for a camera without
/// @param runId the run that made it (FITS `DBXRUN`)
/// @param begun begin of the first frame, UTC (FITS `DATE-OBS`)
/// @param rig FITS `DBXRIG`
/// @param preset FITS `DBXPRSET`
/// @param epochId id of the camera's epoch (FITS `DBXEPOCH`); empty when an older version made the master
/// @param epoch what it was; [CameraEpoch#UNKNOWN] also when the file of the id is lost
/// @param keys which frames it is subtracted from
public record MasterEntry(
        String name, LocalDate evening, MasterFiles files, int frames, MasterStats stats, double sensorC,
        Verdict verdict, String readoutMode, String runId, Instant begun, String rig, String preset,
        String epochId,
        CameraEpoch epoch, MasterKeys keys) {

    /// Reads the header of a master.
    ///
    /// @param evening of the folder `fit` stands in
    /// @param epochs of the library
    /// @throws IOException it cannot be read, or Darkbox did not write it; the message names the file
    static MasterEntry read(LocalDate evening, Path fit, Epochs epochs) throws IOException {
        return read(evening, fit, new KnownEpochs(epochs));
    }

    /// The same.
    ///
    /// @param epochs by id
    static MasterEntry read(LocalDate evening, Path fit, Function<String, CameraEpoch> epochs)
            throws IOException {
        String file = String.valueOf(fit.getFileName());
        String stem = file.substring(0, file.length() - ".fit".length());
        var header = new Header(fit, FitsImage.of(fit));
        try {
            var stats = new MasterStats(header.number("DBXMEAN"), header.number("DBXMEDN"),
                    header.number("DBXSIGMA"), header.number("DBXMADS"), header.number("DBXMIN"),
                    header.number("DBXMAX"), (long) header.number("DBXHOT"));
            var verdict = new Verdict(Verdict.Kind.valueOf(header.text("DBXVERD")),
                    header.textOr("DBXREMRK", ""));
            String epochId = header.textOr("DBXEPOCH", "");
            return new MasterEntry(DatedFolder.plain(stem), evening,
                    MasterFiles.in(fit.resolveSibling(""), stem), (int) header.number("NCOMBINE"), stats,
                    header.image.number("CCD-TEMP").orElse(Double.NaN), verdict,
                    header.textOr("READOUTM", ""),
                    header.text("DBXRUN"), Instant.parse(header.text("DATE-OBS") + "Z"),
                    header.textOr("DBXRIG", ""), header.textOr("DBXPRSET", ""), epochId,
                    epochs.apply(epochId), KeyCards.read(header.image));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(fit + ": " + e.getMessage(), e);
        }
    }

    private record Header(Path file, FitsImage image) {

        String text(String key) throws IOException {
            String value = image.header().get(key);
            if (value == null) {
                throw new IOException(file + " has no " + key + " card: Darkbox did not write it");
            }
            return value;
        }

        String textOr(String key, String otherwise) {
            return image.header().getOrDefault(key, otherwise);
        }

        double number(String key) throws IOException {
            String value = text(key);
            return image.number(key).orElseThrow(
                    () -> new IllegalArgumentException(key + " is \"" + value + "\"; allowed: a number"));
        }
    }
}
