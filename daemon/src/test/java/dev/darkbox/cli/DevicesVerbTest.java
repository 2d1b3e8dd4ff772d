package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.stack.Integration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `darkbox devices` on a terminal of 100 columns, in a pipe and in JSON.
class DevicesVerbTest {

    private static final Device CAMERA = new Device("ZWO CCD ASI2600MM Pro", Set.of(Kind.CAMERA),
            "indi_asi_ccd 2.6", State.CONNECTED, "",
            List.of(Trait.of("family", "ZWO"), Trait.at("CCD_CONTROLS.Gain", "gain", "100 (0..570)"),
                    Trait.missing("USB limit", "none; name it with usb_limit_control"),
                    Trait.of("note", "the driver tells no camera firmware"),
                    Trait.of("note", "HighSpeedMode, HardwareBin and MonoBin change frames: mode = "
                            + "\"CCD_CONTROLS.HighSpeedMode=0\"")));
    private static final Device COVER = new Device("Flip Flat", Set.of(Kind.PANEL, Kind.CAP),
            "indi_flipflat 1.1",
            State.NOT_CONNECTED, "", List.of());
    private static final DeviceSurvey GOOD = new DeviceSurvey("indiserver obs:7624", Optional.empty(),
            List.of(COVER, CAMERA), List.of());

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();

    private String run(int columns, List<DeviceSurvey> surveys, String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        DeviceSearch search = (rigs, only, connect) -> {
            asked.add("%s %s %s".formatted(rigs.stream().map(rig -> rig.name()).toList(),
                    only.map(Object::toString).orElse("all"), connect));
            return surveys;
        };
        var cli = new Cli(new Screen(out, out, columns, false), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(new JavaKernels()), search);
        return cli.run(arguments) + "\n" + printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPersonReadsOneTraitALineFoldedAtTheTerminalsWidth() {
        String printed = run(100, List.of(GOOD), "devices", "--indi", "obs");
        assertEquals("""
                0
                indiserver obs:7624

                  Flip Flat: cap, panel, not connected, indi_flipflat 1.1

                  ZWO CCD ASI2600MM Pro: camera, connected, indi_asi_ccd 2.6
                    family            ZWO
                    gain              CCD_CONTROLS.Gain                  100 (0..570)
                    USB limit         none; name it with usb_limit_control
                    note              the driver tells no camera firmware
                                      HighSpeedMode, HardwareBin and MonoBin change frames: mode =
                                      "CCD_CONTROLS.HighSpeedMode=0"

                What is not connected shows little of itself: --connect connects it.
                """, printed);
        assertEquals(List.of("[] obs:7624 false"), asked);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns : List.of(60, 80, 100, 200)) {
            run(columns, List.of(GOOD), "devices", "--indi", "obs").lines()
                    .forEach(line -> assertTrue(line.length() <= Math.max(columns, 82),
                            columns + ": " + line));
        }
        assertTrue(run(0, List.of(GOOD), "devices", "--indi", "obs")
                .contains("change frames: mode = \"CCD_CONTROLS"), "a pipe gets whole lines");
    }

    @Test
    void whatIsMissingIsToldWithNearNamesAndExitsWithOne() {
        var wanting = new DeviceSurvey("indiserver obs:7624", Optional.empty(), List.of(CAMERA),
                List.of(new Shortcoming("main", "camera \"ZWO CCD ASI2600MC Pro\" is not there",
                        "ZWO CCD ASI2600MC Pro"),
                        new Shortcoming("main", "cap \"Gate\" is not there", "Gate"),
                        new Shortcoming("main", "gain 900, allowed 0..570", "")));
        String printed = run(0, List.of(wanting), "devices", "--indi", "obs");
        assertTrue(printed.startsWith("1\n") && printed.endsWith("""
                rig main: camera "ZWO CCD ASI2600MC Pro" is not there; did you mean "ZWO CCD ASI2600MM Pro"?
                rig main: cap "Gate" is not there; the server has ZWO CCD ASI2600MM Pro
                rig main: gain 900, allowed 0..570
                """), printed);
    }

