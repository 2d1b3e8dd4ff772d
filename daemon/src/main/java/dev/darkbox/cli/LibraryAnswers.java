package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.device.Readout;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.library.Audit;
import dev.darkbox.library.AuditFinding;
import dev.darkbox.library.Audited;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Catalogue;
import dev.darkbox.library.Conditions;
import dev.darkbox.library.Holding;
import dev.darkbox.library.Holdings;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.Picked;
import dev.darkbox.library.Selection;
import dev.darkbox.library.WantedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is asked of a library, answered from its files, whoever asks: the daemon's desk, or a command that was given a
/// folder.
public final class LibraryAnswers {

    /// Those that almost fit.
    private static final int MOST_TOLD = 10;

    private final String rig;
    private final CalibrationLibrary library;
    private final Say to;

    /// Where replies go.
    @FunctionalInterface
    public interface Say {
        void say(Reply reply) throws IOException;
    }

    /// @param rig empty when it is not known whose library it is
    public LibraryAnswers(String rig, CalibrationLibrary library, Say to) {
        this.rig = rig;
        this.library = library;
        this.to = to;
    }

    /// Answers; a wish that makes no sense is a [Reply.Problem].
    ///
    /// @param now stands in where a light does not tell when it was taken
    public void answer(Command.OfLibrary command, Instant now) throws IOException {
        switch (command) {
            case Command.LibraryPick pick -> pick(pick, now);
            case Command.Say say -> new StandingAnswers(rig, library, to).say(say, now);
            case Command.Rollback back -> new StandingAnswers(rig, library, to).rollback(back, now);
            case Command.LibraryShow show -> show(show.master());
            case Command.LibraryAudit audit -> audit(audit.quick());
            case Command.LibraryIndex _ -> {
                Catalogue catalogue = library.writeIndex();
                problems(catalogue.problems());
                to.say(new Reply.Indexed(rig, catalogue.masters().size(), library.index()));
            }
        }
    }

    private void pick(Command.LibraryPick command, Instant now) throws IOException {
        Holdings holdings = library.holdings();
        Picked picked;
        try {
            picked = Selection.pick(holdings.holdings(),
                    WantedText.parse(command.wanted(), library::epoch, now));
        } catch (IllegalArgumentException e) {
            to.say(new Reply.Problem(Exit.USAGE, String.valueOf(e.getMessage())));
            return;
        }
        for (Holding holding : picked.fitting()) {
            to.say(candidate(holding, holding.equals(picked.best().orElseThrow()), List.of()));
        }
        List<Picked.Rejected> rejected = picked.rejected();
        int told = command.all() ? rejected.size() : Math.min(MOST_TOLD, rejected.size());
        for (Picked.Rejected one : rejected.subList(0, told)) {
            to.say(candidate(one.holding(), false, one.why()));
        }
        problems(holdings.problems());
        if (picked.best().isEmpty()) {
            to.say(new Reply.Problem(Exit.NO, holdings.holdings().isEmpty()
                    ? "the library holds no master"
                    : "no master fits: %d do not%s".formatted(rejected.size(),
                            told < rejected.size() ? ", the %d nearest are told".formatted(told) : "")));
        }
    }

    private Reply.Candidate candidate(Holding holding, boolean best, List<String> why) {
        MasterEntry master = holding.master();
        return new Reply.Candidate(rig, master.evening(), master.name(), master.files().fit(),
                Json.word(holding.state()), best, why);
    }

    private void problems(List<String> problems) throws IOException {
        for (String problem : problems) {
            to.say(new Reply.Problem(Exit.NO, problem));
        }
    }

    private void show(String wish) throws IOException {
        List<Holding> found = found(wish);
        if (found.size() != 1) {
            String names = String.join(", ",
                    found.stream().limit(MOST_TOLD).map(LibraryAnswers::shown).toList());
            to.say(new Reply.Problem(Exit.USAGE, found.isEmpty()
                    ? "no master \"%s\"; allowed: a name, EVENING/NAME or a part of it, see darkbox library list"
                            .formatted(wish)
                    : "\"%s\" may be any of %d: %s%s".formatted(wish, found.size(), names,
                            found.size() > MOST_TOLD ? ", …" : "")));
            return;
        }
        MasterEntry master = found.getFirst().master();
        to.say(new Reply.Shown(rig, master.evening(), master.name(), facts(found.getFirst())));
    }

