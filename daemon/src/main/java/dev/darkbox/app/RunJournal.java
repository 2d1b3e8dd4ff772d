package dev.darkbox.app;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Writes into a run's journal what its events say: ends of sets, masters, the end of the run.
///
/// A run that is done, done partly or failed is over, and so is one a person aborted: whoever wants what is missing
/// asks for it anew, with the rig put right. Only a run that was cut by the end of the daemon stays open, like one that
/// was killed, and the next start goes on with it.
///
/// A sink may not throw: the first failure of the disk is kept for whoever asks.
final class RunJournal implements EventSink {

    private final RunFolder folder;
    private final boolean keepRaw;
    private final BooleanSupplier goesOn;
    private Optional<IOException> trouble = Optional.empty();

    /// @param goesOn asked at the end of an aborted run: whether the next start goes on with it
    RunJournal(RunFolder folder, boolean keepRaw, BooleanSupplier goesOn) {
        this.folder = folder;
        this.keepRaw = keepRaw;
        this.goesOn = goesOn;
    }

    Optional<IOException> trouble() {
        return trouble;
    }

    @Override
    public void emit(RunEvent event) {
        try {
            write(event);
        } catch (IOException e) {
            trouble = trouble.or(() -> Optional.of(e));
        }
    }

    private void write(RunEvent event) throws IOException {
        switch (event) {
            case RunEvent.SetEnded e -> folder.setEnded(e.set(), e.complete(), e.how());
            case RunEvent.MasterReady e -> {
                folder.master(e.set(), e.file(), e.verdict());
                deleteRaw(e.set());
            }
            case RunEvent.RunEnded e -> {
                if (e.end() != RunEvent.End.ABORTED || !goesOn.getAsBoolean()) {
                    folder.ended(e.end().name(), e.how());
                }
            }
            case RunEvent.RunStarted _, RunEvent.Checked _, RunEvent.NotDark _, RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.GateOpened _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.SetStarted _, RunEvent.Exposing _, RunEvent.Watched _, RunEvent.FrameDiscarded _, RunEvent.FrameAccepted _, RunEvent.FrameRejected _, RunEvent.LiveLook _, RunEvent.LiveOff _, RunEvent.Stacking _, RunEvent.InForceChanged _, RunEvent.MasterChecked _, RunEvent.MasterFailed _, RunEvent.DeviceTrouble _, RunEvent.EpochChanged _, RunEvent.Recovering _, RunEvent.Recovered _, RunEvent.Warming _ -> {
                // frames write their own lines
            }
        }
    }

    /// Deletes the frames of a master that is written, unless they are kept; those that are gone already are no fault.
    void deleteRaw(PlannedSet mastered) throws IOException {
        if (keepRaw) {
            return;
        }
        for (Path frame : folder.frames(mastered)) {
            Files.deleteIfExists(frame);
        }
    }
}
