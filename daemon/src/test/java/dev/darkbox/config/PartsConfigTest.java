package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.darkbox.config.PartConfig.Alpaca;
import dev.darkbox.config.PartConfig.Serial;
import dev.darkbox.device.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Caps, panels, heaters, contacts and light sensors with drivers of their own.
class PartsConfigTest {

    private static final Path FILE = Path.of("/etc/darkbox.toml");

    private static Loaded read(String lines) {
        return ConfigReader.read(FILE, """
                library = "/lib"
                [[rig]]
                name = "main"
                [rig.camera]
                driver = "indi"
                device = "Cam"
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180]
                %s
                """.formatted(lines));
    }

    private static RigConfig rig(String lines) {
        Loaded loaded = read(lines);
        return assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).config().rigs().getFirst();
    }

    private static List<String> problems(String lines) {
        return assertInstanceOf(Loaded.Wrong.class, read(lines)).problems();
    }

    @Test
    void oneBoxIsCapPanelAndHeaterBesideACameraBehindIndi() {
        RigConfig rig = rig("""
                [rig.cap]
                driver = "wanderer"
                port = "/dev/serial/by-id/usb-A"
                [rig.panel]
                driver = "wanderer"
                port = "/dev/serial/by-id/usb-A"
                [[rig.heater]]
                name = "dew"
                driver = "wanderer"
                port = "/dev/serial/by-id/usb-A"
                [[rig.heater]]
                name = "window"
                device = "Pegasus PPBA"
                control = "DEW_A.DEW_A"
                [rig.probe]
                evidence = "reported"
                """);
        var box = new Serial("wanderer", "/dev/serial/by-id/usb-A");
        assertEquals(new PartsConfig(Optional.of(box), Optional.of(box),
                List.of(new PartsConfig.Named("dew", box)), List.of(), List.of()), rig.parts());
        var indi = (EquipmentConfig.Indi) rig.equipment();
        assertEquals("", indi.cap());
        assertEquals(List.of(new EquipmentConfig.Heater("window", "Pegasus PPBA", "DEW_A.DEW_A")),
                indi.heaters());
        assertEquals(Evidence.REPORTED, rig.probe().evidence());
    }

    @Test
    void anAlpacaServerHasItsUsualPortAndContactsAnId() {
        RigConfig rig = rig("""
                [rig.cap]
                driver = "alpaca"
                host = "Dome"
                [[rig.contact]]
                name = "door"
                driver = "alpaca"
                number = 1
                id = 3
                [[rig.light_sensor]]
                name = "lid"
                file = "/sys/bus/iio/devices/iio:device0"
                """);
        assertEquals(Optional.of(new Alpaca("dome", 11_111, 0, -1)), rig.parts().cap());
        assertEquals(List.of(new PartsConfig.Named("door", new Alpaca("localhost", 11_111, 1, 3))),
                rig.parts().contacts());
        assertEquals(List.of(new PartsConfig.Light("lid", Path.of("/sys/bus/iio/devices/iio:device0"), 1.0)),
                rig.parts().lights());
    }

    @Test
    void thermometersHaveANumberANameOrAFolderAndNamesOfTheirOwn() {
        assertEquals(List.of(new PartsConfig.Thermometer("box", "28-0316a2794b7f"),
                new PartsConfig.Thermometer("air", "bme280"),
                new PartsConfig.Thermometer("lid", "/sys/class/hwmon/hwmon3")), rig("""
                        [rig.cap]
                        device = "Flip Flat"
                        [[rig.thermometer]]
                        name = "box"
                        device = "28-0316a2794b7f"
                        [[rig.thermometer]]
                        name = "air"
                        device = "bme280"
                        [[rig.thermometer]]
                        name = "lid"
                        device = "/sys/class/hwmon/hwmon3"
                        """).parts().thermometers());
        assertEquals(List.of(
                "rig.thermometer.device missing; allowed: a 1-Wire number such as \"28-0316a2794b7f\", the kernel's"
                        + " name for it such as \"bme280\", or its folder",
                "rig.thermometer.name is \"box\"; allowed: a name no other thermometer has",
                "rig.thermometer.device is \"w1/28\"; allowed: a 1-Wire number such as \"28-0316a2794b7f\", the"
                        + " kernel's name for it such as \"bme280\", or its folder",
                "rig.thermometer.file unknown; allowed: device, name"),
                problems("""
                        [rig.cap]
                        device = "Flip Flat"
                        [[rig.thermometer]]
                        name = "box"
                        [[rig.thermometer]]
                        name = "box"
                        device = "w1/28"
                        file = "x"
                        """).stream().map(line -> line.replaceFirst(".*:[0-9]+: ", "")).toList());
    }

    @Test
    void pinsAreOneBoxAndContacts() {
        RigConfig rig = rig("""
                [rig.gpio]
                open_line = 5
                shut_line = 6
                open_active_low = true
                shut_active_low = true
                shut_limit_line = 22
                lamp_channel = 1
                heater_line = 7
                [rig.cap]
                driver = "gpio"
                [rig.panel]
                driver = "gpio"
                [[rig.contact]]
                name = "door"
                driver = "gpio"
                line = 17
                """);
        var ground = GpioConfig.Pull.UP;
        var wiring = new GpioConfig("", Optional.of(new GpioConfig.Relay(new GpioConfig.Out(5, true),
                new GpioConfig.Out(6, true), GpioConfig.Drive.HOLD, Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(30))), Optional.empty(), Optional.empty(),
                Optional.of(new GpioConfig.In(22, true, ground)),
                Optional.of(new GpioConfig.Lamp(new GpioConfig.Pwm("", 1), 20_000, Optional.empty(),
                        Duration.ofSeconds(3))),
                Optional.of(new GpioConfig.Out(7, false)));
        assertEquals(Optional.of(new PartConfig.Gpio(wiring)), rig.parts().cap());
        assertEquals(rig.parts().cap(), rig.parts().panel());
        assertEquals(List.of(new PartsConfig.Named("door",
                new PartConfig.GpioContact("", new GpioConfig.In(17, true, ground)))),
                rig.parts().contacts());
    }

    @Test
    void pinsThatServeTwoAndPartsThatAreNotWiredAreNamed() {
        assertEquals(List.of(
                "/etc/darkbox.toml:14: rig.gpio.shut_line is 5; allowed: a line of its own, open_line has this one",
                "/etc/darkbox.toml:18: rig.panel.driver is \"gpio\"; allowed: \"gpio\" where [rig.gpio] has lamp_channel",
                "/etc/darkbox.toml:22: rig.contact.line is 5; allowed: a line of its own, open_line has this one"),
                problems("""
                        [rig.gpio]
                        open_line = 5
                        shut_line = 5
                        [rig.cap]
                        device = "Flip Flat"
                        [rig.panel]
                        driver = "gpio"
                        [[rig.contact]]
                        name = "door"
                        driver = "gpio"
                        line = 5
                        """));
    }

    private static String drivers() {
        return "\"indi\", \"" + String.join("\", \"", PartConfig.SERIAL) + "\", \"alpaca\", \"gpio\"";
    }

    @Test
    void whatIsWrongIsOneLineEach() {
        assertEquals(List.of("/etc/darkbox.toml:13: rig.cap.driver is \"alnitack\"; allowed: " + drivers()),
                problems("""
                        [rig.cap]
                        driver = "alnitack"
                        port = "/dev/ttyUSB0"
                        """));
        assertEquals(List.of(
                "/etc/darkbox.toml:12: rig.cap.port missing; allowed: a path, best one of /dev/serial/by-id/"),
                problems("""
                        [rig.cap]
                        driver = "alnitak"
                        """));
        assertEquals(List.of(
                "/etc/darkbox.toml:16: rig.panel.driver is \"flatmaster\"; allowed: \"alnitak\", as the rig's"
                        + " other section with this port has"),
                problems("""
                        [rig.cap]
                        driver = "alnitak"
                        port = "/dev/ttyUSB0"
                        [rig.panel]
                        driver = "flatmaster"
                        port = "/dev/ttyUSB0"
                        """));
        assertEquals(List.of(
                "/etc/darkbox.toml:16: rig.probe.evidence is \"image\"; allowed: \"commanded\", \"reported\", \"sensed\""),
                problems("""
                        [rig.cap]
                        driver = "alnitak"
                        port = "/dev/ttyUSB0"
                        [rig.probe]
                        evidence = "image"
                        """));
    }
}
