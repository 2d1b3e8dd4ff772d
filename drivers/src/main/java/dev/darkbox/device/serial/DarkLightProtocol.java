package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.DarkLight.CoverState;
import dev.darkbox.device.serial.DarkLight.HeaterState;
import dev.darkbox.device.serial.DarkLight.LightState;
import dev.darkbox.device.serial.DarkLight.Plain;
import java.util.List;

/// DarkLight Cover Calibrator, and the kits built on it.
///
/// Left to itself it may light its lamp, and warm its heater, each time its cover has shut. Both are switched off here.
final class DarkLightProtocol implements Protocol {

    @Override
    public String name() {
        return "darklight";
    }

    /// The firmware's, then what other programs take for granted.
    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(115200), PortProfile.of(9600));
    }

    @Override
    public String lineEnds() {
        return ">\r\n";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        var talk = new DarkLightTalk(dialogue);
        String version = talk.ask(Plain.VERSION,
                line -> DarkLight.value(line).filter(v -> v.matches(".*[0-9].*")));
        boolean cover = talk.state(Plain.GET_COVER, CoverState.class) != CoverState.NONE;
        boolean lamp = talk.state(Plain.GET_LIGHT, LightState.class) != LightState.NONE;
        boolean heater = hasHeater(talk);
        if (!cover && !lamp && !heater) {
            throw new DeviceException.Refused(dialogue.place(),
                    "it says that it has neither cover nor lamp nor heater, last heard \"%s\""
                            .formatted(dialogue.heard()));
        }
        int most = lamp ? talk.number(Plain.GET_MOST) : 0;
        if (lamp && most == 0) {
            throw new DeviceException.Refused(dialogue.place(),
                    "its greatest brightness is 0 (\"%s\")".formatted(dialogue.heard()));
        }
        var unit = new DarkLightUnit(talk, version, cover, most, heater);
        unit.tame();
        return unit;
    }

    /// Older firmware does not know the question; but one `<?>` may be a late answer to the greeting.
    private static boolean hasHeater(DarkLightTalk talk) throws DeviceException, InterruptedException {
        for (int left = 2; left > 0; left--) {
            HeaterState state = talk.ask(Plain.GET_HEATER,
                    line -> DarkLight.value(line).filter("?"::equals).map(_ -> HeaterState.NONE)
                            .or(() -> DarkLight.state(HeaterState.class, line)));
            if (state != HeaterState.NONE) {
                return true;
            }
        }
        return false;
    }
}
