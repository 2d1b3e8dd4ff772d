package dev.darkbox.app;

import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.RenamedWheel;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import dev.darkbox.device.asi.AsiCamera;
import dev.darkbox.device.asi.AsiHub;
import dev.darkbox.device.asi.AsiSpec;
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
import dev.darkbox.device.usb.SxCamera;
import dev.darkbox.device.usb.SxSpec;
import java.util.EnumMap;
import java.util.List;
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
            case EquipmentConfig.Sx sx ->
                new CameraRig(rig.name(), SxCamera.open(spec(rig.name(), sx), time), List.of());
            case EquipmentConfig.Asi asi -> {
                AsiCamera open = AsiHub.ofProgram(asi.library()).connect(spec(asi), asi.comeback(), time);
                yield new CameraRig(rig.name(), open, open.heater().stream().toList());
            }
            case EquipmentConfig.Sim sim -> new SimRig(settings(rig.name(), sim), time, SimFaults.none());
        };
    }

    static SxSpec spec(String rig, EquipmentConfig.Sx sx) {
        return new SxSpec(rig + " camera", which(sx)).within(sx.comeback());
    }

    /// Which camera on the bus is meant.
    static SxSpec.Which which(EquipmentConfig.Sx sx) {
        if (!sx.position().isEmpty()) {
            return new SxSpec.Which.At(sx.position());
        }
        return sx.serial().isEmpty() ? new SxSpec.Which.TheOnly() : new SxSpec.Which.Serial(sx.serial());
    }

    static AsiSpec spec(EquipmentConfig.Asi asi) {
        return new AsiSpec(asi.model(), asi.serial());
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
