package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.DeepSkyDad.Reply;
import dev.darkbox.device.serial.DeepSkyDad.Request;
import java.time.Duration;
import java.util.Optional;

/// An FP1 or FP2, greeted. Its firmware tells where the cover is, from its servo and without a limit switch.
///
/// An FP2 was seen to say "open" of a cover that had been stopped at 232 degrees, so its degrees are asked as well, and an end
/// counts only where both agree.
final class DeepSkyDadUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int TRIES = 2;
    private static final Duration TRAVEL = Duration.ofSeconds(60);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    private static final int OFF = 0;
    private static final int ON = 1;

    private final Dialogue dialogue;
    private final Fenced fenced;
    private final boolean fp2;
    private final Traits traits;
    private int warmMode = ON;

    private DeepSkyDadUnit(Dialogue dialogue, Fenced fenced, Reply.Firmware firmware, boolean heater) {
        this.dialogue = dialogue;
        this.fenced = fenced;
        fp2 = DeepSkyDadProtocol.isFp2(firmware);
        traits = new Traits(dialogue.place(), firmware.board() + ", firmware " + firmware.version(), true,
                true,
                heater, TRAVEL, AFTERGLOW);
    }

    /// Finds out whether there is a heater. One whose sensor is missing but which is not off is one: it must be seen off.
    static DeepSkyDadUnit greet(Dialogue dialogue, Reply.Firmware firmware)
            throws DeviceException, InterruptedException {
        var fenced = new Fenced(dialogue, new Request.GetFirmware().encode(),
                line -> Reply.decode(line).filter(Reply.Firmware.class::isInstance).isPresent(), ANSWER,
                TRIES);
        double celsius = number(fenced, new Request.GetHeaterCelsius()).orElse(-273.0);
        int mode = number(fenced, new Request.GetHeater()).orElse((double) OFF).intValue();
        var unit = new DeepSkyDadUnit(dialogue, fenced, firmware,
                celsius > DeepSkyDad.NO_HEATER_CELSIUS || mode != OFF);
        unit.warmMode = mode == OFF ? ON : mode;
        return unit;
    }

    /// Empty where the box does not know the question, or answers it with no number: a sensor that is broken.
    private static Optional<Double> number(Fenced fenced, Request request)
            throws DeviceException, InterruptedException {
        try {
            return fenced.ask(request.encode(), line -> Reply.decode(line).flatMap(DeepSkyDadUnit::number));
        } catch (DeviceException.Garbled _) {
            return Optional.empty();
        }
    }

    private static Optional<Optional<Double>> number(Reply reply) {
        return switch (reply) {
            case Reply.Figure(double value) -> Optional.of(Optional.of(value));
            case Reply.Unknown _ -> Optional.of(Optional.empty());
            case Reply.Ok _, Reply.Firmware _ -> Optional.empty();
        };
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        boolean moving = ask(new Request.GetMotor(), 1) == 1;
        String said = said();
        if (moving) {
            return new Cover(dialogue.time().now(), Stand.MOVING, Evidence.REPORTED, said);
        }
        int degrees = ask(new Request.GetDegrees(), 360);
        said = said();
        Stand stand = degrees == DeepSkyDad.SHUT_DEGREES
                ? Stand.SHUT
                : degrees == 0 ? Stand.OPEN : Stand.HALF_WAY;
        if (fp2) {
            int end = ask(new Request.GetEnd(), 9);
            said = "degrees %s, end %s".formatted(said, said());
            boolean agree = end == (stand == Stand.SHUT ? 0 : 1);
            stand = agree ? stand : Stand.HALF_WAY;
        }
        return new Cover(dialogue.time().now(), stand, Evidence.REPORTED, said);
    }

    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        order(new Request.Target(goal == Position.SHUT ? DeepSkyDad.SHUT_DEGREES : 0));
        order(new Request.Move());
    }

    @Override
    public void halt() throws DeviceException, InterruptedException {
        if (!fp2) {
            throw new DeviceException.Refused(traits.place(), "this box cannot be stopped half way");
        }
        order(new Request.Stop());
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        boolean lit = ask(new Request.GetLit(), 1) == 1;
        String said = said();
        int percent = 0;
        if (lit) {
            int level = ask(new Request.GetLevel(), DeepSkyDad.FULL);
            percent = Math.max(1, Math.round(level * 100f / DeepSkyDad.FULL));
            said = "lit %s, level %s".formatted(said, said());
        }
        return new Lamp(dialogue.time().now(), percent, Evidence.REPORTED, said);
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        int level = Math.round(percent * DeepSkyDad.FULL / 100f);
        order(new Request.SetLevel(level));
        order(new Request.Light(percent > 0));
    }

    /// Its third mode counts as on: it warms as soon as the cover opens.
    @Override
    public Heater heater() throws DeviceException, InterruptedException {
        if (!traits.heater()) {
            throw noHeater();
        }
        int mode = ask(new Request.GetHeater(), 2);
        if (mode != OFF) {
            warmMode = mode;
        }
        return new Heater(dialogue.time().now(), mode != OFF, Evidence.REPORTED, said());
    }

    /// On is the mode that it was in before it was switched off.
    @Override
    public void heat(boolean on) throws DeviceException, InterruptedException {
        if (!traits.heater()) {
            throw noHeater();
        }
        order(new Request.SetHeater(on ? warmMode : OFF));
    }

    private DeviceException noHeater() {
        return new DeviceException.Refused(traits.place(), "this box has no heater");
    }

    private int ask(Request request, int most) throws DeviceException, InterruptedException {
        return fenced.ask(request.encode(), line -> Reply.whole(line).filter(value -> value <= most));
    }

    /// Taken is not done: states are read back.
    private void order(Request request) throws DeviceException, InterruptedException {
        boolean taken = fenced.ask(request.encode(),
                line -> Reply.decode(line).flatMap(DeepSkyDadUnit::taken));
        if (!taken) {
            throw new DeviceException.Refused(traits.place(),
                    "does not know %s, \"%s\"".formatted(request.encode(), said()));
        }
    }

    private String said() {
        return dialogue.heard() + ")";
    }

    private static Optional<Boolean> taken(Reply reply) {
        return switch (reply) {
            case Reply.Ok _ -> Optional.of(true);
            case Reply.Unknown _ -> Optional.of(false);
            case Reply.Figure _, Reply.Firmware _ -> Optional.empty();
        };
    }

    @Override
    public WireLog wire() {
        return dialogue.wire();
    }

    @Override
    public void close() {
        Parting.from(this, dialogue);
    }
}
