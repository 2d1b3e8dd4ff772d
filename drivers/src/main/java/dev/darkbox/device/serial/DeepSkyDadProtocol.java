package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.DeepSkyDad.Reply;
import dev.darkbox.device.serial.DeepSkyDad.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Deep Sky Dad's FP1 and FP2, told apart by the name of the board.
final class DeepSkyDadProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    @Override
    public String name() {
        return "deepskydad";
    }

    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(115200));
    }

    @Override
    public String lineEnds() {
        return ")\r\n";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        Reply.Firmware firmware = dialogue.ask(new Request.GetFirmware().encode(), HELLO, TRIES,
                line -> Reply.decode(line).flatMap(DeepSkyDadProtocol::panel));
        return DeepSkyDadUnit.greet(dialogue, firmware);
    }

    /// The vendor's focusers and rotators answer too.
    private static Optional<Reply.Firmware> panel(Reply reply) {
        return reply instanceof Reply.Firmware firmware && (isFp2(firmware) || isFp1(firmware))
                ? Optional.of(firmware)
                : Optional.empty();
    }

    private static boolean isFp1(Reply.Firmware firmware) {
        return firmware.board().endsWith(".FP1");
    }

    static boolean isFp2(Reply.Firmware firmware) {
        return firmware.board().endsWith(".FP2");
    }
}
