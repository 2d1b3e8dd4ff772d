package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be seen without a chip; the rest is seen in a virtual machine that has one.
class GpioTest {

    @TempDir
    private Path folder;

    /// The compiler's word for what the binding writes by hand.
    @Test
    void sizesAndPlacesAreThoseOfTheKernelsHeader() throws Exception {
        Path header = Path.of("/usr/include/linux/gpio.h");
        Assumptions.assumeTrue(Files.exists(header)
                && Files.readString(header).contains("gpio_v2_line_request"),
                "no linux/gpio.h of the second version");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
        Path source = folder.resolve("layout.c");
        Files.writeString(source,
                """
                        #include <linux/gpio.h>
                        #include <stddef.h>
                        #include <stdio.h>
                        #define AT(type, field) (int)offsetof(struct type, field)
                        #define FLAG(name) (unsigned)GPIO_V2_LINE_FLAG_##name
                        int main(void) {
                            printf("%d %d %d %d %d %d %d %d %d %d %d %d\\n",
                                (int)sizeof(struct gpiochip_info), (int)sizeof(struct gpio_v2_line_info),
                                (int)sizeof(struct gpio_v2_line_request), AT(gpio_v2_line_request, consumer),
                                AT(gpio_v2_line_request, config.flags), AT(gpio_v2_line_request, config.num_attrs),
                                AT(gpio_v2_line_request, config.attrs), AT(gpio_v2_line_request, num_lines),
                                AT(gpio_v2_line_request, fd), (int)sizeof(struct gpio_v2_line_values),
                                AT(gpio_v2_line_info, flags), AT(gpio_v2_line_info, offset));
                            printf("%x %x %x %x %x\\n", (unsigned)GPIO_GET_CHIPINFO_IOCTL, (unsigned)GPIO_V2_GET_LINEINFO_IOCTL,
                                (unsigned)GPIO_V2_GET_LINE_IOCTL, (unsigned)GPIO_V2_LINE_GET_VALUES_IOCTL,
                                (unsigned)GPIO_V2_LINE_SET_VALUES_IOCTL);
                            printf("%x %x %x %x %x %x %x\\n", FLAG(USED), FLAG(ACTIVE_LOW), FLAG(INPUT), FLAG(OUTPUT),
                                FLAG(BIAS_PULL_UP), FLAG(BIAS_PULL_DOWN), FLAG(BIAS_DISABLED));
                            return 0;
                        }
                        """);
        Path program = folder.resolve("layout");
        assertEquals("", run("/usr/bin/gcc", "-o", program.toString(), source.toString()));
        List<String> said = run(program.toString()).lines().toList();
        assertEquals("%d %d %d %d %d %d %d %d %d %d 72 64".formatted(
                GpioChip.CHIP_INFO_BYTES, GpioChip.LINE_INFO_BYTES, GpioLines.REQUEST_BYTES,
                GpioLines.CONSUMER, GpioLines.FLAGS, GpioLines.ATTRIBUTE_COUNT, GpioLines.ATTRIBUTES,
                GpioLines.LINE_COUNT, GpioLines.DESCRIPTOR, GpioLines.VALUES_BYTES), said.get(0));
        assertEquals("8044b401 c100b405 c250b407 c010b40e c010b40f", said.get(1));
        assertEquals("%x %x %x %x %x %x %x".formatted(GpioLines.USED, GpioLines.ACTIVE_LOW, GpioLines.INPUT,
                GpioLines.OUTPUT, GpioLines.PULL_UP, GpioLines.PULL_DOWN, GpioLines.NO_PULL), said.get(2));
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return said;
    }

    @Test
    void anOutputsFirstValueIsPartOfTheRequest() {
        try (Arena arena = Arena.ofConfined()) {
            var request = arena.allocate(GpioLines.REQUEST_BYTES, 8);
            GpioLines.fill(request, "darkbox", GpioLines.Setting.output(GpioLines.ACTIVE_LOW, 0b01), 17, 4);
            assertEquals(17, request.getAtIndex(JAVA_INT, 0));
            assertEquals(4, request.getAtIndex(JAVA_INT, 1));
            assertEquals("darkbox", request.getString(GpioLines.CONSUMER));
            assertEquals(GpioLines.OUTPUT | GpioLines.ACTIVE_LOW, request.get(JAVA_LONG, GpioLines.FLAGS));
            assertEquals(1, request.get(JAVA_INT, GpioLines.ATTRIBUTE_COUNT));
            assertEquals(2, request.get(JAVA_INT, GpioLines.ATTRIBUTES));
            assertEquals(0b01, request.get(JAVA_LONG, GpioLines.ATTRIBUTES + 8));
            assertEquals(0b11, request.get(JAVA_LONG, GpioLines.ATTRIBUTES + 16));
            assertEquals(2, request.get(JAVA_INT, GpioLines.LINE_COUNT));
        }
    }

    @Test
    void aNameThatIsTooLongIsCutAndDebounceIsInMicroseconds() {
        try (Arena arena = Arena.ofConfined()) {
            var request = arena.allocate(GpioLines.REQUEST_BYTES, 8);
            GpioLines.fill(request, "x".repeat(50),
                    new GpioLines.Setting(GpioLines.INPUT, 0, Duration.ofMillis(20)), 3);
            assertEquals("x".repeat(31), request.getString(GpioLines.CONSUMER));
            assertEquals(3, request.get(JAVA_INT, GpioLines.ATTRIBUTES));
            assertEquals(20_000, request.get(JAVA_LONG, GpioLines.ATTRIBUTES + 8));
        }
    }

    @Test
    void whatIsNoChipIsToldInOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("gpiochip7"));
        assertEquals(file + ": not a GPIO chip",
                assertThrows(IOException.class, () -> GpioChip.of(file)).getMessage());
        Path missing = folder.resolve("gpiochip8");
        assertEquals(missing + " cannot be opened: No such file or directory",
                assertThrows(IOException.class, () -> GpioChip.of(missing)).getMessage());
        assertEquals(List.of(), GpioChip.all(folder));
        assertEquals("no GPIO chip labelled one or other; seen from here: " + file + ": not a GPIO chip",
                assertThrows(IOException.class, () -> GpioChip.labelled(folder, "one", "other"))
                        .getMessage());
        Files.delete(file);
        assertEquals("no GPIO chip labelled one; seen from here: none",
                assertThrows(IOException.class, () -> GpioChip.labelled(folder, "one")).getMessage());
    }
}
