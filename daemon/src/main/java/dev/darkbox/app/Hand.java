package dev.darkbox.app;

import dev.darkbox.cli.DeviceHand;
import dev.darkbox.cli.DeviceOrder;
import dev.darkbox.config.PartsConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.device.Wired;
import dev.darkbox.device.gpio.FileTemperature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Works one device of a rig by hand, on its own port or beside its camera.
final class Hand implements DeviceHand {

    private static final String CAP = "cap";
    private static final String PANEL = "panel";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(10);

    private final Time time;

    Hand(Time time) {
        this.time = time;
    }

    @Override
    public List<String> names(RigConfig rig) {
        var names = new ArrayList<String>();
        PartsConfig parts = rig.parts();
        if (rig.equipment().hasCap() || parts.cap().isPresent()) {
            names.add(CAP);
        }
        if (rig.equipment().hasPanel() || parts.panel().isPresent()) {
            names.add(PANEL);
        }
        names.addAll(rig.equipment().heaterNames());
        parts.heaters().forEach(heater -> names.add(heater.name()));
        parts.contacts().forEach(contact -> names.add(contact.name()));
        parts.lights().forEach(light -> names.add(light.name()));
        parts.thermometers().forEach(one -> names.add(one.name()));
        return List.copyOf(names);
    }

