package dev.darkbox.mqtt;

import dev.darkbox.event.RunEvent;
import java.nio.file.Path;

/// Pictures: `preview/<kind>` of the newest master, `preview/live` of the frames so far. They are made, small, by whoever
/// writes masters; here only their names pass. Threading: the owner's.
final class Previews {

    private final Topics topics;
    private final String rig;
    private final Board board;

    Previews(Topics topics, String rig, Board board) {
        this.topics = topics;
        this.rig = rig;
        this.board = board;
    }

    /// A master's picture stands beside it.
    ///
    /// @param fit another run of the same evening may give its name to another master
    /// @param version of the content
    void master(Kind kind, Path fit, String version) {
        String name = String.valueOf(fit.getFileName()).replaceFirst("\\.fit$", ".png");
        Path png = fit.resolveSibling(name);
        board.keep(topics.ofRig(rig, "preview/" + kind.word()), png, png + " " + version);
    }

    void live(RunEvent.LiveLook e) {
        if (!e.picture().isEmpty()) {
            board.keep(live(), Path.of(e.picture()), e.at() + " " + e.n());
        }
    }

    /// The set is over.
    void noLive() {
        board.erase(live());
    }

    private String live() {
        return topics.ofRig(rig, "preview/live");
    }
}
