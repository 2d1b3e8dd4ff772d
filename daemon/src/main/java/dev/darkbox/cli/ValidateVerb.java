package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox validate`.
@picocli.CommandLine.Command(name = "validate", description = "which master each program would take, and whether it subtracts cleanly", footer = {
    "",
    "The programs are not asked: what is told is what their matching rules, as read in their sources, make of the "
            + "masters in force, if they are set up as --setup says.",
    "",
    "Then a run begins: one frame of the shortest dark of each preset (--full: of every master), calibrated with its "
            + "master. It is a dark frame, for the cap is shut: its level must come out as zero, without pattern, with no "
            + "more noise than its own, and without hot pixels. It does not show stars, flats or the programs at work.",
    "",
    "With --light a frame of your own is calibrated instead, without a daemon. Of a frame with sky in it only the hot "
            + "pixels are judged.",
    "", "Exit codes: 0 all is right, 1 something is not."})
final class ValidateVerb implements Callable<Integer> {

    private final Screen screen;
    private String shown = "";

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    @Option(names = "--library-only", description = "take no frame")
    private boolean libraryOnly;

    @Option(names = "--full", description = "a frame for every master in force")
    private boolean full;

    @Option(names = "--setup", description = "also say what is to be set in each program")
    private boolean setup;

    @Option(names = "--follow", negatable = true, fallbackValue = "true", description = "watch until it is over; default on a terminal")
    private Optional<Boolean> follow = Optional.empty();

    @ArgGroup(exclusive = false)
    private Own own = new Own();

    /// A frame of one's own, and the library it is for.
    private static final class Own {

        @Option(names = "--light", required = true, paramLabel = "FILE", description = "a light or flat, FITS or XISF")
        private Path light = Path.of("");

        @Option(names = "--in", required = true, paramLabel = "DIR", description = "the library; no daemon needed")
        private Path library = Path.of("");
    }

    ValidateVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (!own.light.toString().isEmpty()) {
            return new OwnLight(screen, daemon.json(), setup, this::show).judge(own.light, own.library);
        }
        boolean watch = !libraryOnly && follow.orElse(screen.isTerminal() && !daemon.json());
        return new Watching(screen, daemon).ask(new Command.Validate(rig, libraryOnly, full, watch),
                this::show);
    }

    private void show(Reply reply) {
        switch (reply) {
            case Reply.Taken r -> taken(r);
            case Reply.Setup r when setup -> screen.out().println("%s: %s".formatted(r.program(), r.line()));
            case Reply.Accepted r -> screen.out().println(Texts.begun(r));
            case Reply _ -> {
                // shown already, or no answer to this
            }
        }
    }

    private void taken(Reply.Taken r) {
        String frame = "%s%s: %s".formatted(r.rig().isEmpty() ? "" : r.rig() + ", ",
                r.preset().isEmpty() ? r.frame() : r.preset() + ", " + r.frame(),
                r.ours().isEmpty() ? "no master in force" : r.ours());
        if (!frame.equals(shown)) {
            shown = frame;
            screen.out().println(frame);
        }
        Screen.Mark mark = switch (r.grade()) {
            case "right" -> Screen.Mark.GOOD;
            case "near" -> Screen.Mark.WARN;
            case "not-asked" -> Screen.Mark.DIM;
            default -> Screen.Mark.BAD;
        };
        String other = r.master().isEmpty() || r.master().equals(r.ours()) ? "" : r.master() + ": ";
        screen.out().println("  %s %-20s %s%s".formatted(screen.marked(mark, "%-9s".formatted(r.grade())),
                r.program(), other, r.why()));
    }
}
