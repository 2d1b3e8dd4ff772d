package dev.darkbox.app;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.library.Ledger;
import dev.darkbox.library.LedgerEntry.EpochSeen;
import java.io.IOException;
import java.util.Optional;

/// Puts into the ledger that a camera was seen in another epoch: the windows of all its masters end there, also when the
/// run makes no new ones. Threading: the run's.
final class EpochNotes implements EventSink {

    private final Ledger ledger;
    private final EventSink trouble;

    /// @param trouble told when the ledger cannot be written
    EpochNotes(Ledger ledger, EventSink trouble) {
        this.ledger = ledger;
        this.trouble = trouble;
    }

    @Override
    public void emit(RunEvent event) {
        if (event instanceof RunEvent.EpochChanged changed && !changed.epoch().isEmpty()) {
            try {
                if (!last(changed.rig()).equals(Optional.of(changed.epoch()))) {
                    ledger.add(new EpochSeen(changed.at(), changed.rig(), changed.epoch()));
                }
            } catch (IOException e) {
                trouble.emit(new RunEvent.DeviceTrouble(changed.at(), changed.rig(), "disk",
                        String.valueOf(e.getMessage()), "the change of the camera is not in the ledger"));
            }
        }
    }

    private Optional<String> last(String rig) throws IOException {
        return EpochSeen.last(ledger.read().entries(), rig).map(EpochSeen::epochId);
    }
}
