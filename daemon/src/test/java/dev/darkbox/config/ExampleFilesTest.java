package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.Darkness;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.ScheduleRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The two files people start from.
class ExampleFilesTest {

    static final Path FOLDER = Path.of("..", "config");

    @Test
    void theMinimalFileHasTheFieldsDefaults() {
        Path file = FOLDER.resolve("minimal.toml");
        var camera = new EquipmentConfig.Indi(
                "localhost", 7624, "/tmp/indiserver", "ZWO CCD ASI2600MM Pro", "", "", "", List.of(),
                List.of(),
                EquipmentConfig.Controls.USUAL, Optional.empty(), Duration.ofMillis(100),
                Duration.ofSeconds(60), Optional.empty());
        var preset = new Preset(
                "standard", new Readout(100, 50, 1, "", Readout.NONE), Celsius.of(-10),
                new FrameSet.Bias(10, 210),
                List.of(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40),
                        new FrameSet.Dark(Duration.ofSeconds(300), 0, 40)),
                List.of(), Preset.USUAL_ORDER, Duration.ZERO);
        var rig = new RigConfig(
                "main", "", "", Path.of("/var/lib/darkbox"), camera, PartsConfig.none(), Darkness.DARK_BOX,
                true,
                CoolingRules.defaults(), new ProbeConfig(Duration.ofSeconds(10), 5, 100),
                new QualityConfig(10, QualityConfig.OnDrift.HOLD), CheckConfig.usual(), DueRules.usual(),
                ScheduleRules.off(ZoneId.systemDefault()), List.of(preset),
                RefreshPlan.Profile.STAGING, FirstMaster.HOLD, PromoteRule.WARN,
                KeepRaw.ALWAYS);
        var config = new Config(
                file, new ControlConfig(Path.of("/run/darkbox/control.sock"), "darkbox"),
                new StackConfig("winsorized:3:3", "mean", 134_217_728, 0,
                        new LiveConfig(LiveConfig.Mode.PREVIEW, 1, 134_217_728, Duration.ofSeconds(60))),
                new LogConfig(LogConfig.Level.INFO), Optional.empty(), Optional.empty(), List.of(rig));

        assertEquals(new Loaded.Ok(config, List.of()), ConfigReader.load(file));
    }

    @Test
    void theCompleteFileLoadsWithoutAWarning() {
        Loaded loaded = ConfigReader.load(FOLDER.resolve("darkbox.toml"));
        var ok = assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString());
        assertEquals(List.of(), ok.warnings());

        List<RigConfig> rigs = ok.config().rigs();
        assertEquals(new EquipmentConfig.Indi(
                "localhost", 7624, "/tmp/indiserver", "ZWO CCD ASI2600MM Pro", "ZWO EFW", "Flip Flat",
                "Flip Flat",
                List.of(new EquipmentConfig.Heater("dew", "Pegasus PPBA", "DEW_A.DEW_A")),
                List.of("L", "R", "G", "B", "Ha", "OIII", "SII"), EquipmentConfig.Controls.USUAL,
                Optional.empty(),
                Duration.ofMillis(100), Duration.ofSeconds(60), Optional.empty()),
                rigs.getFirst().equipment());
        assertEquals(List.of(
                new FrameSet.DarkFlat("L", Duration.ofMillis(1200), 0, 40),
                new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 0, 40)),
                rigs.getFirst().presets().getFirst().darkFlats());
        assertEquals(new EquipmentConfig.Sim(
                new FrameShape(1536, 1024), Celsius.of(15), 40_000, 1, 0, 0.01, "1",
                List.of("L", "R", "G", "B", "Ha", "OIII", "SII"), true, true, List.of("dew")),
                rigs.getLast().equipment());
    }
}
