package dev.darkbox.device.sim;

import dev.darkbox.device.Rung;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Faults as a person orders them: when, what, and its numbers.
///
/// ```
/// next lost                               frame 12 late 20
/// at 2025-09-23T20:00:00Z gust 8 1200     frame 40 disconnect 2
/// ```
///
/// Times are seconds, temperatures kelvins, levels ADU per hour, light e- per pixel and second.
final class SimFaultText {

    private static final String WHENS = "next, frame N or at INSTANT";
    private static final String FAULTS = "late S, lost, garbled, torn, hang, hang-driver, server-away S, disconnect N, ignore SETTING, cap-stuck, "
            + "cap-lies, wheel-jam, cooler-dies, gust K S, heater-stuck, drift ADU, leak E, panel-outside PART";

    private SimFaultText() {}

    static SimFaults.Order parse(String text) {
        var words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
        try {
            var order = new SimFaults.Order(when(words), fault(words));
            if (!words.isEmpty()) {
                throw wrong("the end", words.getFirst());
            }
            return order;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException("fault \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private static SimFaults.When when(List<String> words) {
        String word = take(words);
        return switch (word) {
            case "next" -> new SimFaults.When.Next();
            case "frame" -> new SimFaults.When.Frame(Long.parseLong(take(words)));
            case "at" -> new SimFaults.When.At(Instant.parse(take(words)));
            default -> throw wrong(WHENS, word);
        };
    }

    private static SimFault fault(List<String> words) {
        String word = take(words);
        return switch (word) {
            case "late" -> new SimFault.ExposureLate(seconds(words));
            case "lost" -> new SimFault.FrameLost();
            case "garbled" -> new SimFault.FrameGarbled();
            case "torn" -> new SimFault.ReadoutTorn();
            case "hang" -> new SimFault.CameraHangs();
            case "hang-driver" -> new SimFault.CameraHangs(Rung.RESTART_DRIVER);
            case "server-away" -> new SimFault.ServerAway(seconds(words));
            case "disconnect" -> new SimFault.ConnectionLost(Integer.parseInt(take(words)));
            case "ignore" -> new SimFault.SettingIgnored(setting(take(words)));
            case "cap-stuck" -> new SimFault.CapStuck();
            case "cap-lies" -> new SimFault.CapLies();
            case "wheel-jam" -> new SimFault.WheelJam();
            case "cooler-dies" -> new SimFault.CoolerDies();
            case "gust" -> new SimFault.Gust(Double.parseDouble(take(words)), seconds(words));
            case "heater-stuck" -> new SimFault.HeaterStuckOn();
            case "drift" -> new SimFault.OffsetDrift(Double.parseDouble(take(words)));
            case "leak" -> new SimFault.LightLeak(Double.parseDouble(take(words)));
            case "panel-outside" -> new SimFault.PanelOutside(Double.parseDouble(take(words)));
            default -> throw wrong(FAULTS, word);
        };
    }

    private static SimFault.Setting setting(String word) {
        for (SimFault.Setting setting : SimFault.Setting.values()) {
            if (setting.toString().equals(word)) {
                return setting;
            }
        }
        throw wrong("one of " + Arrays.toString(SimFault.Setting.values()), word);
    }

    private static Duration seconds(List<String> words) {
        return Duration.ofMillis(Math.round(Double.parseDouble(take(words)) * 1000));
    }

    private static String take(List<String> words) {
        if (words.isEmpty()) {
            throw wrong("another word", "");
        }
        return words.removeFirst();
    }

    private static IllegalArgumentException wrong(String wanted, String got) {
        return new IllegalArgumentException("expected %s, got \"%s\"".formatted(wanted, got));
    }
}
