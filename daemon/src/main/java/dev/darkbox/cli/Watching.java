package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import java.io.IOException;

/// Asking something whose answer may be a run to watch.
final class Watching {

    private final Screen screen;
    private final Daemon daemon;
    private final Judgement judgement = new Judgement();
    private final ProgressView view;
    private final Thread goodbye;
    private boolean watching;
    private int refused;

    Watching(Screen screen, Daemon daemon) {
        this.screen = screen;
        this.daemon = daemon;
        this.view = new ProgressView(screen);
        this.goodbye = Thread.ofPlatform().unstarted(() -> screen.err().println(
                "\ndarkbox: no longer watching; the run goes on (darkbox abort stops it)"));
    }

    /// Asks and shows what comes.
    ///
    /// @param reader told of replies that are no events
    /// @return the exit code: of the answer, or of the runs watched
    int ask(Command command, Daemon.Reader reader) throws IOException {
        int asked = daemon.ask(screen, command, reply -> {
            if (reply instanceof Reply.Happened(var event)) {
                judgement.emit(event);
            }
            if (reply instanceof Reply.Busy) {
                refused = Exit.NO;
            }
            if (!daemon.json()) {
                show(reply, reader);
            }
        });
        if (watching) {
            Runtime.getRuntime().removeShutdownHook(goodbye);
        }
        return Math.max(Math.max(asked, refused), judgement.exit());
    }

    private void show(Reply reply, Daemon.Reader reader) {
        switch (reply) {
            case Reply.Happened(var event) -> {
                sayGoodbyeLater();
                view.emit(event);
            }
            case Reply.Busy r -> screen.err().println("darkbox: %s is busy since %s: %s".formatted(
                    r.rig(), Texts.time(r.since()), r.what()));
            case Reply.Idle r -> screen.out().println(r.rig() + ": nothing runs");
            case Reply.Accepted _, Reply.Planned _, Reply.Due _, Reply.Noted _, Reply.State _, Reply.Stopping _, Reply.Master _, Reply.OfLibrary _, Reply.OfCheck _, Reply.Device _, Reply.Problem _ ->
                reader.read(reply);
        }
    }

    /// Ctrl-C stops watching, not the run; that is worth a word.
    private void sayGoodbyeLater() {
        if (!watching && screen.isTerminal()) {
            Runtime.getRuntime().addShutdownHook(goodbye);
            watching = true;
        }
    }
}
