package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.FlatMasterNeo.WifiState;
import java.time.Duration;

/// A FlatMaster WiFi, greeted: a panel that says whether it is lit.
final class FlatMasterWifiUnit implements CoverUnit {

    private static final Duration AFTERGLOW = Duration.ofSeconds(3);

    private final Dialogue dialogue;
    private final FlatMasterTalk talk;
    private final Traits traits;

    FlatMasterWifiUnit(Dialogue dialogue, String identity) {
        this.dialogue = dialogue;
        talk = new FlatMasterTalk(dialogue);
        traits = new Traits(dialogue.place(), identity, false, true, false, Duration.ZERO, AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        WifiState state = talk.state(WifiState::decode);
        return new Lamp(dialogue.time().now(), state.lampPercent(), Evidence.REPORTED, dialogue.heard());
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        talk.light(percent);
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
