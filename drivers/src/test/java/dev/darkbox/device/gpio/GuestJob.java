package dev.darkbox.device.gpio;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.gpio.GpioSpec.Input;
import dev.darkbox.device.gpio.GpioSpec.Output;
import dev.darkbox.device.gpio.GpioSpec.Pwm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What is done in the machine that [GpioGuestTest] starts: our driver on the kernel's simulated GPIO chip and a PWM chip
/// without hardware. One line for each check, `ok …` or `not ok …`.
///
/// Argument 1: `root`; `user` for what needs no more than the group gpio; `crash` to light lamp and heater and be killed.
public final class GuestJob {

    private static final int OPEN_RELAY = 5;
    private static final int SHUT_RELAY = 6;
    private static final int OPEN_LIMIT = 17;
    private static final int SHUT_LIMIT = 27;
    private static final int CONTACT = 22;
    private static final int SUPPLY = 23;
    private static final int HEATER = 24;
    private static final int TAKEN = 9;
    private static final String CHIP = "pinctrl-rp1";
    private static final Path PWM = Path.of("/sys/class/pwm/pwmchip0");
    private static final Path BROKEN = Path.of("/sys/module/fakepwm/parameters/broken");
    private static final Path TRACE = Path.of("/sys/kernel/tracing");

    private final Time time = Time.system();
    private final Board board = Board.ofThisMachine(time);
    private final boolean root;
    private int checks;

    private GuestJob(boolean root) {
        this.root = root;
    }

    /// Something to be found true.
    @FunctionalInterface
    private interface Check {
        String run() throws Exception;
    }

    /// Does all of it.
    ///
    /// @param args what the class says
    public static void main(String[] args) throws Exception {
        var job = new GuestJob(args[0].equals("root"));
        if (args[0].equals("crash")) {
            job.crash();
        }
        job.all();
        System.out.println("checks done as " + args[0] + ": " + job.checks);
        System.exit(0);
    }

    private void check(String what, String wanted, Check check) {
        checks++;
        String got;
        try {
            got = check.run();
        } catch (Exception e) {
            got = e.toString();
        }
        System.out.println(got.equals(wanted)
                ? "ok " + what
                : "not ok %s: wanted [%s], got [%s]".formatted(
                        what, wanted, got));
    }

    private void all() {
        check("chips are seen by their labels", "pinctrl-rp1 28 lines, fakepwm 3 channels", this::survey);
        if (root) {
            check("what a crash left lit is put out, and a line is as its resistor has it",
                    "heater line 1, pulses on 1, then 0", this::afterCrash);
            check("an output has its level from the first moment", "1, written: 1", this::firstLevel);
        }
        check("a second consumer of a line is told who holds it",
                "gpiochip pinctrl-rp1: heater: pinctrl-rp1 line 9: held by \"gpioset\"", this::taken);
        check("a line of ours is refused to others", "gpioset 1, consumer darkbox heater",
                this::keptFromOthers);
        check("a label that is not there is told with those that are",
                "gpio: no GPIO chip labelled pinctrl-bcm9999; seen from here: pinctrl-rp1", () -> {
                    try {
                        board.lines("pinctrl-bcm9999", List.of()).close();
                        return "opened";
                    } catch (DeviceException e) {
                        return String.valueOf(e.getMessage());
                    }
                });
        check("relays shut and open a cover that its switches see",
                "OPEN SENSED, SHUT SENSED, OPEN SENSED, relays 0 0, both at once 0", this::relays);
        check("a stalled motor is switched off though nobody asks", "STALLED SENSED, relays 0 0",
                this::stall);
        check("a servo goes along its ramp and is cut", "SHUT INFERRED, period 20000000, enable 0",
                this::servo);
        check("a panel is dimmed and put out", "400000 of 1000000 on 1 supply 1, 0 of 1000000 on 0 supply 0",
                this::panel);
        if (root) {
            check("a PWM chip that fails is told, and the supply is open", "told, supply 0, percent 100",
                    this::brokenPwm);
        }
        check("a contact is read", "false true", this::contact);
        check("what was closed is free and inactive",
                "heater on 0, then 1, free" + (root ? ", written: 101" : ""),
                this::afterwards);
    }

    /// As `kill -9` leaves it: nobody lets go of anything.
    private void crash() throws Exception {
        World.pull(HEATER, true);
        GpioUnit.open(heaterOn(HEATER), board, time).heat(true);
        GpioUnit.open(lamp(), board, time).light(100);
        System.out.println("# before it is killed: heater line " + level(HEATER) + ", " + channel());
        run("kill", "-9", Long.toString(ProcessHandle.current().pid()));
    }

