package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Switch;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The proof that it is dark, before every set: heaters off, cap shut and still, panel off (some
/// panels take no order while their cap is open). Each is ordered, then
/// read back; an order that fails is given once more, never again. Nothing here ever opens a cap.
final class DarkReady {

    /// How often in a row the cap must be seen shut, and how far apart.
    static final int STILL_POLLS = 3;
    static final Duration POLL = Duration.ofSeconds(2);

    /// How long a moving cap may take to be still, in polls: 40 s.
    private static final int MOST_POLLS = 20;

    private static final int TRIES = 2;

    static final String NO_FRAMES = "the run ends, nothing is captured in the light";

    private final Scene scene;
    private final List<Switch> wereOn = new ArrayList<>();
    private boolean provenBefore;

    /// An order and its answer.
    @FunctionalInterface
    private interface Step {
        /// The evidence, if the device's last answer is the wanted one.
        Answer ask() throws DeviceException, InterruptedException;
    }

    ///
    /// @param lit whether the opposite of what is wanted was seen
    private record Answer(boolean good, boolean lit, String said, Evidence evidence) {
        static Answer of(boolean good, boolean lit, Object said, Evidence evidence) {
            return new Answer(good, lit, said + " (" + evidence.name().toLowerCase(Locale.ROOT) + ")",
                    evidence);
        }
    }

    DarkReady(Scene scene) {
        this.scene = scene;
    }

    /// Makes it dark and shows that it is.
    ///
    /// @return how well the cap is known to be shut; `COMMANDED` when the rig has none
    /// @throws RunFailed naming the device and its last answer
    Evidence prove() throws RunFailed, InterruptedException {
        for (Switch heater : scene.rig().heaters()) {
            insist(heater.name(), heater.name() + " off", Optional.empty(), () -> off(heater));
        }
        Evidence evidence = Evidence.COMMANDED;
        if (scene.rig().cap().isPresent()) {
            DustCap cap = scene.rig().cap().get();
            evidence = insist(cap.name(), RunEvent.Checked.CAP_SHUT, Optional.of(RunEvent.Leak.CAP),
                    () -> shut(cap));
        }
        if (scene.rig().panel().isPresent()) {
            FlatPanel panel = scene.rig().panel().get();
            insist(panel.name(), RunEvent.Checked.PANEL_OFF, Optional.of(RunEvent.Leak.PANEL),
                    () -> dark(panel));
        }
        provenBefore = true;
        return evidence;
    }

    /// A look between two frames, without an order to any device: somebody may have moved the cap, or a change of filter
    /// lit the panel.
    ///
    /// @return what lets light in or does not tell; empty when cap and panel are as they were proven
    Optional<String> leak() throws InterruptedException {
        try {
            if (scene.rig().cap().isPresent()) {
                DustCap.Position position = scene.rig().cap().get().read().position();
                if (position != DustCap.Position.SHUT) {
                    return Optional.of("cap " + position.name().toLowerCase(Locale.ROOT));
                }
            }
            if (scene.rig().panel().isPresent()) {
                FlatPanel panel = scene.rig().panel().get();
                int percent = panel.read().percent();
                if (percent != 0) {
                    notDark(RunEvent.Leak.PANEL, panel.name(),
                            "found at %d %% during the run".formatted(percent),
                            true, "put out");
                    return Optional.of("panel at " + percent + " %");
                }
            }
            return Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(e.device() + ": " + e.what());
        }
    }

    /// Heaters that were on before the first proof; they are switched on again after the run.
    List<Switch> heatersThatWereOn() {
        return List.copyOf(wereOn);
    }

    private Evidence insist(String device, String what, Optional<RunEvent.Leak> leak, Step step)
            throws RunFailed, InterruptedException {
        String last = "";
        boolean lit = false;
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                Answer answer = step.ask();
                if (answer.good()) {
                    scene.emit(new RunEvent.Checked(scene.now(), scene.name(), what, answer.evidence()));
                    return answer.evidence();
                }
                last = answer.said();
                lit = answer.lit();
            } catch (DeviceException e) {
                last = e.what();
                lit = false;
            }
            String said = "wanted " + what + ", last answer: " + last;
            if (attempt == TRIES && leak.isPresent()) {
                notDark(leak.get(), device, said, lit, NO_FRAMES);
            } else {
                scene.trouble(device, said, attempt < TRIES ? "asked again" : NO_FRAMES);
            }
        }
        throw new RunFailed(
                "%s: wanted %s, asked %d times, last answer: %s".formatted(device, what, TRIES, last));
    }

    private void notDark(RunEvent.Leak leak, String device, String what, boolean seen, String decision) {
        scene.emit(new RunEvent.NotDark(scene.now(), scene.name(), leak, device, what, seen, decision));
    }

    private Answer off(Switch heater) throws DeviceException, InterruptedException {
        if (!provenBefore && heater.read().on() && !wereOn.contains(heater)) {
            wereOn.add(heater);
        }
        heater.set(false);
        Switch.Reading now = heater.read();
        return Answer.of(!now.on(), now.on(), now.on() ? "on" : "off", now.evidence());
    }

    private static Answer dark(FlatPanel panel) throws DeviceException, InterruptedException {
        panel.light(0);
        FlatPanel.Reading now = panel.read();
        return Answer.of(now.percent() == 0, now.percent() != 0, now.percent() + " %", now.evidence());
    }

    private Answer shut(DustCap cap) throws DeviceException, InterruptedException {
        DustCap.Reading now = cap.read();
        if (now.position() != DustCap.Position.SHUT) {
            if (provenBefore) {
                notDark(RunEvent.Leak.CAP, cap.name(), "found %s during the run".formatted(now.position()),
                        now.position() == DustCap.Position.OPEN, "shut again");
            }
            cap.moveTo(DustCap.Position.SHUT);
            now = cap.read();
        }
        int still = 0;
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            still = now.position() == DustCap.Position.SHUT ? still + 1 : 0;
            boolean hopeless = now.position() == DustCap.Position.OPEN
                    || now.position() == DustCap.Position.UNKNOWN;
            if (still == STILL_POLLS || hopeless) {
                break;
            }
            scene.time().sleep(POLL);
            now = cap.read();
        }
        return Answer.of(still == STILL_POLLS, now.position() == DustCap.Position.OPEN, now.position(),
                now.evidence());
    }
}
