package dev.darkbox.device.indi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One INDI property as it was last seen. Immutable.
///
/// @param writable whether the driver declared it for writing; declarations are not always right
/// @param members by name, in the driver's order
/// @param history when what became of it
record Vector(
        String device,
        String name,
        Kind kind,
        State state,
        boolean writable,
        String rule,
        Map<String, Member> members,
        History history) {

    /// Revisions of the store: they grow with every message about anything, and tell news from memories.
    ///
    /// @param born when it was defined while there was no such property
    /// @param defined when it was last defined, perhaps because somebody else asked for it
    /// @param changed when the driver last changed it
    /// @param busy when it was last `Busy`, which may have been too short for anybody to see
    record History(long born, long defined, long changed, long busy) {

        /// Of what is not stored yet.
        static final History NONE = new History(0, 0, 0, 0);
    }

    enum Kind { TEXT, NUMBER, SWITCH, LIGHT, BLOB }

    /// `Idle`, `Ok`, `Busy`, `Alert`. What a driver says of a property: a hint, never proof.
    enum State {
        IDLE, OK, BUSY, ALERT,
        /// A change that does not say; the old state stays.
        UNSTATED;

        static State parse(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "idle" -> IDLE;
                case "ok" -> OK;
                case "busy" -> BUSY;
                case "alert" -> ALERT;
                default -> UNSTATED;
            };
        }
    }

    /// One member.
    ///
    /// @param text value as it came, without white space around it
    /// @param min lowest value; `NaN` when not given. Equal to `max` means no range
    /// @param max highest value; `NaN` when not given
    record Member(String name, String label, String text, double min, double max) {

        /// The value as a number; `NaN` when it is none.
        double number() {
            return Numbers.parse(text);
        }

        boolean isOn() {
            return text.equalsIgnoreCase("On");
        }

        boolean hasRange() {
            return min < max;
        }

        boolean isCalled(String nameOrLabel) {
            return name.equalsIgnoreCase(nameOrLabel) || label.equalsIgnoreCase(nameOrLabel);
        }

        /// About how many bytes of heap it takes.
        long weight() {
            return 200 + 2L * (name.length() + label.length() + text.length());
        }

        private Member changedTo(Member news) {
            return new Member(name, label, news.text,
                    Double.isNaN(news.min) ? min : news.min, Double.isNaN(news.max) ? max : news.max);
        }
    }

    Vector {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /// What came over the wire, before it is stored.
    Vector(String device, String name, Kind kind, State state, boolean writable, String rule,
            Map<String, Member> members) {
        this(device, name, kind, state, writable, rule, members, History.NONE);
    }

    /// When it was last defined or changed.
    long revision() {
        return Math.max(history.defined(), history.changed());
    }

    /// When it was last `Busy`.
    long busyRevision() {
        return history.busy();
    }

    /// About how many bytes of heap it takes.
    long weight() {
        return 300 + 2L * (device.length() + name.length() + rule.length())
                + members.values().stream().mapToLong(Member::weight).sum();
    }

    /// The value of a member; empty text when there is none of that name.
    String text(String member) {
        Member found = members.get(member);
        return found == null ? "" : found.text();
    }

    /// The number in a member; `NaN` when there is none.
    double number(String member) {
        return Numbers.parse(text(member));
    }

    /// Whether a switch is on; false when there is none of that name.
    boolean isOn(String member) {
        return text(member).equalsIgnoreCase("On");
    }

    boolean isBusy() {
        return state == State.BUSY;
    }

    /// This definition, at a revision, of a property that may have been there already.
    Vector defined(Optional<Vector> old, long now) {
        History before = old.map(Vector::history).orElse(History.NONE);
        return new Vector(device, name, kind, state, writable, rule, members,
                new History(old.isPresent() ? before.born() : now, now, before.changed(),
                        isBusy() ? now : before.busy()));
    }

    /// This with what a `set` brought. Members it does not know are left out.
    Vector with(Message.Change change, long newRevision) {
        var now = new LinkedHashMap<>(members);
        for (Member news : change.members()) {
            now.computeIfPresent(news.name(), (_, old) -> old.changedTo(news));
        }
        State next = change.state() == State.UNSTATED ? state : change.state();
        return new Vector(device, name, kind, next, writable, rule, now,
                new History(history.born(), history.defined(),
                        newRevision, next == State.BUSY ? newRevision : history.busy()));
    }
}
