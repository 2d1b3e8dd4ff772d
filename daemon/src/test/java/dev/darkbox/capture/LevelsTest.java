package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/// Levels a dark frame can have, and those it cannot.
class LevelsTest {

    private static final FrameShape SHAPE = new FrameShape(40, 5);

    @Test
    void anOrdinaryDarkHasNoFault() {
        Levels levels = of(i -> 500 + i % 3);
        assertEquals(new Levels(500.995, 500, 502, 0), levels);
        assertEquals(Optional.empty(), levels.fault());
    }

    @Test
    void impossibleLevelsSayWhatIsWrong() {
        assertEquals(Optional.of("every pixel is 0 ADU"), of(_ -> 0).fault());
        assertEquals(Optional.of("every pixel is 65535 ADU"), of(_ -> 65_535).fault());
        assertEquals(Optional.of("mean 60000 ADU, a dark frame stays below 58982"),
                of(i -> i % 2 == 0 ? 59_999 : 60_001).fault());
        assertEquals(
                Optional.of("6 % of the pixels are 0 ADU, at most 5 % may be: "
                        + "the offset is too low or did not take"),
                of(i -> i < 11 ? 0 : 4).fault());
        assertEquals(Optional.empty(), of(i -> i < 10 ? 0 : 4).fault());
    }

    private static Levels of(IntUnaryOperator adu) {
        try (Arena arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(SHAPE, arena);
            for (int i = 0; i < SHAPE.pixels(); i++) {
                frame.setAdu(i % 40, i / 40, adu.applyAsInt(i));
            }
            return Levels.of(frame);
        }
    }
}
