package dev.darkbox.mqtt;

import java.util.List;

/// The words that states and events may hold. Home Assistant ignores any other, so a new one is announced before it is used.
final class Vocabulary {

    /// Kinds of masters that have topics of their own, and how a person says it.
    static final List<Kind> KINDS = List.of(
            new Kind("bias", "bias"), new Kind("dark", "dark"), new Kind("dark-flat", "dark flat"));

    static final List<String> PHASES = List.of(
            "idle", "starting", "cooling", "soaking", "capturing", "stacking", "recovering", "warming");

    static final List<String> RESULTS = List.of("none", "done", "partly", "aborted", "failed");

    static final List<String> VERDICTS = List.of("pass", "warn", "hold", "fail");

    static final List<String> EVENTS = List.of(
            "refresh_started", "refresh_done", "refresh_partly", "refresh_aborted", "refresh_failed",
            "spot_check_started", "spot_check_done", "spot_check_partly", "spot_check_aborted",
            "spot_check_failed", "validation_started", "validation_done", "validation_partly",
            "validation_aborted", "validation_failed", "in_force_changed", "master_agrees",
            "master_disagrees",
            "set_done", "set_given_up", "master_ready", "master_held", "master_rejected", "master_failed",
            "device_trouble", "recovered", "epoch_changed", "cooler_answered", "stray_light_detected");

    /// A kind of master.
    ///
    /// @param word in topics
    /// @param spoken in names
    record Kind(String word, String spoken) {

        /// In identifiers.
        String key() {
            return word.replace('-', '_');
        }
    }

    private Vocabulary() {}
}
