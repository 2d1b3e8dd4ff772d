package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.LightSensor.Sight;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.FlatMasterNeo.NeoState;
import dev.darkbox.device.serial.FlatMasterNeo.Request;
import java.time.Duration;
import java.time.Instant;

/// A FlatMaster Neo, greeted: cover, lamp, dew heater, and a light sensor that can contradict the lamp.
final class FlatMasterNeoUnit implements CoverUnit, Sighted {

    private static final Duration TRAVEL = Duration.ofSeconds(60);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    /// For a heater that was never seen on.
    private static final int USUAL_HEAT_PERCENT = 50;

    private final Dialogue dialogue;
    private final FlatMasterTalk talk;
    private final Traits traits;
    private final NeoCap cap = new NeoCap();
    private final NeoEye eye = new NeoEye();
    private boolean autoHeat;
    private int heatPercent = USUAL_HEAT_PERCENT;

    FlatMasterNeoUnit(Dialogue dialogue, String identity) {
        this.dialogue = dialogue;
        talk = new FlatMasterTalk(dialogue);
        traits = new Traits(dialogue.place(), identity, true, true, true, TRAVEL, AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        NeoState state = state();
        Stand stand = cap.stand(state, dialogue.time().nanos());
        return new Cover(now(), stand, stand == Stand.HALF_WAY ? Evidence.INFERRED : Evidence.REPORTED,
                dialogue.heard());
    }

    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        cap.ordered();
        talk.order(new Request.Move(goal == Position.OPEN));
    }

    @Override
    public void halt() throws DeviceException, InterruptedException {
        talk.order(new Request.Halt());
    }

    /// Out is sensed where the sensor sees the difference. Behind a shut cover it overrules the box: nothing but the
    /// lamp can shine there as bright as the lamp.
    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        NeoState state = state();
        boolean out = state.lampPercent() == 0;
        if (out && eye.canTell() && eye.sight() == Sight.DARK) {
            return new Lamp(now(), 0, Evidence.SENSED, dialogue.heard());
        }
        if (out && state.cap() == 1 && eye.canTell() && eye.sight() == Sight.LIGHT) {
            return new Lamp(now(), 1, Evidence.SENSED, dialogue.heard() + ", light sensor " + eye);
        }
        return new Lamp(now(), state.lampPercent(), Evidence.REPORTED, dialogue.heard());
    }

    /// Lit from dark, the sensor is read before and after: that is what dark is measured by later.
    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        if (percent == 0) {
            talk.light(0);
            return;
        }
        NeoState before = state();
        eye.forget();
        talk.light(percent);
        if (before.lampPercent() == 0) {
            eye.lit(before.light(), state().light());
        }
    }

    @Override
    public Heater heater() throws DeviceException, InterruptedException {
        NeoState state = state();
        return new Heater(now(), state.heatPercent() > 0 || state.autoHeat(), Evidence.REPORTED,
                dialogue.heard());
    }

    /// Off is off, by itself as well; on is as it was when it was switched off.
    @Override
    public void heat(boolean on) throws DeviceException, InterruptedException {
        NeoState state = state();
        if (on) {
            talk.order(autoHeat ? new Request.AutoHeat(true) : new Request.Heat(heatPercent));
            return;
        }
        if (state.autoHeat() || state.heatPercent() > 0) {
            autoHeat = state.autoHeat();
            heatPercent = Math.clamp(Math.round(state.heatPercent()), 1, 100);
        }
        talk.order(new Request.AutoHeat(false));
        talk.order(new Request.Heat(0));
    }

    @Override
    public LightSensor.Reading sight() throws DeviceException, InterruptedException {
        state();
        return new LightSensor.Reading(now(), eye.sight(), eye + ", \"" + dialogue.heard() + "\"");
    }

    private NeoState state() throws DeviceException, InterruptedException {
        NeoState state = talk.state(NeoState::decode);
        eye.saw(state.light());
        return state;
    }

    private Instant now() {
        return dialogue.time().now();
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