    /// The one of that name, else those whose name has it as a part.
    private List<Holding> found(String wish) throws IOException {
        List<Holding> all = library.holdings().holdings();
        List<Holding> exact = all.stream()
                .filter(holding -> shown(holding).equals(wish) || holding.master().files().fit()
                        .equals(Path.of(wish)
                                .toAbsolutePath()))
                .toList();
        return exact.isEmpty()
                ? all.stream().filter(holding -> shown(holding).contains(wish)).toList()
                : exact;
    }

    private static String shown(Holding holding) {
        String file = String.valueOf(holding.master().files().fit().getFileName());
        return holding.master().evening() + "/" + file.substring(0, file.length() - ".fit".length());
    }

    private static Map<String, String> facts(Holding holding) throws IOException {
        MasterEntry master = holding.master();
        var facts = new LinkedHashMap<String, String>();
        facts.put("standing",
                Json.word(holding.state()) + (holding.why().isEmpty() ? "" : ": " + holding.why()));
        facts.put("good",
                "from " + holding.goodAfter() + holding.goodUntil().map(at -> " until " + at).orElse(""));
        facts.put("verdict", master.verdict().kind() + ": " + master.verdict().remark());
        facts.put("kind", master.keys().kind().title());
        put(facts, "filter", master.keys().filter());
        facts.put("exposure", FitsCards.plain(master.keys().exposure().toNanos() / 1e9) + " s");
        facts.put("set point", master.keys().setPoint().toString());
        facts.put("sensor",
                Double.isNaN(master.sensorC()) ? "unknown" : "%.2f °C".formatted(master.sensorC()));
        conditions(facts, master.keys().conditions());
        facts.put("frames", Integer.toString(master.frames()));
        facts.put("mean", adu(master.stats().mean()));
        facts.put("median", adu(master.stats().median()));
        facts.put("sigma", adu(master.stats().sigma()));
        facts.put("hot pixels", Long.toString(master.stats().hotPixels()));
        put(facts, "rig", master.rig());
        put(facts, "preset", master.preset());
        facts.put("run", master.runId());
        facts.put("camera epoch", master.epochId().isEmpty()
                ? "unknown"
                : master.epochId() + (master.epoch().isKnown() ? "" : ", its file is missing"));
        for (Path file : master.files().present()) {
            String name = String.valueOf(file.getFileName());
            facts.put("file " + name.substring(name.indexOf('.', master.name().length())),
                    file + ", " + Files.size(file) + " bytes");
        }
        return facts;
    }

    private static void conditions(Map<String, String> facts, Conditions conditions) {
        put(facts, "camera", conditions.camera());
        put(facts, "camera number", conditions.cameraId());
        put(facts, "readout mode", conditions.mode());
        put(facts, "gain", setting(conditions.gain()));
        put(facts, "offset", setting(conditions.offset()));
        put(facts, "binning", setting(conditions.binning()));
        put(facts, "USB limit", setting(conditions.usbLimit()));
        facts.put("pixels", conditions.widthPx() + "x" + conditions.heightPx());
        put(facts, "colour pattern", conditions.bayer());
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }

    private static String setting(int value) {
        return value == Readout.NONE ? "" : Integer.toString(value);
    }

    private static String adu(double value) {
        return String.format(Locale.ROOT, "%.3f ADU", value);
    }

    private void audit(boolean quick) throws IOException {
        if (!quick) {
            // first, because every byte of a large library is read before the next answer
            to.say(new Reply.Auditing(rig, library.list().masters().size()));
        }
        Audited audited = Audit.of(library, quick);
        int wrong = 0;
        for (AuditFinding finding : audited.findings()) {
            wrong += finding.code().isWrong() ? 1 : 0;
            to.say(new Reply.Found(rig, finding.code().word(), finding.code().isWrong(), finding.file(),
                    finding.text(), finding.remedy()));
        }
        to.say(new Reply.AuditEnded(rig, audited.masters(), wrong, audited.checked(),
                audited.reclaimableBytes()));
        if (!audited.isClean()) {
            to.say(new Reply.Problem(Exit.NO, wrong == 1 ? "1 thing is wrong" : wrong + " things are wrong"));
        }
    }
}