    /// Ctrl-C ends what is being done, and what shines is put out first.
    @Override
    public void act(RigConfig rig, String device, DeviceOrder order, Consumer<String> wire,
            Consumer<Seen> state) throws DeviceException, InterruptedException {
        Thread acting = Thread.currentThread();
        var done = new CountDownLatch(1);
        Thread onSignal = Thread.ofPlatform().name("signal").unstarted(() -> {
            acting.interrupt();
            try {
                boolean _ = done.await(END.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                // the process ends now in any case
            }
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            try (var held = new Held()) {
                work(rig, device, order, held, wire, state);
            }
        } finally {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            } catch (IllegalStateException _) {
                // it runs already
            }
        }
    }

    /// The same for whoever ends it himself, by an interrupt.
    ///
    /// @param held what is wired to pins; left as it is
    void work(RigConfig rig, String device, DeviceOrder order, Held held, Consumer<String> wire,
            Consumer<Seen> state) throws DeviceException, InterruptedException {
        Optional<FileTemperature> thermometer = rig.parts().thermometers().stream()
                .filter(one -> one.name().equals(device)).findFirst()
                .map(one -> new FileTemperature(Pins.thermometer(one)));
        if (thermometer.isPresent()) {
            feel(thermometer.get(), order, state);
            return;
        }
        try (Rig open = Parts.only(rig, device, time, held)) {
            Optional<Switch> heater = named(open.heaters(), rig, device);
            Optional<Switch> contact = named(open.contacts(), rig, device);
            Optional<LightSensor> sensor = open.lightSensors().stream()
                    .filter(light -> light.name().equals(device)).findFirst();
            if (device.equals(CAP)) {
                cap(open.cap().orElseThrow(), order, wire, state);
            } else if (device.equals(PANEL)) {
                panel(open.panel().orElseThrow(), order, wire, state);
            } else if (heater.isPresent()) {
                turn(heater.get(), device, order, true, wire, state);
            } else if (contact.isPresent()) {
                turn(contact.get(), device, order, false, wire, state);
            } else if (sensor.isPresent()) {
                look(sensor.get(), order, state);
            } else {
                throw new DeviceException.Refused(device, "is not among what was connected");
            }
        }
    }

    /// A simulated heater's name has the rig's in front.
    private static Optional<Switch> named(List<Switch> switches, RigConfig rig, String device) {
        return switches.stream()
                .filter(s -> s.name().equals(device) || s.name().equals(rig.name() + "-" + device))
                .findFirst();
    }

    private void cap(DustCap cap, DeviceOrder order, Consumer<String> wire, Consumer<Seen> state)
            throws DeviceException, InterruptedException {
        switch (order) {
            case DeviceOrder.Open _ -> cap.moveTo(DustCap.Position.OPEN);
            case DeviceOrder.Shut _ -> cap.moveTo(DustCap.Position.SHUT);
            case DeviceOrder.State _ -> {
            }
            case DeviceOrder.Monitor _ -> {
                monitor(cap, wire, () -> state.accept(seen(cap)));
                return;
            }
            case DeviceOrder.Light _, DeviceOrder.Turn _ -> throw cannot(CAP, "state, open, shut, monitor");
        }
        state.accept(seen(cap));
    }

    private static Seen seen(DustCap cap) throws DeviceException, InterruptedException {
        DustCap.Reading now = cap.read();
        String position = now.position().name().toLowerCase(Locale.ROOT);
        // what it says begins with how it stands, where that is all
        String said = now.said().startsWith(position + ", ")
                ? now.said().substring(position.length() + 2)
                : now.said();
        return new Seen(CAP, cap.name(), position, now.evidence().text(), said);
    }

    private void panel(FlatPanel panel, DeviceOrder order, Consumer<String> wire, Consumer<Seen> state)
            throws DeviceException, InterruptedException {
        switch (order) {
            case DeviceOrder.Light(int percent, Duration hold) -> {
                light(panel, percent, hold, state);
                return;
            }
            case DeviceOrder.Turn(boolean on, Duration hold) -> {
                light(panel, on ? 100 : 0, hold, state);
                return;
            }
            case DeviceOrder.State _ -> {
            }
            case DeviceOrder.Monitor _ -> {
                monitor(panel, wire, () -> state.accept(seen(panel)));
                return;
            }
            case DeviceOrder.Open _, DeviceOrder.Shut _ ->
                throw cannot(PANEL, "state, light N, on, off, monitor");
        }
        state.accept(seen(panel));
    }

    private void light(FlatPanel panel, int percent, Duration hold, Consumer<Seen> state)
            throws DeviceException, InterruptedException {
        panel.light(percent);
        state.accept(seen(panel));
        if (percent > 0) {
            try {
                time.sleep(hold);
            } finally {
                panel.light(0);
            }
            state.accept(seen(panel));
        }
    }

    private static Seen seen(FlatPanel panel) throws DeviceException, InterruptedException {
        FlatPanel.Reading now = panel.read();
        return new Seen(PANEL, panel.name(), now.percent() == 0 ? "off" : "lit at " + now.percent() + " %",
                now.evidence().text(), quoted(now.said()));
    }

    private static String quoted(String said) {
        return said.isEmpty() ? "" : "\"" + said + "\"";
    }

    private void turn(Switch one, String device, DeviceOrder order, boolean settable, Consumer<String> wire,
            Consumer<Seen> state) throws DeviceException, InterruptedException {
        switch (order) {
            case DeviceOrder.Turn(boolean on, Duration hold) when settable -> {
                one.set(on);
                if (on) {
                    state.accept(seen(one, device));
                    try {
                        time.sleep(hold);
                    } finally {
                        one.set(false);
                    }
                }
            }
            case DeviceOrder.State _ -> {
            }
            case DeviceOrder.Monitor _ -> {
                monitor(one, wire, () -> state.accept(seen(one, device)));
                return;
            }
            case DeviceOrder.Open _, DeviceOrder.Shut _, DeviceOrder.Light _, DeviceOrder.Turn _ ->
                throw cannot(device, settable ? "state, on, off, monitor" : "state, monitor");
        }
        state.accept(seen(one, device));
    }

    private static Seen seen(Switch one, String device) throws DeviceException, InterruptedException {
        Switch.Reading now = one.read();
        return new Seen(device, one.name(), now.on() ? "on" : "off", now.evidence().text(), "");
    }

    private void look(LightSensor sensor, DeviceOrder order, Consumer<Seen> state)
            throws DeviceException, InterruptedException {
        switch (order) {
            case DeviceOrder.State _ -> state.accept(seen(sensor));
            case DeviceOrder.Monitor _ -> repeat(() -> state.accept(seen(sensor)));
            case DeviceOrder.Open _, DeviceOrder.Shut _, DeviceOrder.Light _, DeviceOrder.Turn _ ->
                throw cannot(sensor.name(), "state, monitor");
        }
    }

    private void feel(FileTemperature thermometer, DeviceOrder order, Consumer<Seen> state)
            throws DeviceException, InterruptedException {
        switch (order) {
            case DeviceOrder.State _ -> state.accept(seen(thermometer));
            case DeviceOrder.Monitor _ -> repeat(() -> state.accept(seen(thermometer)));
            case DeviceOrder.Open _, DeviceOrder.Shut _, DeviceOrder.Light _, DeviceOrder.Turn _ ->
                throw cannot(thermometer.name(), "state, monitor");
        }
    }

    private static Seen seen(FileTemperature thermometer) {
        FileTemperature.Reading now = thermometer.look();
        return new Seen(thermometer.name(), thermometer.place(),
                now.temperature().isKnown() ? now.temperature().toString() : "no reading",
                Evidence.SENSED.text(), now.why());
    }

    private static Seen seen(LightSensor sensor) throws InterruptedException {
        LightSensor.Reading now = sensor.read();
        return new Seen(sensor.name(), sensor.name(),
                now.sight().name().toLowerCase(Locale.ROOT).replace('_', ' '), Evidence.SENSED.text(),
                now.said());
    }

    /// A look at a device.
    @FunctionalInterface
    private interface Look {
        void look() throws DeviceException, InterruptedException;
    }

    private void monitor(Object device, Consumer<String> wire, Look look)
            throws DeviceException, InterruptedException {
        if (device instanceof Wired wired) {
            wired.wire().entries().forEach(entry -> wire.accept(entry.toString()));
            Runnable end = wired.wire().follow(entry -> wire.accept(entry.toString()));
            try {
                repeat(look);
            } finally {
                end.run();
            }
        } else {
            repeat(look);
        }
    }

    /// Ends by an interrupt: Ctrl-C ends the process.
    private void repeat(Look look) throws DeviceException, InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            look.look();
            time.sleep(LOOK);
        }
    }

    private static DeviceException cannot(String device, String allowed) {
        return new DeviceException.Refused(device, "does not take that; allowed: " + allowed);
    }
}
