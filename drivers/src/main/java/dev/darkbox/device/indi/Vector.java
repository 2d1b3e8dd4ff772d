package dev.darkbox.device.indi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One INDI property as it was last seen. Immutable.
///
/// @param writable whether the driver declared it for writing; declarations are not always right
/// @param members by name, in the driver's order
/// @param revision grows with every definition or change of any property; tells news from memories
/// @param busyRevision when it was last `Busy`, which may have been too short for anybody to see
record Vector(
        String device,
        String name,
        Kind kind,
        State state,
        boolean writable,
        String rule,
        Map<String, Member> members,
        long revision,
        long busyRevision) {

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

        private Member changedTo(Member news) {
            return new Member(name, label, news.text,
                    Double.isNaN(news.min) ? min : news.min, Double.isNaN(news.max) ? max : news.max);
        }
    }

    Vector {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
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

    /// This with what a `set` brought. Members it does not know are left out.
    Vector with(Message.Change change, long newRevision) {
        var now = new LinkedHashMap<>(members);
        for (Member news : change.members()) {
            now.computeIfPresent(news.name(), (_, old) -> old.changedTo(news));
        }
        State next = change.state() == State.UNSTATED ? state : change.state();
        return new Vector(device, name, kind, next, writable, rule, now, newRevision,
                next == State.BUSY ? newRevision : busyRevision);
    }
}