    private String afterCrash() throws Exception {
        String left = "heater line " + level(HEATER) + ", pulses on " + file(PWM.resolve("pwm0/enable"));
        try (var _ = GpioUnit.open(lamp(), board, time)) {
            return left + ", then " + file(PWM.resolve("pwm0/enable"));
        }
    }

    private String survey() {
        DeviceSurvey survey = new GpioSurvey().look();
        return String.join(", ", survey.devices().stream().filter(d -> !d.traits().isEmpty())
                .filter(d -> d.driver().equals("GPIO") || d.driver().equals("PWM"))
                .map(d -> d.name() + " " + d.traits().getFirst().value() + " " + d.traits().getFirst().what())
                .toList());
    }

    private static GpioSpec heaterOn(int line) {
        return new GpioSpec(CHIP, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(new Output(line, true)));
    }

    /// By the kernel's own record of every level that it wrote.
    private String firstLevel() throws Exception {
        record();
        long began = System.nanoTime();
        try (var _ = GpioUnit.open(heaterOn(HEATER), board, time)) {
            System.out.printf("# pi4j and one line: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            String level = level(HEATER);
            return level + ", written: " + written();
        }
    }

    private static void record() throws IOException {
        Files.writeString(TRACE.resolve("events/gpio/enable"), "1");
        Files.writeString(TRACE.resolve("trace"), "");
    }

    /// The levels in order, each once however often it was written in a row.
    private static String written() throws IOException {
        Files.writeString(TRACE.resolve("events/gpio/enable"), "0");
        var levels = new StringBuilder();
        for (String line : Files.readAllLines(TRACE.resolve("trace"))) {
            char level = line.charAt(line.length() - 1);
            if (line.contains("gpio_value: ") && line.contains(" set ")
                    && (levels.isEmpty() || levels.charAt(levels.length() - 1) != level)) {
                levels.append(level);
            }
        }
        return levels.toString();
    }

    private String taken() throws Exception {
        try (var _ = GpioUnit.open(heaterOn(TAKEN), board, time)) {
            return "opened";
        } catch (DeviceException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String keptFromOthers() throws Exception {
        long began = System.nanoTime();
        try (var _ = GpioUnit.open(heaterOn(HEATER), board, time)) {
            System.out.printf("# pi4j and one line, another time: %d ms%n",
                    (System.nanoTime() - began) / 1_000_000);
            String who = new GpioSurvey().look().devices().getFirst().traits().stream()
                    .filter(t -> t.value().contains("line 24 ")).map(DeviceSurvey.Trait::value)
                    .findFirst().orElse("nobody");
            return "gpioset " + run("gpioset", "gpiochip0", HEATER + "=0") + ", consumer "
                    + (who.contains("by darkbox heater, output") ? "darkbox heater" : who);
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    private static GpioSpec motor(int travelSeconds) {
        return new GpioSpec(CHIP,
                Optional.of(new GpioSpec.Relay(new Output(OPEN_RELAY, false), new Output(SHUT_RELAY, false),
                        GpioSpec.Drive.HOLD, Duration.ZERO, Duration.ofMillis(500),
                        Duration.ofSeconds(travelSeconds))),
                Optional.of(Input.toGround(OPEN_LIMIT)), Optional.of(Input.toGround(SHUT_LIMIT)),
                Optional.empty(), Optional.empty());
    }

    private String relays() throws Exception {
        try (var world = new World(2000, -1); var unit = GpioUnit.open(motor(30), board, time)) {
            var cap = new UnitCap(unit, time);
            time.sleep(Duration.ofMillis(300));
            String said = text(unit.cover());
            cap.moveTo(Position.SHUT);
            said += ", " + text(unit.cover());
            cap.moveTo(Position.OPEN);
            return said + ", " + text(unit.cover()) + ", relays " + level(OPEN_RELAY) + " "
                    + level(SHUT_RELAY)
                    + ", both at once " + world.shortCircuits;
        }
    }

    private String stall() throws Exception {
        try (var _ = new World(2000, 0.5); var unit = GpioUnit.open(motor(4), board, time)) {
            unit.move(Position.SHUT);
            time.sleep(Duration.ofSeconds(8));
            String relays = "relays " + level(OPEN_RELAY) + " " + level(SHUT_RELAY);
            return text(unit.cover()) + ", " + relays;
        }
    }

    private static String text(CoverUnit.Cover cover) {
        return cover.stand() + " " + cover.evidence();
    }

    private String servo() throws Exception {
        var spec = new GpioSpec(CHIP,
                Optional.of(new GpioSpec.Servo(new Pwm("fakepwm", 2), 1_000_000, 2_000_000,
                        Duration.ofSeconds(2), Duration.ofMillis(500), false)),
                Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
        try (var unit = GpioUnit.open(spec, board, time)) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.OPEN);
            cap.moveTo(Position.SHUT);
            return text(unit.cover()) + ", period " + file(PWM.resolve("pwm2/period")) + ", enable "
                    + file(PWM.resolve("pwm2/enable"));
        }
    }

    private static GpioSpec lamp() {
        return new GpioSpec(CHIP, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(new GpioSpec.Lamp(new Pwm("", 0), 1000, Optional.of(new Output(SUPPLY, false)),
                        Duration.ZERO)),
                Optional.empty());
    }

    private String panel() throws Exception {
        try (var unit = GpioUnit.open(lamp(), board, time)) {
            var panel = new UnitPanel(unit, time);
            panel.light(40);
            String lit = channel();
            panel.light(0);
            return lit + ", " + channel();
        }
    }

    private String channel() throws IOException {
        Path pwm = PWM.resolve("pwm0");
        return file(pwm.resolve("duty_cycle")) + " of " + file(pwm.resolve("period")) + " on "
                + file(pwm.resolve("enable")) + " supply " + level(SUPPLY);
    }

    private String brokenPwm() throws Exception {
        try (var unit = GpioUnit.open(lamp(), board, time)) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            Files.writeString(BROKEN, "1");
            String said = "put out";
            try {
                panel.light(0);
            } catch (DeviceException.Lost e) {
                String message = String.valueOf(e.getMessage());
                said = message.contains("pwm0") && message.contains("Input/output error") ? "told" : message;
            }
            said += ", supply " + level(SUPPLY) + ", percent " + panel.read().percent();
            Files.writeString(BROKEN, "0");
            return said;
        } finally {
            Files.writeString(BROKEN, "0");
        }
    }

    private String contact() throws Exception {
        try (var contact = GpioContact.open(new GpioSpec.Contact("box", "", Input.toGround(CONTACT)), board,
                time)) {
            World.pull(CONTACT, true);
            boolean open = contact.read().on();
            World.pull(CONTACT, false);
            return open + " " + contact.read().on();
        }
    }

    /// The kernel's simulated chip forgets a level when its line is let go: what is left is the resistor.
    private String afterwards() throws Exception {
        World.pull(HEATER, true);
        if (root) {
            record();
        }
        String on;
        try (var unit = GpioUnit.open(heaterOn(HEATER), board, time)) {
            new UnitHeater("dew", unit).set(true);
            on = level(HEATER);
        }
        boolean held = new GpioSurvey().look().devices().getFirst().traits().stream()
                .anyMatch(t -> t.value().contains("line 24 "));
        return "heater on " + on + ", then " + level(HEATER) + (held ? ", held" : ", free")
                + (root ? ", written: " + written() : "");
    }

    private static String file(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    private static String level(int line) throws IOException {
        return file(World.SIMULATED.resolve("sim_gpio" + line + "/value"));
    }

    /// The world outside the pins: a motor that its relays move, and two switches to ground.
    private static final class World implements AutoCloseable {

        static final Path SIMULATED = Path.of("/sys/devices/platform/gpio-sim.0/gpiochip0");

        private final Thread thread;
        private volatile boolean ends;
        final AtomicInteger shortCircuits = new AtomicInteger();

        World(long travelMillis, double blockedBelow) {
            thread = Thread.ofPlatform().daemon().name("world").start(() -> {
                double stand = 1;
                long last = System.nanoTime();
                try {
                    while (!ends) {
                        boolean opens = level(OPEN_RELAY).equals("1");
                        boolean shuts = level(SHUT_RELAY).equals("1");
                        if (opens && shuts) {
                            shortCircuits.incrementAndGet();
                        }
                        long now = System.nanoTime();
                        double way = (now - last) / 1e6 / travelMillis;
                        last = now;
                        stand = Math.clamp(stand + (opens ? way : 0) - (shuts ? way : 0), 0, 1);
                        stand = Math.max(stand, blockedBelow);
                        pull(OPEN_LIMIT, stand < 1);
                        pull(SHUT_LIMIT, stand > 0);
                        Thread.sleep(5);
                    }
                } catch (IOException | InterruptedException e) {
                    System.out.println("not ok the world ended: " + e);
                }
            });
        }

        static void pull(int line, boolean up) throws IOException {
            Files.writeString(SIMULATED.resolve("sim_gpio" + line + "/pull"), up ? "pull-up" : "pull-down");
        }

        @Override
        public void close() {
            ends = true;
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
