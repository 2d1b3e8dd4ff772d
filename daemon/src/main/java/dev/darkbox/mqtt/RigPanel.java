package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.DueItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One rig on the broker: its events become what `state/…`, `preview/…`, `event` and `value/…` hold.
///
/// What repeats (temperatures, frames, progress) is told every five seconds at most, by the events' own clock; what a person
/// waits for (another phase, another set, trouble) at once. A run has ten frames a second at times: most of them only
/// change numbers here.
///
/// Threading: any; nothing waits.
public final class RigPanel implements EventSink {

    private static final Duration REPEATS = Duration.ofSeconds(5);
    /// A camera that is as cold as before is told all the same: somebody is there.
    private static final Duration ALIVE = Duration.ofSeconds(60);

    /// Rows of what is due, and characters of a reason: Home Assistant keeps 16 kB.
    private static final int MOST_DUE = 40;
    private static final int LONGEST_WHY = 100;

    private final Topics topics;
    private final String rig;
    private final Board board;
    private final RigView view;
    private final Previews previews;
    private final Values values;
    private final Pane runPane;
    private final Pane gatePane;
    private final Pane cameraPane;
    private final Pane safetyPane;
    private final Pane problemPane;
    private final Pane libraryPane;
    private final Pane duePane;
    private final Map<Kind, Pane> masterPanes = new EnumMap<>(Kind.class);
    private RunView.Stage shown = new RunView.Stage(RunView.Phase.IDLE, Optional.empty(), false);
    private Optional<Boolean> gateShown = Optional.empty();

    /// A rig with the usual cooling rules.
    public RigPanel(Topics topics, String rig, Board board, boolean plainTopics) {
        this(topics, rig, board, plainTopics, CoolingRules.defaults());
    }

    /// A rig's panel; nothing is published yet.
    ///
    /// @param rules of the rig, for the time at which a run will be over
    public RigPanel(Topics topics, String rig, Board board, boolean plainTopics, CoolingRules rules) {
        this.topics = topics;
        this.rig = rig;
        this.board = board;
        view = new RigView(rules, new Happenings(board, topic("event")));
        previews = new Previews(topics, rig, board);
        values = new Values(topics, rig, board, plainTopics);
        runPane = new Pane(board, topic("state/run"), REPEATS, Pane.NEVER);
        gatePane = new Pane(board, topic("state/gate"), REPEATS, Pane.NEVER);
        cameraPane = new Pane(board, topic("state/camera"), REPEATS, ALIVE);
        safetyPane = new Pane(board, topic("state/safety"));
        problemPane = new Pane(board, topic("state/problem"));
        libraryPane = new Pane(board, topic("state/library"));
        duePane = new Pane(board, topic("state/due"));
        for (Kind kind : Kind.values()) {
            masterPanes.put(kind, new Pane(board, topic("state/master/" + kind.word())));
        }
    }

    /// Says that nothing runs and nothing is known: every topic has a value from now on.
    public synchronized void begin(Instant now) {
        camera(false);
        previews.noLive();
        show(now, true);
        libraryPane.show(now, true, () -> Masters.library(List.of(), Set.of(), now));
        duePane.show(now, true, () -> due(List.of(), Optional.empty(), Optional.empty()));
        masterPanes.values().forEach(pane -> pane.show(now, true, Masters::none));
    }

    /// What the library holds.
    ///
    /// @param masters of this rig's library, newest evening first; epochs as they stand to each other
    /// @param waiting those that wait for a person's word, as EVENING/NAME
    public synchronized void library(List<Reply.Master> masters, Set<String> waiting, Instant now) {
        Collection<Reply.Master> newest = Masters.newest(masters);
        libraryPane.show(now, true, () -> Masters.library(newest, waiting, now));
        for (Kind kind : Kind.values()) {
            masters.stream().filter(master -> Kind.of(master.name()) == kind).findFirst()
                    .ifPresent(master -> {
                        Pane pane = masterPanes.get(kind);
                        if (pane != null && !view.made(kind)) {
                            pane.show(now, true, () -> Masters.one(master));
                            previews.master(kind, master.file(), "mean " + master.meanAdu());
                        }
                    });
        }
        view.problems().library(newest, waiting);
        show(now, true);
    }

    /// What is to be made.
    ///
    /// @param next label of what is made next, or becomes due next
    /// @param nextAt when that is; empty when it is due and nothing begins by itself
    public synchronized void due(List<DueItem> due, Optional<String> next, Optional<Instant> nextAt,
            Instant now) {
        duePane.show(now, true, () -> due(due, next, nextAt));
    }

    @Override
    public synchronized void emit(RunEvent event) {
        if (!event.rig().equals(rig)) {
            return;
        }
        try {
            view.note(event);
            pictures(event);
            show(event.at(), false);
        } catch (RuntimeException e) { // a mistake of ours, but no reason to lose a night
            board.mention(topics.ofBox("log"), LogLine.json(event.at(), "error", rig, "panel: a bug: " + e));
        }
    }

    private void pictures(RunEvent event) {
        if (event instanceof RunEvent.RunStarted) {
            camera(true);
        } else if (event instanceof RunEvent.LiveLook look) {
            previews.live(look);
        } else if (event instanceof RunEvent.SetStarted || event instanceof RunEvent.MasterFailed) {
            previews.noLive();
        } else if (event instanceof RunEvent.MasterReady ready) {
            previews.noLive();
            master(ready);
        } else if (event instanceof RunEvent.RunEnded) {
            camera(false);
            previews.noLive();
        }
    }

    private void master(RunEvent.MasterReady ready) {
        Kind kind = Kind.of(ready.set().set());
        Pane pane = masterPanes.get(kind);
        if (pane != null) {
            pane.show(ready.at(), true, () -> Masters.one(ready, view.evening()));
        }
        previews.master(kind, ready.file(), ready.at().toString());
        values.verdict(Optional.of(ready.verdict()));
    }

    private void show(Instant now, boolean all) {
        RunView.Stage stage = view.run().stage();
        boolean turned = all || !stage.equals(shown);
        boolean gateTurned = turned || !view.cold().open().equals(gateShown);
        if (runPane.show(now, turned, () -> view.run(now))) {
            values.run(view.run());
        }
        gatePane.show(now, gateTurned, () -> view.cold().gate());
        if (cameraPane.show(now, turned, () -> view.cold().camera())) {
            values.camera(view.cold());
        }
        safetyPane.show(now, false, () -> view.safety().json());
        if (problemPane.show(now, false, () -> view.problems().json())) {
            values.problem(view.problems());
        }
        shown = stage;
        gateShown = view.cold().open();
    }

    private void camera(boolean taken) {
        board.keep(topic("camera/status"), taken ? "online" : "offline");
    }

    private static Json due(List<DueItem> due, Optional<String> next, Optional<Instant> nextAt) {
        List<Json> rows = due.stream().limit(MOST_DUE)
                .map(part -> new Json().put("name", part.set().master())
                        .put("why", Tame.pathless(part.why(), LONGEST_WHY)))
                .toList();
        var json = new Json().put("count", due.size());
        next.ifPresentOrElse(label -> json.put("next", label), () -> Maybe.nothing(json, "next"));
        nextAt.ifPresentOrElse(at -> json.put("next_at", at), () -> Maybe.nothing(json, "next_at"));
        return json.put("rows", rows);
    }

    private String topic(String leaf) {
        return topics.ofRig(rig, leaf);
    }
}
