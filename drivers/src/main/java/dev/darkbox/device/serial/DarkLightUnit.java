package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.DarkLight.CoverState;
import dev.darkbox.device.serial.DarkLight.HeaterState;
import dev.darkbox.device.serial.DarkLight.LightState;
import dev.darkbox.device.serial.DarkLight.LightTo;
import dev.darkbox.device.serial.DarkLight.Plain;
import java.time.Duration;
import java.time.Instant;

/// A DarkLight, greeted. What it says of its cover is what it was told last, kept over power loss; a cover moved by hand
/// or by wind is still shut to it, and an order to shut then does nothing. So its word counts as our order does.
final class DarkLightUnit implements CoverUnit {

    private static final Duration TRAVEL = Duration.ofSeconds(60);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(500);
    /// It can be told to let its lamp settle for up to ten seconds.
    private static final Duration SETTLING = Duration.ofSeconds(12);

    private final DarkLightTalk talk;
    private final Traits traits;
    private final int most;
    private boolean autoHeat;

    /// @param most level of full brightness; 0 without a lamp
    DarkLightUnit(DarkLightTalk talk, String version, boolean cover, int most, boolean heater) {
        this.talk = talk;
        this.most = most;
        traits = new Traits(talk.dialogue().place(), "DarkLight Cover Calibrator, firmware " + version, cover,
                most > 0, heater, TRAVEL, AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /// Switches off what it does by itself when its cover has shut.
    ///
    /// @throws DeviceException.Refused it goes on heating by itself
    void tame() throws DeviceException, InterruptedException {
        if (traits.lamp()) {
            talk.order(Plain.NO_LIGHT_ON_SHUT);
        }
        if (traits.heater()) {
            talk.order(Plain.NO_HEAT_ON_SHUT);
            if (talk.state(Plain.GET_HEATER, HeaterState.class) == HeaterState.SET) {
                throw new DeviceException.Refused(traits.place(),
                        "goes on heating whenever its cover shuts, although told not to, \"%s\""
                                .formatted(said()));
            }
        }
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        needCover();
        Stand stand = switch (talk.state(Plain.GET_COVER, CoverState.class)) {
            case SHUT -> Stand.SHUT;
            case OPEN -> Stand.OPEN;
            case MOVING -> Stand.MOVING;
            case ERROR -> Stand.STALLED;
            case NONE, UNKNOWN -> Stand.UNKNOWN;
        };
        return new Cover(now(), stand, Evidence.COMMANDED, said());
    }

    /// An order while it moves would be echoed and forgotten: it is stopped first.
    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        needCover();
        tame();
        if (talk.state(Plain.GET_COVER, CoverState.class) == CoverState.MOVING) {
            talk.order(Plain.HALT);
        }
        talk.order(goal == Position.SHUT ? Plain.SHUT : Plain.OPEN);
    }

    @Override
    public void halt() throws DeviceException, InterruptedException {
        needCover();
        talk.order(Plain.HALT);
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        needLamp();
        LightState state = talk.state(Plain.GET_LIGHT, LightState.class);
        String said = said();
        int percent = switch (state) {
            case OFF -> 0;
            case SETTLING, READY ->
                Math.clamp(Math.round(talk.number(Plain.GET_LEVEL) * 100f / most), 1, 100);
            case NONE, UNKNOWN, ERROR -> throw new DeviceException.Refused(traits.place(),
                    "cannot tell whether its lamp is lit: %s, \"%s\"".formatted(state, said));
        };
        return new Lamp(now(), percent, Evidence.REPORTED, said);
    }

    /// Returns when the lamp has settled. Off is one order here: brightness 0 would be lit.
    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        needLamp();
        if (percent == 0) {
            talk.order(Plain.LIGHT_OFF);
            return;
        }
        talk.order(new LightTo(Math.max(1, Math.round(percent * most / 100f))));
        long began = talk.dialogue().time().nanos();
        while (talk.state(Plain.GET_LIGHT, LightState.class) == LightState.SETTLING) {
            if (talk.dialogue().time().nanos() - began > SETTLING.toNanos()) {
                throw new DeviceException.TimedOut(traits.place(),
                        "settling of its lamp (last heard \"%s\")".formatted(said()), SETTLING);
            }
            talk.dialogue().time().sleep(POLL);
        }
    }

    @Override
    public Heater heater() throws DeviceException, InterruptedException {
        needHeater();
        HeaterState state = talk.state(Plain.GET_HEATER, HeaterState.class);
        boolean on = switch (state) {
            case OFF -> false;
            case AUTO, ON, SET -> true;
            case NONE, UNKNOWN, ERROR -> throw new DeviceException.Refused(traits.place(),
                    "cannot tell whether its heater is on: %s, \"%s\"".formatted(state, said()));
        };
        return new Heater(now(), on, Evidence.REPORTED, said());
    }

    /// Off is off, by itself as well; on is as it was when it was switched off.
    @Override
    public void heat(boolean on) throws DeviceException, InterruptedException {
        needHeater();
        if (on) {
            talk.order(autoHeat ? Plain.AUTO_HEAT : Plain.HEAT);
            return;
        }
        HeaterState state = talk.state(Plain.GET_HEATER, HeaterState.class);
        autoHeat = state == HeaterState.AUTO || (autoHeat && state != HeaterState.ON);
        talk.order(Plain.NO_AUTO_HEAT);
        talk.order(Plain.NO_HEAT_ON_SHUT);
        talk.order(Plain.NO_HEAT);
    }

    private void needCover() throws DeviceException {
        if (!traits.cover()) {
            throw CoverUnit.no(this, "cover");
        }
    }

    private void needLamp() throws DeviceException {
        if (!traits.lamp()) {
            throw CoverUnit.no(this, "lamp");
        }
    }

    private void needHeater() throws DeviceException {
        if (!traits.heater()) {
            throw CoverUnit.no(this, "heater");
        }
    }

    /// As it came, with the bracket that ended it.
    private String said() {
        return talk.dialogue().heard() + ">";
    }

    private Instant now() {
        return talk.dialogue().time().now();
    }

    @Override
    public WireLog wire() {
        return talk.dialogue().wire();
    }

    @Override
    public void close() {
        Parting.from(this, talk.dialogue());
    }
}
