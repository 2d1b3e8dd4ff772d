package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.PartConfig.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Cameras on this machine's USB.
class UsbConfigTest {

    private static final String PRESET = """
            [[rig.preset]]
            name = "standard"
            gain = "none"
            offset = "none"
            darks = [180]
            """;

    private static Loaded read(String camera, String rest) {
        return ConfigReader.read(Path.of("/etc/darkbox.toml"), """
                library = "/lib"
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                %s
                %s
                """.formatted(camera, rest));
    }

    private static RigConfig rig(String camera, String rest) {
        Loaded loaded = read(camera, rest);
        return assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).config().rigs().getFirst();
    }

    private static List<String> problems(String camera, String rest) {
        return assertInstanceOf(Loaded.Wrong.class, read(camera, rest)).problems().stream()
                .map(line -> line.replaceFirst("^/etc/darkbox.toml:", "")).toList();
    }

    @Test
    void aStarlightXpressCameraIsTheOnlyOneOrNamedByItsSocketOrSerialNumber() {
        assertEquals(new EquipmentConfig.Sx("", "", Duration.ofMinutes(2)),
                rig("driver = \"sx\"", PRESET).equipment());
        assertEquals(new EquipmentConfig.Sx("1-1.4", "", Duration.ofSeconds(30)),
                rig("driver = \"sx\"\nposition = \"1-1.4\"\ncomeback = \"30s\"", PRESET).equipment());
        assertEquals(new EquipmentConfig.Sx("", "SX0042", Duration.ofMinutes(2)),
                rig("driver = \"sx\"\nserial = \"SX0042\"", PRESET).equipment());
        assertEquals(List.of("7: rig.camera.position is 1-1.4; allowed: \"\" where serial names the camera"),
                problems("driver = \"sx\"\nposition = \"1-1.4\"\nserial = \"SX0042\"", PRESET).stream()
                        .map(line -> line.replace("\"1-1.4\"", "1-1.4")).toList());
        assertEquals(
                List.of("7: rig.camera.position is \"usb0\"; allowed: bus and ports such as \"1-1.4\", as"
                        + " `darkbox devices` shows them, or \"\""),
                problems("driver = \"sx\"\nposition = \"usb0\"", PRESET));
    }

    @Test
    void aZwoCameraMayNameItsModelItsSerialNumberAndItsLibrary() {
        assertEquals(new EquipmentConfig.Asi("", "", Optional.empty(), Duration.ofMinutes(2)),
                rig("driver = \"asi\"", PRESET).equipment());
        assertEquals(new EquipmentConfig.Asi("ZWO ASI2600MM Pro", "1f2e3d4c5b6a7988",
                Optional.of(Path.of("/etc/lib/libASICamera2.so")), Duration.ofMinutes(5)),
                rig("""
                        driver = "asi"
                        model = "ZWO ASI2600MM Pro"
                        serial = "1f2e3d4c5b6a7988"
                        library = "lib/libASICamera2.so"
                        comeback = "5m"
                        """, PRESET).equipment());
        assertEquals(List.of("7: rig.camera.serial is \"42\"; allowed: 16 hex digits in lower case, as"
                + " `darkbox devices` shows them, or \"\""),
                problems("driver = \"asi\"\nserial = \"42\"", PRESET));
    }

    @Test
    void aLibraryThatIsNotOnThisMachineIsNoMistakeButTold() {
        Loaded.Ok ok = assertInstanceOf(Loaded.Ok.class,
                read("driver = \"asi\"\nlibrary = \"/nowhere/libASICamera2.so\"", PRESET));
        assertEquals(List
                .of("/etc/darkbox.toml:7: rig.camera.library is \"/nowhere/libASICamera2.so\"; there is no"
                        + " such file on this machine, or nobody may read it"),
                ok.warnings());
        assertEquals(List.of(),
                assertInstanceOf(Loaded.Ok.class, read("driver = \"asi\"", PRESET)).warnings());
    }

    @Test
    void capAndPanelNeedADriverOfTheirOwnAndThereIsNoWheel() {
        RigConfig rig = rig("driver = \"asi\"", PRESET + """
                [rig.cap]
                driver = "wanderer"
                port = "/dev/ttyUSB0"
                """);
        assertEquals(Optional.of(new Serial("wanderer", "/dev/ttyUSB0")), rig.parts().cap());
        List<String> wrong = problems("driver = \"sx\"", PRESET + """
                [rig.cap]
                device = "Flip Flat"
                [rig.panel]
                driver = "sx"
                [rig.wheel]
                device = "ZWO EFW"
                """);
        assertEquals(3, wrong.size(), wrong.toString());
        assertTrue(wrong.get(0).startsWith("12: rig.cap.driver missing; allowed: \"alnitak\", \"snapcap\""),
                wrong.get(0));
        assertTrue(wrong.get(1).startsWith("15: rig.panel.driver is \"sx\"; allowed: \"alnitak\""),
                wrong.get(1));
        assertTrue(wrong.get(2).startsWith("16: rig.wheel does not go with a camera on USB; allowed:"),
                wrong.get(2));
    }

    @Test
    void presetsAskNothingThatNoStarlightXpressCameraHas() {
        assertEquals(List.of(
                "9: rig.preset.gain is 100; allowed: \"none\" for a camera with driver = \"sx\"",
                "11: rig.preset.binning is 3; allowed: 1, 2 or 4 for a camera with driver = \"sx\"",
                "12: rig.preset.mode is \"fast\"; allowed: \"\" for a camera with driver = \"sx\""),
                problems("driver = \"sx\"", """
                        [[rig.preset]]
                        name = "standard"
                        gain = 100
                        offset = "none"
                        binning = 3
                        mode = "fast"
                        darks = [180]
                        """));
    }

    @Test
    void oneCameraServesOneRig() {
        Loaded loaded = ConfigReader.read(Path.of("/etc/darkbox.toml"), """
                [[rig]]
                name = "main"
                library = "/a"
                dark = "dark-box"
                [rig.camera]
                driver = "sx"
                serial = "SX0042"
                %s
                [[rig]]
                name = "guide"
                library = "/b"
                dark = "dark-box"
                [rig.camera]
                driver = "sx"
                serial = "SX0042"
                %s
                """.formatted(PRESET, PRESET));
        assertEquals(List.of(
                "/etc/darkbox.toml:20: rig.camera.serial is \"SX0042\"; allowed: a device no other rig uses (rig \"main\" has it)"),
                assertInstanceOf(Loaded.Wrong.class, loaded).problems());
    }
}
