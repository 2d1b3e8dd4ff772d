package dev.darkbox.cli;

import dev.darkbox.consumer.Answer;
import dev.darkbox.consumer.Consumer;
import dev.darkbox.consumer.Light;
import dev.darkbox.consumer.Pick;
import dev.darkbox.consumer.Published;
import dev.darkbox.consumer.Survey;
import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Holding;
import dev.darkbox.library.InForce;
import dev.darkbox.library.LightHeader;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterKeys;
import dev.darkbox.library.Picked;
import dev.darkbox.library.Selection;
import dev.darkbox.library.Wanted;
import dev.darkbox.master.MasterHeader;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.quality.CheckRule;
import dev.darkbox.quality.Likeness;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A frame of somebody's own: which master each program would take for it, and what its own one leaves of it.
final class OwnLight {

    /// Of the noise of one frame, or of the sky's.
    private static final double HOT_SIGMAS = 15;
    private static final double DRIFT_PERCENT = 10;

    private final Screen screen;
    private final boolean json;
    private final boolean setup;
    private final Daemon.Reader reader;

    /// @param reader shown what is no JSON
    OwnLight(Screen screen, boolean json, boolean setup, Daemon.Reader reader) {
        this.screen = screen;
        this.json = json;
        this.setup = setup;
        this.reader = reader;
    }

    /// Tells all there is to tell of it.
    ///
    /// @return the exit code
    int judge(Path file, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        LightHeader header = LightHeader.of(file);
        List<Holding> holdings = new CalibrationLibrary(folder, Disk.real()).holdings().holdings();
        Instant at = header.at().orElse(Instant.MAX);
        Picked picked = Selection.pick(holdings, header.at().isPresent()
                ? Wanted.of(header.keys(), CameraEpoch.UNKNOWN, at)
                : anyDate(header));
        List<Published> shelf = InForce.pointedAt(holdings).entries().stream().map(Published::of).toList();
        MasterKeys keys = header.keys();
        var light = new Light(keys.kind() == MasterKeys.Kind.DARK_FLAT, keys.conditions(), keys.setPoint(),
                keys.exposure(), keys.filter(), header.at().orElseGet(() -> newest(shelf)));
        String ours = picked.best().map(holding -> holding.master().name()).orElse("");
        Survey survey = Survey.of(light, ours, shelf);
        survey.answers().forEach(answer -> tell(taken(light, ours, answer)));
        if (setup || json) {
            Consumer.all().forEach(consumer -> consumer.setup(List.of(light), shelf)
                    .forEach(line -> tell(new Reply.Setup("", consumer.title(), line))));
        }
        if (picked.best().isEmpty()) {
            tell(new Reply.Problem(1, "%s: no master fits%s".formatted(file.getFileName(), nearest(picked))));
            return Exit.NO;
        }
        Verdict verdict = subtract(file, picked.best().get().master());
        boolean passed = verdict.kind() == Verdict.Kind.PASS;
        if (json) {
            screen.out().println(new Json().put("reply", "calibrated").put("file", file).put("master", ours)
                    .put("passed", passed).put("text", verdict.remark()));
        } else {
            screen.out().println("%s less %s: %s: %s".formatted(file.getFileName(), ours,
                    screen.marked(passed ? Screen.Mark.GOOD : Screen.Mark.BAD,
                            passed ? "clean" : "NOT CLEAN"),
                    verdict.remark()));
        }
        boolean right = survey.answers().stream().noneMatch(answer -> answer.grade().isTrouble());
        return passed && right ? Exit.DONE : Exit.NO;
    }

    private static Wanted anyDate(LightHeader header) {
        return new Wanted(header.keys(), CameraEpoch.UNKNOWN, Wanted.USUAL_TOLERANCE_MILLIK,
                Wanted.USUAL_EXPOSURE_PERCENT, Instant.EPOCH, true, true);
    }

    private static Instant newest(List<Published> shelf) {
        return shelf.stream().map(Published::begun).max(Instant::compareTo).orElse(Instant.EPOCH);
    }

    private static String nearest(Picked picked) {
        return picked.rejected().stream().findFirst().map(rejected -> "; the nearest is %s: %s".formatted(
                rejected.holding().master().name(), String.join(", ", rejected.why()))).orElse("");
    }

    private static Reply.Taken taken(Light light, String ours, Answer answer) {
        var why = new ArrayList<String>();
        why.add(answer.pick().why());
        String master = "";
        if (answer.pick() instanceof Pick.Takes takes) {
            master = takes.master().name();
            why.addAll(takes.cautions());
        }
        return new Reply.Taken("", "", light.label(), answer.consumer().title(), Json.word(answer.grade()),
                ours,
                master, String.join("; ", why));
    }

    private void tell(Reply reply) {
        if (json) {
            screen.out().println(ReplyJson.write(reply));
        } else if (reply instanceof Reply.Problem(int _, String message)) {
            screen.err().println("darkbox: " + message);
        } else {
            reader.read(reply);
        }
    }

    private static Verdict subtract(Path file, MasterEntry master) throws IOException {
        try (MasterPicture frame = MasterPicture.open(file);
                MasterPicture dark = MasterPicture.open(master.files().fit())) {
            if (!frame.shape().equals(dark.shape())) {
                throw new IOException("%s is %s pixels, %s is %s".formatted(file, frame.shape(),
                        master.files().fit().getFileName(), dark.shape()));
            }
            MasterHeader header = dark.header();
            Likeness seen = Likeness.of(frame, dark, master.stats().median(),
                    HOT_SIGMAS * Math.max(master.stats().madSigma(), header.frameNoiseAdu()));
            double noise = Optional.of(seen.sigmaAdu()).filter(sigma -> sigma > 0).orElse(1.0);
            Likeness left = noise <= header.frameNoiseAdu()
                    ? seen
                    : Likeness.of(frame, dark, master.stats().median(), HOT_SIGMAS * noise);
            return new CheckRule(DRIFT_PERCENT, header.frameNoiseAdu()).calibratedSky(left);
        }
    }
}
