package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// A chip, a PWM chip and a cover that are not there, in virtual time: whoever sleeps moves the cover and calls the
/// watchers, a millisecond at a time. Levels are those of the wires, whatever is active.
final class FakeBoard implements Board, Time {

    static final int OPEN_RELAY = 5;
    static final int SHUT_RELAY = 6;
    static final int OPEN_LIMIT = 17;
    static final int SHUT_LIMIT = 27;
    static final int SUPPLY = 23;
    static final int HEATER = 24;

    private static final double AT_END = 1e-9;

    /// The cover: 0 shut .. 1 open.
    double stand = 1;
    Duration travel = Duration.ofSeconds(4);
    /// It does not get past this.
    double blockedBelow = -1;
    /// A switch bounces for so long after it moved.
    int bounceMillis;
    /// Lines whose level is not what it should be.
    final Map<Integer, Boolean> stuck = new HashMap<>();
    boolean chipGone;
    /// Reads end in what nobody expects.
    boolean mistake;
    boolean pwmBroken;
    /// A motor with a control of its own, which a pulse starts.
    boolean ownControl;
    boolean relaysActiveLow;
    boolean limitsOpenAtEnd;

    /// What was done to outputs: `5=1@1200`, line, level and milliseconds.
    final List<String> done = new ArrayList<>();
    private final Map<Integer, FakePulses> channels = new TreeMap<>();
    int shortCircuits;
    int closed;

    private final Map<Integer, Boolean> outputs = new TreeMap<>();
    private final Map<Integer, Boolean> rest = new HashMap<>();
    private final Map<Integer, Boolean> steadyLimit = new HashMap<>();
    private final Map<Integer, Long> limitMoved = new HashMap<>();
    private final List<Watched> watched = new ArrayList<>();
    private long millis;
    private int runsBy;
    private boolean stepping;

    private static final class Watched {
        private final long every;
        private final BooleanSupplier step;
        private long next;

        Watched(long every, long next, BooleanSupplier step) {
            this.every = every;
            this.next = next;
            this.step = step;
        }
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusMillis(millis);
    }

    @Override
    public void sleep(Duration duration) {
        for (long left = Math.max(1, duration.toMillis()); left > 0; left--) {
            millis++;
            turn();
            callWatchers();
        }
    }

    private void callWatchers() {
        if (stepping) {
            return;
        }
        stepping = true;
        for (Watched one : List.copyOf(watched)) {
            if (millis >= one.next) {
                one.next = millis + one.every;
                if (!one.step.getAsBoolean()) {
                    watched.remove(one);
                }
            }
        }
        stepping = false;
    }

    boolean level(int line) {
        return outputs.getOrDefault(line, false);
    }

    private boolean relay(int line) {
        return outputs.containsKey(line) && level(line) != relaysActiveLow;
    }

    boolean motorRuns() {
        return relay(OPEN_RELAY) || relay(SHUT_RELAY);
    }

    private void turn() {
        int ordered = relay(OPEN_RELAY) ? relay(SHUT_RELAY) ? 0 : 1 : relay(SHUT_RELAY) ? -1 : 0;
        if (relay(OPEN_RELAY) && relay(SHUT_RELAY)) {
            shortCircuits++;
        }
        runsBy = ownControl && ordered == 0 ? runsBy : ordered;
        double to = Math.clamp(stand + runsBy / (double) travel.toMillis(), 0, 1);
        stand = to < blockedBelow ? Math.max(to, Math.min(stand, blockedBelow)) : to;
        limit(OPEN_LIMIT, stand > 1 - AT_END);
        limit(SHUT_LIMIT, stand < AT_END);
    }

    /// A switch to ground: closed is low, at its end closed unless it is one that opens there.
    private void limit(int line, boolean atEnd) {
        boolean level = atEnd == limitsOpenAtEnd;
        Boolean before = steadyLimit.put(line, level);
        if (before != null && before != level) {
            limitMoved.put(line, millis);
        }
    }

