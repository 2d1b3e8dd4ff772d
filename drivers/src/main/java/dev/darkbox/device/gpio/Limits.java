package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The limit switches of a cover, each believed when enough reads in a row agree.
final class Limits {

    /// Reads until a switch that will not settle is given up, as a multiple of those that must agree.
    private static final int PATIENCE = 10;

    private final Lines lines;
    private final Time time;
    private final Optional<GpioSpec.Input> open;
    private final Optional<GpioSpec.Input> shut;

    /// What a switch shows. `UNSTEADY` is one that bounces, or a loose wire.
    enum End { ABSENT, INACTIVE, ACTIVE, UNSTEADY }

    /// Both switches.
    record Ends(End open, End shut) {

        End of(Position goal) {
            return goal == Position.SHUT ? shut : open;
        }

        boolean both() {
            return open == End.ACTIVE && shut == End.ACTIVE;
        }

        boolean isSteady() {
            return open != End.UNSTEADY && shut != End.UNSTEADY;
        }

        /// `limit switches open=0 shut=1`
        @Override
        public String toString() {
            if (open == End.ABSENT && shut == End.ABSENT) {
                return "no limit switches";
            }
            return "limit switches" + text(" open=", open) + text(" shut=", shut);
        }

        private static String text(String name, End end) {
            return switch (end) {
                case ABSENT -> "";
                case INACTIVE -> name + "0";
                case ACTIVE -> name + "1";
                case UNSTEADY -> name + "unsteady";
            };
        }
    }

    Limits(Lines lines, Optional<GpioSpec.Input> open, Optional<GpioSpec.Input> shut, Time time) {
        this.lines = lines;
        this.open = open;
        this.shut = shut;
        this.time = time;
    }

    /// Reads until both are steady, or will not be.
    Ends look() throws DeviceException, InterruptedException {
        return new Ends(steady(lines, "open limit", open, time), steady(lines, "shut limit", shut, time));
    }

    /// Reads one input until enough reads in a row agree.
    static End steady(Lines lines, String name, Optional<GpioSpec.Input> input, Time time)
            throws DeviceException, InterruptedException {
        if (input.isEmpty()) {
            return End.ABSENT;
        }
        int wanted = input.get().equalReads();
        boolean last = lines.get(name);
        int equal = 1;
        for (int reads = 1; equal < wanted && reads < wanted * PATIENCE; reads++) {
            time.sleep(input.get().every());
            boolean now = lines.get(name);
            equal = now == last ? equal + 1 : 1;
            last = now;
        }
        return equal < wanted ? End.UNSTEADY : last ? End.ACTIVE : End.INACTIVE;
    }

    /// Switches read once at each [#next], for whoever watches a motor and cannot wait.
    final class Watch {
        private final List<Count> counts = new ArrayList<>();

        private static final class Count {
            private final String name;
            private final int wanted;
            private boolean last;
            private int equal;

            Count(String name, int wanted) {
                this.name = name;
                this.wanted = wanted;
            }
        }

        Watch() {
            open.ifPresent(input -> counts.add(new Count("open limit", input.equalReads())));
            shut.ifPresent(input -> counts.add(new Count("shut limit", input.equalReads())));
        }

        /// One more read of each.
        Ends next() throws DeviceException {
            End openEnd = End.ABSENT;
            End shutEnd = End.ABSENT;
            for (Count count : counts) {
                boolean now = lines.get(count.name);
                count.equal = count.equal > 0 && now == count.last ? count.equal + 1 : 1;
                count.last = now;
                End end = count.equal < count.wanted ? End.UNSTEADY : now ? End.ACTIVE : End.INACTIVE;
                if (count.name.equals("open limit")) {
                    openEnd = end;
                } else {
                    shutEnd = end;
                }
            }
            return new Ends(openEnd, shutEnd);
        }
    }

    /// How often a watch should look: the shorter pause of the two.
    Duration every() {
        Duration one = open.map(GpioSpec.Input::every).orElse(Duration.ofMillis(10));
        Duration other = shut.map(GpioSpec.Input::every).orElse(Duration.ofMillis(10));
        return one.compareTo(other) < 0 ? one : other;
    }
}
