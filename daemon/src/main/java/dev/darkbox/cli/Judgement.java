package dev.darkbox.cli;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;

/// What became of the runs watched, as an exit code.
final class Judgement implements EventSink {

    private int worst = Exit.DONE;

    @Override
    public void emit(RunEvent event) {
        int exit = switch (event) {
            case RunEvent.MasterReady e -> e.verdict().equals("PASS") || e.verdict().equals("WARN")
                    ? Exit.DONE
                    : Exit.NO;
            case RunEvent.MasterChecked e -> e.passed() ? Exit.DONE : Exit.NO;
            case RunEvent.MasterFailed _ -> Exit.NO;
            case RunEvent.RunEnded e -> switch (e.end()) {
                case DONE -> Exit.DONE;
                case PARTLY, ABORTED -> Exit.NO;
                case FAILED -> Exit.DEVICE;
            };
            case RunEvent.RunStarted _, RunEvent.Checked _, RunEvent.NotDark _, RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.GateOpened _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.SetStarted _, RunEvent.Exposing _, RunEvent.Watched _, RunEvent.FrameDiscarded _, RunEvent.FrameAccepted _, RunEvent.FrameRejected _, RunEvent.LiveLook _, RunEvent.LiveOff _, RunEvent.SetEnded _, RunEvent.Stacking _, RunEvent.InForceChanged _, RunEvent.DeviceTrouble _, RunEvent.EpochChanged _, RunEvent.Recovering _, RunEvent.Recovered _, RunEvent.Warming _ ->
                Exit.DONE;
        };
        worst = Math.max(worst, exit);
    }

    /// The worst so far.
    int exit() {
        return worst;
    }
}