    @Test
    void aServerThatCannotBeReachedExitsWithThree() {
        var away = new DeviceSurvey("indiserver obs:7624", Optional.of("obs:7624: Connection refused"),
                List.of(),
                List.of());
        assertEquals("3\ndarkbox: indiserver obs:7624 cannot be reached: obs:7624: Connection refused\n",
                run(0, List.of(away), "devices", "--indi", "obs"));
        var empty = new DeviceSurvey("indiserver obs:7624", Optional.empty(), List.of(), List.of());
        assertTrue(run(0, List.of(empty), "devices", "--indi", "obs")
                .startsWith("0\nindiserver obs:7624: no devices"));
    }

    @Test
    void aDriverThatCannotConnectSaysWhy() {
        var device = new Device("Flip Flat", Set.of(Kind.PANEL), "indi_flipflat 1.1", State.CANNOT_CONNECT,
                "no such port", List.of());
        String printed = run(0,
                List.of(new DeviceSurvey("indiserver obs:7624", Optional.empty(), List.of(device),
                        List.of())),
                "devices", "--connect", "--indi", "obs");
        assertTrue(
                printed.contains(
                        "panel, cannot connect, indi_flipflat 1.1\n    reason            no such port\n"),
                printed);
        assertEquals(List.of("[] obs:7624 true"), asked);
    }

    @Test
    void aProgramReadsTheSameInJson() throws Exception {
        String printed = run(0, List.of(GOOD), "devices", "--indi", "obs", "--json");
        JsonObject survey = JsonParser.object().from(printed.substring(2));
        assertEquals("indiserver obs:7624", survey.getString("place"));
        assertTrue(survey.getBoolean("reached"));
        JsonObject cover = survey.getArray("devices").getObject(0);
        assertEquals("[cap, panel] not-connected", List.copyOf(cover.getArray("kinds")) + " "
                + cover.getString("state"));
        JsonObject gain = survey.getArray("devices").getObject(1).getArray("traits").getObject(1);
        assertEquals("gain CCD_CONTROLS.Gain 100 (0..570) false", String.join(" ", gain.getString("what"),
                gain.getString("where"), gain.getString("value"),
                String.valueOf(gain.getBoolean("missing"))));
    }

    @Test
    void theConfigurationSaysWhereToLook() throws Exception {
        Path file = Files.writeString(folder.resolve("obs.toml"), """
                library = "/var/lib/darkbox"
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "indi"
                device = "ZWO CCD ASI2600MM Pro"
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180]
                """);
        run(0, List.of(GOOD), "devices", "--config", file.toString());
        assertEquals(List.of("[main] all false"), asked);
        assertEquals("2\ndarkbox: " + folder.resolve("none.toml") + ": there is no such file\n",
                run(0, List.of(), "devices", "--config", folder.resolve("none.toml").toString()));
    }

    @Test
    void aServerIsAHostWithOrWithoutAPort() {
        for (String right : List.of("obs", "obs:7625", "192.168.1.9:1", "[fe80::1]", "[fe80::1]:65535")) {
            assertTrue(run(0, List.of(GOOD), "devices", "--indi", right).startsWith("0\n"), right);
        }
        assertEquals(List.of("[] obs:7624 false", "[] obs:7625 false", "[] 192.168.1.9:1 false",
                "[] fe80::1:7624 false", "[] fe80::1:65535 false"), asked);
        for (String wrong : List.of("", ":7624", "obs:", "obs:0", "obs:65536", "obs:seven", "fe80::1")) {
            assertEquals("2\ndarkbox: --indi is \"" + wrong
                    + "\"; allowed: HOST, HOST:PORT or [ADDRESS]:PORT, port 1..65535\n",
                    run(0, List.of(GOOD), "devices", "--indi", wrong));
        }
    }
}
