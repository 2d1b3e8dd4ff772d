package dev.darkbox.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pi4j.Pi4J;
import dev.darkbox.device.Guest;
import dev.darkbox.linux.GpioChip;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// [GuestJob] in a virtual machine with the kernel's simulated GPIO chip and a PWM chip without hardware: as root, and as
/// the daemon's user in our unit's sandbox, with our udev rules.
@Tag("slow")
@Tag("vm")
class GpioGuestTest {

    private static final int RUN_SECONDS = 900;

    @Test
    void theDriverMovesLightsAndReadsOnARealKernel() throws Exception {
        List<String> lines = Guest.built("gpio")
                .classes(GpioChip.class, GpioUnit.class, GuestJob.class, Pi4J.class, LoggerFactory.class)
                .installed("darkbox.sysusers", "darkbox-gpio.rules", "darkboxd.service")
                .run("gpio-job.sh", RUN_SECONDS);
        assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("not ok ")).toList());
        assertEquals(List.of("checks done as root: 13", "checks done as user: 10"),
                lines.stream().filter(line -> line.startsWith("checks done as ")).toList(),
                String.join("\n", lines));
    }
}
