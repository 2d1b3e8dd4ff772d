package dev.darkbox.cli;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import java.util.List;
import java.util.function.Consumer;

/// Works one device of a rig by hand. Who wires the program knows how.
public interface DeviceHand {

    /// Has nothing to work.
    DeviceHand NONE = new DeviceHand() {
        @Override
        public List<String> names(RigConfig rig) {
            return List.of();
        }

        @Override
        public void act(RigConfig rig, String device, DeviceOrder order, Consumer<String> wire,
                Consumer<Seen> state) {
            throw new IllegalArgumentException("no device " + device);
        }
    };

    /// What came of it.
    ///
    /// @param device as it was asked for, e.g. `cap`
    /// @param place where it hangs, or its driver's name for it
    /// @param state for people, e.g. `shut`, `lit at 40 %`, `off`
    /// @param evidence how well that is known: `reported`
    /// @param said the device's own words; may be empty
    record Seen(String device, String place, String state, String evidence, String said) {}

    /// What can be worked by hand: `cap`, `panel`, and heaters, contacts, light sensors and thermometers by their names.
    List<String> names(RigConfig rig);

    /// Says that a rig has no device of that name, and which it has.
    static String unknown(String rig, String device, List<String> names) {
        return "rig %s has no \"%s\"; %s".formatted(rig, device, names.isEmpty()
                ? "it has neither cap nor panel nor anything else to try"
                : "allowed: " + String.join(", ", names));
    }

    /// Does it and tells how the device stands then.
    ///
    /// @param device one of [#names]
    /// @param wire told every exchange, for [DeviceOrder.Monitor]
    /// @param state told how it stands, once for each look
    /// @throws DeviceException it failed, or has no such thing
    void act(RigConfig rig, String device, DeviceOrder order, Consumer<String> wire, Consumer<Seen> state)
            throws DeviceException, InterruptedException;
}
