package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.event.RunEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// What a person should look at: `state/problem`. Cleared when the next run begins, but for masters that wait for a
/// person's word or failed, or failed a check: those stay until one of that name passes. The newest [#MOST] are kept. Threading: the owner's.
final class Problems {

    static final int MOST = 20;

    private static final String HELD = "master_held";
    private static final String REJECTED = "master_rejected";
    private static final String CHECK = "check_failed";
    private static final Set<String> STAY = Set.of(HELD, REJECTED, CHECK);

    /// By code and what it is about, oldest first.
    private final LinkedHashMap<String, Item> items = new LinkedHashMap<>();

    private record Item(String code, Instant since, String text) {

        Json json() {
            return new Json().put("code", code).put("since", since).put("text", text);
        }
    }

    void started() {
        items.values().removeIf(item -> !STAY.contains(item.code()));
    }

    void notDark(RunEvent.NotDark e) {
        String code = switch (e.leak()) {
            case CAP -> "cap";
            case PANEL -> "panel";
            case UNKNOWN -> "light";
        };
        put(code, e.device(), e.at(), "%s: %s; %s".formatted(e.device(), e.what(), e.decision()));
    }

    void device(RunEvent.DeviceTrouble e) {
        put("device", e.device(), e.at(), "%s: %s; %s".formatted(e.device(), e.what(), e.decision()));
    }

    void recovering(RunEvent.Recovering e) {
        put("device", e.device(), e.at(), "%s: %s; %s".formatted(e.device(), e.what(), e.rung().doing()));
    }

    void cooler(RunEvent.CoolerAnswered e) {
        put("cooler", "", e.at(), e.why() + "; " + e.decision());
    }

    void epoch(RunEvent.EpochChanged e) {
        put("epoch", "", e.at(), e.line());
    }

    void setGivenUp(RunEvent.SetEnded e) {
        put("set_given_up", e.set().label(), e.at(), e.set().label() + ": " + e.how());
    }

    void masterFailed(RunEvent.MasterFailed e) {
        put("master_failed", e.set().label(), e.at(), e.set().label() + ": no master: " + e.why());
    }

    /// A check that failed stays until the same master passes one, or another took its place.
    void checked(RunEvent.MasterChecked e) {
        if (e.passed()) {
            items.remove(key(CHECK, e.set().master()));
        } else {
            put(CHECK, e.set().master(), e.at(), "%s of %s: %s".formatted(e.what(), e.master(), e.text()));
        }
    }

    void master(RunEvent.MasterReady e) {
        items.remove(key(CHECK, e.set().master()));
        judged(e.set().master(), e.verdict(), e.remark(), e.at());
    }

    /// What the newest masters of the library say, whoever made them. One on which a person said something is no problem
    /// any more.
    ///
    /// @param waiting those that wait for a word
    void library(Collection<Reply.Master> newest, Set<String> waiting) {
        newest.forEach(master -> judged(master.name(),
                waiting.contains(Masters.key(master)) ? master.verdict() : "", master.remark(),
                master.evening().atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private void judged(String name, String verdict, String remark, Instant since) {
        boolean held = verdict.equals("HOLD");
        boolean failed = verdict.equals("FAIL");
        if (!held) {
            items.remove(key(HELD, name));
        }
        if (!failed) {
            items.remove(key(REJECTED, name));
        }
        if (held || failed) {
            put(held ? HELD : REJECTED, name, since, "%s: %s".formatted(name, remark));
        }
    }

    void ended(RunEvent.RunEnded e) {
        switch (e.end()) {
            case PARTLY -> put("run_partly", "", e.at(), e.how());
            case FAILED -> put("run_failed", "", e.at(), e.how());
            case DONE, ABORTED -> {
                // what was wanted
            }
        }
    }

    /// The same again keeps its time and says what is new.
    private void put(String code, String about, Instant at, String text) {
        String key = key(code, about);
        Item before = items.get(key);
        items.put(key, new Item(code, before == null ? at : before.since(), Tame.pathless(text)));
        if (items.size() > MOST) {
            items.remove(items.firstEntry().getKey());
        }
    }

    private static String key(String code, String about) {
        return code + " " + about;
    }

    boolean any() {
        return !items.isEmpty();
    }

    /// The newest; empty when there is none.
    String text() {
        return items.isEmpty() ? "" : items.lastEntry().getValue().text();
    }

    Json json() {
        List<Json> list = items.values().stream().map(Item::json).toList();
        var json = new Json().put("problem", any()).put("count", items.size());
        return Maybe.text(json, "text", text()).put("items", list);
    }
}
