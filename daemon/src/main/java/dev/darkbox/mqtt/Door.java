package dev.darkbox.mqtt;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where one command of one rig comes in, and where it is answered. Doors are made of the configuration alone.
///
/// @param rig empty for the box
/// @param name e.g. `refresh`
/// @param replies topic below which it is answered
/// @param lane on which its commands are dealt with
record Door(String rig, String name, String replies, CommandRate rate, CommandLane lane) {

    private static final int LONGEST_TOPIC = 200;
    private static final Pattern BELOW = Pattern.compile("[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*");

    /// Where answers go that nobody wants elsewhere.
    String usualReply() {
        return replies + "/" + name;
    }

    /// The topic somebody wants his answers at, if it is among ours: nobody makes us speak elsewhere.
    Optional<String> reply(String wanted) {
        String prefix = replies + "/";
        return wanted.length() <= LONGEST_TOPIC && wanted.startsWith(prefix)
                && BELOW.matcher(wanted.substring(prefix.length())).matches()
                        ? Optional.of(wanted)
                        : Optional.empty();
    }

    /// For a person.
    String shown() {
        return rig.isEmpty() ? name : name + " on " + rig;
    }
}