    private boolean read(int line) throws DeviceException {
        if (mistake) {
            throw new IllegalArgumentException("a mistake");
        }
        if (chipGone) {
            throw new DeviceException.Lost("gpiochip fake", "line " + line + ": No such device");
        }
        turnNothing();
        if (stuck.containsKey(line)) {
            return stuck.get(line);
        }
        if (outputs.containsKey(line)) {
            return level(line);
        }
        boolean level = steadyLimit.getOrDefault(line, true);
        long since = millis - limitMoved.getOrDefault(line, -1_000_000L);
        return (since < bounceMillis && since % 7 < 3) != level;
    }

    private void turnNothing() {
        limit(OPEN_LIMIT, stand > 1 - AT_END);
        limit(SHUT_LIMIT, stand < AT_END);
    }

    private void write(int line, boolean level) throws DeviceException {
        if (chipGone) {
            throw new DeviceException.Lost("gpiochip fake", "line " + line + ": No such device");
        }
        Boolean before = outputs.put(line, level);
        if (before == null || before != level) {
            done.add("%d=%d@%d".formatted(line, level ? 1 : 0, millis));
        }
    }

    @Override
    public Lines lines(String chip, List<Lines.Wish> wishes) throws DeviceException {
        Map<String, Lines.Wish> held = new HashMap<>();
        Set<Integer> mine = new HashSet<>();
        for (Lines.Wish wish : wishes) {
            held.put(wish.name(), wish);
            mine.add(wish.line());
            if (wish instanceof Lines.Wish.Out(_, GpioSpec.Output(int line, boolean low))) {
                rest.put(line, low);
                write(line, low);
            }
        }
        return new Lines() {
            @Override
            public String place() {
                return "gpiochip fake";
            }

            @Override
            public boolean get(String name) throws DeviceException {
                return switch (wish(name)) {
                    case Wish.Out(_, GpioSpec.Output(int line, boolean low)) -> read(line) != low;
                    case Wish.In(_, GpioSpec.Input input) -> read(input.line()) != input.activeLow();
                };
            }

            @Override
            public void set(String name, boolean active) throws DeviceException {
                if (wish(name) instanceof Wish.Out(_, GpioSpec.Output(int line, boolean low))) {
                    write(line, active != low);
                }
            }

            private Wish wish(String name) {
                Wish found = held.get(name);
                if (found == null) {
                    throw new IllegalArgumentException(name);
                }
                return found;
            }

            @Override
            public void close() {
                closed++;
                outputs.replaceAll(
                        (line, level) -> mine.contains(line) ? rest.getOrDefault(line, level) : level);
            }
        };
    }

    @Override
    public Pulses pulses(GpioSpec.Pwm at) {
        return channel(at.channel());
    }

    FakePulses channel(int number) {
        return channels.computeIfAbsent(number, FakePulses::new);
    }

    @Override
    public void watch(String name, Duration every, BooleanSupplier step) {
        if (step.getAsBoolean()) {
            watched.add(new Watched(every.toMillis(), millis + every.toMillis(), step));
        }
    }

    int watchers() {
        return watched.size();
    }

    /// Pulses that remember.
    final class FakePulses implements Pulses {
        private final int channel;
        State state = new State(0, 0, false);
        final List<Long> duties = new ArrayList<>();

        FakePulses(int channel) {
            this.channel = channel;
        }

        @Override
        public String place() {
            return "/sys/class/pwm/fake/pwm" + channel;
        }

        @Override
        public State read() {
            return state;
        }

        @Override
        public void set(long periodNanos, long dutyNanos) throws DeviceException {
            check();
            state = new State(periodNanos, dutyNanos, true);
            duties.add(dutyNanos);
        }

        @Override
        public void off() throws DeviceException {
            check();
            state = new State(state.periodNanos(), 0, false);
        }

        private void check() throws DeviceException {
            if (pwmBroken) {
                throw new DeviceException.Lost(place(), "0 is not taken: duty_cycle: Input/output error");
            }
        }
    }
}
