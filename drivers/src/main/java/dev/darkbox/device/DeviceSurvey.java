package dev.darkbox.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one place where devices may be has to show: a server, a bus, a set of ports. A description only; nothing can be
/// ordered through it.
///
/// @param place for people, e.g. `indiserver localhost:7624`
/// @param unreachable why nothing could be seen there; empty when it could
/// @param devices by name
/// @param shortcomings where the configuration asks for something that is not there
public record DeviceSurvey(
        String place, Optional<String> unreachable, List<Device> devices, List<Shortcoming> shortcomings) {

    public DeviceSurvey {
        devices = List.copyOf(devices);
        shortcomings = List.copyOf(shortcomings);
    }

    /// What a device can be in a rig. One device may be several.
    public enum Kind { CAMERA, WHEEL, CAP, PANEL, OTHER }

    /// Whether a device can be talked to.
    public enum State { CONNECTED, CONNECTED_JUST_NOW, NOT_CONNECTED, CANNOT_CONNECT }

    /// One device.
    ///
    /// @param name as the configuration names it
    /// @param kinds what it is, as far as can be told; never empty
    /// @param driver program and version; empty when nobody tells
    /// @param note what its driver had to say; empty for nothing
    /// @param traits in the order to be read; few when it is not connected
    public record Device(
            String name, Set<Kind> kinds, String driver, State state, String note, List<Trait> traits) {
        public Device {
            kinds = Set.copyOf(kinds);
            traits = List.copyOf(traits);
        }
    }

    /// One thing known of a device.
    ///
    /// @param what short words, e.g. `gain`; one device may have several of the same
    /// @param value for people, e.g. `100 (0..570)`
    /// @param where it was found, as the configuration would name it; empty where that says nothing
    /// @param missing it was looked for and is not there; `value` says where and what to do
    public record Trait(String what, String value, String where, boolean missing) {

        public static Trait of(String what, String value) {
            return new Trait(what, value, "", false);
        }

        public static Trait at(String where, String what, String value) {
            return new Trait(what, value, where, false);
        }

        public static Trait missing(String what, String why) {
            return new Trait(what, why, "", true);
        }
    }

    /// Something the configuration asks for in vain.
    ///
    /// @param rig as in the configuration
    /// @param text what, and why not
    /// @param device the name of a device that is not there, so that near ones can be shown; empty for anything else
    public record Shortcoming(String rig, String text, String device) {}
}
