package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.LightSensor;
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
    private final Evidence needed;
    private final List<Switch> wereOn = new ArrayList<>();
    private boolean provenBefore;

    /// An order and its answer.
    @FunctionalInterface
    private interface Step {
        /// The evidence, if the device's last answer is the wanted one.
        Answer ask() throws DeviceException, InterruptedException;
    }

    /// What it came to.
    ///
    /// @param lit whether the opposite of what is wanted was seen
    private record Answer(boolean good, boolean lit, String said, Evidence evidence) {
        static Answer of(boolean good, boolean lit, Object said, Evidence evidence) {
            return new Answer(good, lit, said + " (" + evidence.name().toLowerCase(Locale.ROOT) + ")",
                    evidence);
        }
    }

    /// @param needed how well cap and panel must be known to be shut and off
    DarkReady(Scene scene, Evidence needed) {
        this.scene = scene;
        this.needed = needed;
    }

    /// Makes it dark and shows that it is.
    ///
    /// @return how well the cap is known to be shut; `COMMANDED` when the rig has none
    /// @throws RunFailed naming the device and its last answer
    Evidence prove() throws RunFailed, InterruptedException {
        for (Switch heater : scene.rig().heaters()) {
            insist(heater.name(), heater.name() + " off", Optional.empty(), () -> off(heater));
        }
        Evidence shut = Evidence.COMMANDED;
        if (scene.rig().cap().isPresent()) {
            DustCap cap = scene.rig().cap().get();
            shut = insist(cap.name(), RunEvent.Checked.CAP_SHUT, Optional.of(RunEvent.Leak.CAP),
                    () -> shut(cap));
        }
        Evidence off = Evidence.COMMANDED;
        if (scene.rig().panel().isPresent()) {
            FlatPanel panel = scene.rig().panel().get();
            off = insist(panel.name(), RunEvent.Checked.PANEL_OFF, Optional.of(RunEvent.Leak.PANEL),
                    () -> dark(panel));
        }
        for (Switch contact : scene.rig().contacts()) {
            shut = shut.or(insist(contact.name(), contact.name() + " closed",
                    Optional.of(RunEvent.Leak.CAP), () -> closed(contact)));
        }
        for (LightSensor sensor : scene.rig().lightSensors()) {
            Evidence seen = look(sensor);
            shut = shut.or(seen);
            off = off.or(seen);
        }
        if (scene.rig().cap().isPresent()) {
            enough(scene.rig().cap().get().name(), "shut", shut);
        }
        if (scene.rig().panel().isPresent()) {
            enough(scene.rig().panel().get().name(), "off", off);
        }
        provenBefore = true;
        return shut;
    }

    /// Whether a state is known as well as the configuration wants it.
    private void enough(String device, String state, Evidence known) throws RunFailed {
        if (known.compareTo(needed) < 0) {
            String what = "is known to be %s by \"%s\" only, darks need \"%s\" (rig.probe.evidence)"
                    .formatted(state,
                            known.text(), needed.text());
            scene.trouble(device, what, NO_FRAMES);
            throw new RunFailed(device + " " + what);
        }
    }

    /// A sensor that does not answer is no evidence, and no reason to stop: cap, panel and probe still decide.
    private Evidence look(LightSensor sensor) throws RunFailed, InterruptedException {
        LightSensor.Reading now = sensor.read();
        return switch (now.sight()) {
            case DARK -> {
                scene.emit(new RunEvent.Checked(scene.now(), scene.name(),
                        sensor.name() + " dark, " + now.said(),
                        Evidence.SENSED));
                yield Evidence.SENSED;
            }
            case LIGHT -> {
                notDark(RunEvent.Leak.UNKNOWN, sensor.name(), "sees light: " + now.said(), true, NO_FRAMES);
                throw new RunFailed("%s sees light: %s".formatted(sensor.name(), now.said()));
            }
            case NO_EVIDENCE -> {
                scene.trouble(sensor.name(), now.said(),
                        "no evidence, the other devices and the probe decide");
                yield Evidence.COMMANDED;
            }
        };
    }

    private static Answer closed(Switch contact) throws DeviceException, InterruptedException {
        Switch.Reading now = contact.read();
        return Answer.of(now.on(), !now.on(), now.on() ? "closed" : "open", now.evidence());
    }

    /// A look between two frames, without an order to any device: somebody may have moved the cap, or a change of filter
    /// lit the panel.
    ///
    /// @return what lets light in or does not tell; empty when cap and panel are as they were proven
    Optional<String> leak() throws InterruptedException {
        try {
            if (scene.rig().cap().isPresent()) {
                DustCap.Reading cap = scene.rig().cap().get().read();
                if (cap.position() != DustCap.Position.SHUT) {
                    return Optional.of("cap " + said(cap));
                }
            }
            for (Switch contact : scene.rig().contacts()) {
                if (!contact.read().on()) {
                    return Optional.of(contact.name() + " open");
                }
            }
            for (LightSensor sensor : scene.rig().lightSensors()) {
                LightSensor.Reading now = sensor.read();
                if (now.sight() == LightSensor.Sight.LIGHT) {
                    return Optional.of("%s sees light: %s".formatted(sensor.name(), now.said()));
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
        return Answer.of(now.percent() == 0, now.percent() != 0,
                now.percent() + " %" + (now.said().isEmpty() ? "" : ", " + now.said()), now.evidence());
    }

    private Answer shut(DustCap cap) throws DeviceException, InterruptedException {
        DustCap.Reading now = cap.read();
        // what only remembers its last order was perhaps moved by hand or wind since
        boolean remembers = !provenBefore && now.evidence().compareTo(Evidence.REPORTED) < 0;
        if (now.position() != DustCap.Position.SHUT || remembers) {
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
        return Answer.of(still == STILL_POLLS, now.position() == DustCap.Position.OPEN, said(now),
                now.evidence());
    }

    private static String said(DustCap.Reading cap) {
        return cap.said().isEmpty() ? cap.position().name().toLowerCase(Locale.ROOT) : cap.said();
    }
}
