package dev.darkbox.device.alpaca;

import dev.darkbox.device.CoverUnit.Cover;
import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import java.util.List;

/// The cover of a covercalibrator. The interface lets a driver tell the last state it ordered, so that "closed" is
/// reported at best; an error stays a fault, and what it cannot tell is unknown.
final class AlpacaCover {

    static final List<String> STATES = List.of("not present", "closed", "moving", "open", "unknown",
            "error");

    private final AlpacaDevice device;
    private final boolean there;
    private final boolean tellsMotion;

    AlpacaCover(AlpacaDevice device) throws DeviceException, InterruptedException {
        this.device = device;
        there = device.whole("coverstate") != 0;
        tellsMotion = there && device.version() >= 2 && device.has("covermoving");
    }

    boolean isThere() {
        return there;
    }

    Cover read() throws DeviceException, InterruptedException {
        boolean moving = tellsMotion && device.flag("covermoving");
        int state = device.whole("coverstate");
        Stand stand = switch (state) {
            case 1 -> moving ? Stand.MOVING : Stand.SHUT;
            case 2 -> Stand.MOVING;
            case 3 -> moving ? Stand.MOVING : Stand.OPEN;
            case 4 -> moving ? Stand.MOVING : Stand.UNKNOWN;
            case 0, 5 -> Stand.FAULT;
            default -> throw new DeviceException.Garbled(device.place(), "a coverstate of 0..5",
                    Integer.toString(state));
        };
        return new Cover(device.time().now(), stand, Evidence.REPORTED, "coverstate %d (%s)%s".formatted(
                state, word(STATES, state), moving ? ", covermoving" : ""));
    }

    void move(Position goal) throws DeviceException, InterruptedException {
        device.order(goal == Position.SHUT ? "closecover" : "opencover");
    }

    void halt() throws DeviceException, InterruptedException {
        device.order("haltcover");
    }

    static String word(List<String> words, int number) {
        return number >= 0 && number < words.size() ? words.get(number) : "?";
    }
}
