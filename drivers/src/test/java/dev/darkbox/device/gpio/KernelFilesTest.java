package dev.darkbox.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.LightSensor.Sight;
import dev.darkbox.device.sim.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sensors and PWM chips as the kernel shows them, in a folder.
class KernelFilesTest {

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private KernelDevices kernel = KernelDevices.ofThisMachine();

    @BeforeEach
    void begin() {
        kernel = new KernelDevices(folder.resolve("iio"), folder.resolve("hwmon"), folder.resolve("w1"));
    }

    private Path put(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text + "\n");
    }

    private FileLightSensor light(String device) {
        return new FileLightSensor(new GpioSpec.Light("in the cap", device, 1.0), kernel, time);
    }

    @Test
    void aLightSensorSeesDarkLightAndOverflow() throws IOException {
        put("iio/iio:device0/name", "bme280");
        put("iio/iio:device1/name", "bh1750");
        put("iio/iio:device1/in_illuminance_scale", "0.833333");
        put("iio/iio:device1/in_illuminance_raw", "0");
        var sensor = light("bh1750");
        assertEquals(Sight.DARK, sensor.read().sight());
        put("iio/iio:device1/in_illuminance_raw", "1");
        assertEquals("0.833 lx, dark is below 1.00 lx", sensor.read().said());
        put("iio/iio:device1/in_illuminance_raw", "2");
        assertEquals(Sight.LIGHT, sensor.read().sight());
        put("iio/iio:device1/in_illuminance_raw", "65535");
        put("iio/iio:device1/in_illuminance_scale", "0");
        assertEquals(Sight.LIGHT, sensor.read().sight());
        put("iio/iio:device2/name", "tsl2591");
        put("iio/iio:device2/in_illuminance_input", "0.000");
        assertEquals(Sight.DARK, light("tsl2591").read().sight());
        put("iio/iio:device2/in_intensity_both_raw", "65535");
        assertEquals(Sight.LIGHT, light("tsl2591").read().sight());
    }

    @Test
    void aSensorThatIsMissingFailsOrTalksNonsenseIsNoEvidence() throws IOException {
        assertEquals(Sight.NO_EVIDENCE, light("bh1750").read().sight());
        assertEquals("no sensor bh1750; seen from here: none", light("bh1750").read().said());
        Path raw = put("iio/iio:device1/name", "bh1750").resolveSibling("in_illuminance_raw");
        assertTrue(light("bh1750").read().said().endsWith("no in_illuminance_input or in_illuminance_raw"));
        for (String nonsense : List.of("", "x", "-3", "NaN")) {
            put("iio/iio:device1/in_illuminance_raw", nonsense);
            assertEquals(Sight.NO_EVIDENCE, light("bh1750").read().sight(), nonsense);
        }
        Files.delete(raw);
        Files.createDirectory(raw); // to be read is an error, as from a bus that does not answer
        assertEquals(Sight.NO_EVIDENCE, light("bh1750").read().sight());
        put("iio/iio:device2/name", "bh1750");
        assertTrue(light("bh1750").read().said().startsWith("more than one sensor bh1750"));
    }

    @Test
    void aThermometerIsReadWhereverTheKernelShowsIt() throws IOException {
        put("w1/28-0316a2794b7f/temperature", "-8125");
        assertEquals(Celsius.of(-8.125), temperature("28-0316a2794b7f"));
        put("hwmon/hwmon3/name", "sht3x");
        put("hwmon/hwmon3/temp1_input", "21500");
        assertEquals(Celsius.of(21.5), temperature("sht3x"));
        put("iio/iio:device0/name", "bme280");
        put("iio/iio:device0/in_temp_input", "4310");
        assertEquals(Celsius.of(4.31), temperature("bme280"));
        put("iio/iio:device1/name", "other");
        put("iio/iio:device1/in_temp_raw", "100");
        put("iio/iio:device1/in_temp_offset", "20");
        put("iio/iio:device1/in_temp_scale", "50");
        assertEquals(Celsius.of(6.0), temperature("other"));
    }

    @Test
    void whatNoThermometerMeansIsNoReading() throws IOException {
        assertEquals(Celsius.UNKNOWN, temperature("28-0316a2794b7f"));
        for (String no : List.of("85000", "-127000", "", "200000", "cold")) {
            put("w1/28-0316a2794b7f/temperature", no);
            assertEquals(Celsius.UNKNOWN, temperature("28-0316a2794b7f"), no);
        }
        assertEquals("no sensor bme280; seen from here: 28-0316a2794b7f", look("bme280").why());
        put("w1/28-0316a2794b7f/temperature", "85000");
        assertEquals("85.000 °C, which a sensor says that has not measured yet",
                look("28-0316a2794b7f").why());
        put("w1/28-0316a2794b7f/temperature", "-127000");
        assertEquals("-127.000 °C, which no sensor means", look("28-0316a2794b7f").why());
        put("w1/28-0316a2794b7f/temperature", "84937");
        assertEquals("", look("28-0316a2794b7f").why());
        assertEquals(Celsius.of(84.937), temperature("28-0316a2794b7f"));
    }

    @Test
    void aThermometerWhoseBusFailsIsNoReading() throws IOException {
        Path file = put("w1/28-0316a2794b7f/temperature", "1000");
        Files.delete(file);
        Files.createDirectory(file); // to be read is an error, as from a bus that does not answer
        assertEquals(Celsius.UNKNOWN, temperature("28-0316a2794b7f"));
        assertTrue(look("28-0316a2794b7f").why().startsWith(file.toString()), look("28-0316a2794b7f").why());
    }

    private FileTemperature.Reading look(String device) {
        return new FileTemperature(new GpioSpec.Thermometer("outside", device), kernel).look();
    }

    private Celsius temperature(String device) {
        return new FileTemperature(new GpioSpec.Thermometer("outside", device), kernel).read();
    }

    /// A chip where the device tree has it, with a channel that somebody exported.
    private Path pwmChip(String where, int number) throws IOException {
        Path chip = folder.resolve("devices/platform/" + where + "/pwm/pwmchip" + number);
        Path channel = chip.resolve("pwm0");
        Files.createDirectories(channel);
        Files.writeString(chip.resolve("npwm"), "2\n");
        for (String file : List.of("period", "duty_cycle", "enable")) {
            Files.writeString(channel.resolve(file), "0\n");
        }
        Files.writeString(channel.resolve("polarity"), "normal\n");
        Files.createDirectories(folder.resolve("pwm"));
        Files.createSymbolicLink(folder.resolve("pwm/pwmchip" + number), chip);
        return channel;
    }

    private Pulses pulses(String chip, int channel) throws DeviceException, InterruptedException {
        return SysfsPulses.open(folder.resolve("pwm"), new GpioSpec.Pwm(chip, channel), time);
    }

    @Test
    void aPwmChipIsFoundByItsPlaceInTheDeviceTree() throws Exception {
        pwmChip("1f00098000.pwm", 7);
        Path wanted = pwmChip("fe20c000.pwm", 3);
        Pulses pulses = pulses("fe20c000.pwm", 0);
        pulses.set(1_000_000, 250_000);
        assertEquals(new Pulses.State(1_000_000, 250_000, true), pulses.read());
        assertEquals("250000", Files.readString(wanted.resolve("duty_cycle")).strip());
        pulses.off();
        assertEquals(new Pulses.State(1_000_000, 0, false), pulses.read());
        var e = assertThrows(DeviceException.Refused.class, () -> pulses("", 0));
        assertTrue(e.toString()
                .contains("more than one such chip; seen from here: pwmchip3 at platform/fe20c000.pwm,"
                        + " pwmchip7 at platform/1f00098000.pwm"),
                e.getMessage());
        assertTrue(assertThrows(DeviceException.Refused.class, () -> pulses("nowhere", 0)).toString()
                .contains("PWM nowhere channel 0: no such chip"));
        assertTrue(assertThrows(DeviceException.Refused.class, () -> pulses("fe20c000.pwm", 5)).toString()
                .endsWith("has channels 0..1"));
    }

    @Test
    void aChannelWhosePolarityWasInvertedIsSetUpright() throws Exception {
        Path channel = pwmChip("fe20c000.pwm", 0);
        Files.writeString(channel.resolve("polarity"), "inversed\n");
        Files.writeString(channel.resolve("enable"), "1\n");
        pulses("", 0);
        assertEquals("0", Files.readString(channel.resolve("enable")));
        assertTrue(Files.readString(channel.resolve("polarity")).startsWith("normal"));
    }

    @Test
    void whatCannotBeWrittenIsToldWithItsFile() throws Exception {
        Path channel = pwmChip("fe20c000.pwm", 0);
        Pulses pulses = pulses("", 0);
        Files.delete(channel.resolve("duty_cycle"));
        Files.createDirectory(channel.resolve("duty_cycle"));
        var e = assertThrows(DeviceException.Lost.class, () -> pulses.set(1000, 10));
        assertTrue(e.toString().contains("pwmchip0/pwm0") && e.toString().contains("duty_cycle: "),
                e.getMessage());
    }

    @Test
    void theSurveyNamesChipsAndSensorsAndWhatDoesNotAnswer() throws IOException {
        pwmChip("fe20c000.pwm", 0);
        put("iio/iio:device1/name", "bh1750");
        put("iio/iio:device1/in_illuminance_raw", "12");
        put("w1/28-0316a2794b7f/temperature", "");
        put("dev/gpiochip0", "no chip");
        DeviceSurvey survey = new GpioSurvey(folder.resolve("dev"), folder.resolve("pwm"), kernel).look();
        assertEquals(
                List.of(folder.toRealPath().resolve("dev/gpiochip0").toString(), "fe20c000.pwm", "bh1750",
                        "28-0316a2794b7f"),
                survey.devices().stream().map(Device::name).toList());
        assertTrue(survey.devices().getFirst().note().endsWith("not a GPIO chip"));
        assertEquals("2", survey.devices().get(1).traits().getFirst().value());
        assertEquals("12.0000", survey.devices().get(2).traits().getFirst().value());
        assertEquals(DeviceSurvey.State.CANNOT_CONNECT, survey.devices().get(3).state());
        assertFalse(new GpioSurvey().look().place().isEmpty());
    }
}
