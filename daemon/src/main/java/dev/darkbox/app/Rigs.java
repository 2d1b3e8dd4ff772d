package dev.darkbox.app;

import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.RenamedWheel;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.DriverStarter;
import dev.darkbox.device.indi.FifoStarter;
import dev.darkbox.device.indi.IndiRig;
import dev.darkbox.device.indi.IndiSpec;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.MemberName;
import dev.darkbox.device.sim.SimAmbient;
import dev.darkbox.device.sim.SimCooling;
import dev.darkbox.device.sim.SimDefects;
import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimRig;
import dev.darkbox.device.sim.SimSensor;
import dev.darkbox.device.sim.SimSettings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/// From configuration to connected equipment.
final class Rigs {

    private Rigs() {}

    /// Connects.
    ///
    /// @throws DeviceException something is not there, or not what it should be
    ///
    /// @param held where lines are held beyond the rig's own closing
    static Rig open(RigConfig rig, Time time, Held held) throws DeviceException, InterruptedException {
        return Parts.around(camera(rig, time), rig, time, held);
    }

    /// The same without the parts that have drivers of their own.
    static Rig camera(RigConfig rig, Time time) throws DeviceException, InterruptedException {
        return switch (rig.equipment()) {
            case EquipmentConfig.Indi indi -> {
                IndiRig open = IndiRig.open(spec(rig.name(), indi), time, starter(indi));
                Logger.info("{}: frames by {}", rig.name(), open.frameRoute());
                yield indi.filters().isEmpty() ? open : RenamedWheel.in(open, indi.filters());
            }
            case EquipmentConfig.Sim sim -> new SimRig(settings(rig.name(), sim), time, SimFaults.none());
        };
    }

    /// Size of the whole sensor where it is known without asking the camera.
    static Optional<FrameShape> sensor(RigConfig rig) {
        return switch (rig.equipment()) {
            case EquipmentConfig.Indi _ -> Optional.empty();
            case EquipmentConfig.Sim sim -> Optional.of(sim.sensor());
        };
    }

    static IndiSpec spec(String rig, EquipmentConfig.Indi indi) {
        Map<Setting, MemberName> overrides = new EnumMap<>(Setting.class);
        EquipmentConfig.Controls controls = indi.controls();
        put(overrides, Setting.GAIN, controls.gain());
        put(overrides, Setting.OFFSET, controls.offset());
        put(overrides, Setting.READ_MODE, controls.mode());
        put(overrides, Setting.USB_LIMIT, controls.usbLimit());
        put(overrides, Setting.CAPTURE_FORMAT, controls.captureFormat());
        put(overrides, Setting.COOLER_POWER, controls.coolerPower());
        var heaters = indi.heaters().stream().map(heater -> new IndiSpec.Heater(
                heater.name(), MemberName.parse(heater.device() + "/" + heater.control()))).toList();
        return new IndiSpec(rig, indi.host(), indi.port(), indi.local(), indi.camera(), indi.wheel(),
                indi.cap(),
                indi.panel(),
                heaters, overrides, bias(indi.biasAsDark()), indi.polling(), indi.connectLimit());
    }

    private static IndiSpec.Bias bias(Optional<Boolean> asDark) {
        return asDark.map(yes -> yes ? IndiSpec.Bias.AS_DARK : IndiSpec.Bias.AS_BIAS)
                .orElse(IndiSpec.Bias.BY_DRIVER);
    }

    private static Optional<DriverStarter> starter(EquipmentConfig.Indi indi) {
        return indi.restart().map(r -> new FifoStarter(r.fifo(), r.named()));
    }

    private static void put(Map<Setting, MemberName> overrides, Setting setting, String where) {
        if (!where.isEmpty()) {
            overrides.put(setting, MemberName.parse(where));
        }
    }

    static SimSettings settings(String rig, EquipmentConfig.Sim sim) {
        SimCooling cooling = SimCooling.in(new SimAmbient.Constant(sim.ambient()))
                .withReachK(sim.reachMilliK() / 1000.0);
        SimDefects defects = SimDefects.typical().withNewHot(sim.newHotPercent() / 100);
        return SimSettings.of(sim.seed(), SimSensor.typical(sim.sensor()).with(defects)).named(rig)
                .with(cooling).inSeason(sim.season()).withFirmware(sim.firmware())
                .withDevices(sim.filters(), sim.cap(), sim.panel(), sim.heaters());
    }
}
