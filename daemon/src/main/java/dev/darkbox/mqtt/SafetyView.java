package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.event.RunEvent;
import java.util.Optional;

/// What keeps the light out: `state/safety`, as it was last proven. Threading: the owner's.
final class SafetyView {

    private static final String UNKNOWN = "unknown";

    private String cap = UNKNOWN;
    private String panel = UNKNOWN;
    private String capEvidence = UNKNOWN;
    private String panelEvidence = UNKNOWN;
    private Optional<Boolean> light = Optional.empty();

    /// A run begins: what was proven for the last one says nothing.
    void forget() {
        cap = UNKNOWN;
        panel = UNKNOWN;
        capEvidence = UNKNOWN;
        panelEvidence = UNKNOWN;
        light = Optional.empty();
    }

    void checked(RunEvent.Checked e) {
        if (e.what().equals(RunEvent.Checked.CAP_SHUT)) {
            cap = "shut";
            capEvidence = Json.word(e.evidence());
        } else if (e.what().equals(RunEvent.Checked.PANEL_OFF)) {
            panel = "off";
            panelEvidence = Json.word(e.evidence());
        } else if (e.what().startsWith(RunEvent.Checked.DARK)) {
            light = Optional.of(false);
        }
    }

    void notDark(RunEvent.NotDark e) {
        switch (e.leak()) {
            case CAP -> {
                cap = e.seen() ? "open" : UNKNOWN;
                capEvidence = UNKNOWN;
            }
            case PANEL -> {
                panel = e.seen() ? "on" : UNKNOWN;
                panelEvidence = UNKNOWN;
            }
            case UNKNOWN -> light = Optional.of(true);
        }
    }

    Json json() {
        return Maybe.flag(new Json().put("cap", cap).put("cap_evidence", capEvidence).put("panel", panel)
                .put("panel_evidence", panelEvidence), "light", light);
    }
}
