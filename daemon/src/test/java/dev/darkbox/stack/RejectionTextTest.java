package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RejectionTextTest {

    @Test
    void whatIsWrittenIsRead() {
        assertEquals(new Rejection.Winsorized(3, 3), RejectionText.parse("winsorized"));
        assertEquals(new Rejection.Winsorized(2.5, 4), RejectionText.parse("winsorized:2.5:4"));
        assertEquals(new Rejection.LinearFit(5, 5), RejectionText.parse("linear"));
        assertEquals(new Rejection.Esd(0.3, 0.05), RejectionText.parse("esd"));
        assertEquals(new Rejection.Percentile(0.2, 0.1), RejectionText.parse("percentile"));
        assertEquals(new Rejection.MinMax(1, 1), RejectionText.parse("minmax"));
        assertEquals(new Rejection.None(), RejectionText.parse("none"));
        for (Rejection rejection : Against.REJECTIONS) {
            assertEquals(rejection, RejectionText.parse(RejectionText.text(rejection)));
        }
        assertEquals("winsorized 2.5/3", RejectionText.words(new Rejection.Winsorized(2.5, 3)));
    }

    @Test
    void whatCannotBeReadIsAnsweredInOneLine() {
        refused("sigma:3", "two numbers are needed");
        refused("sigma:3:x", "\"x\" is no number");
        refused("sigma:0:3", "0 is not in 0.1..1000");
        refused("esd:0.6:0.05", "0.6 is not in 0..0.5");
        refused("minmax:1.5:1", "1.5 is no whole number");
        refused("none:1:1", "none takes no numbers");
        refused("huber", "\"huber\" is unknown");
    }

    private static void refused(String text, String why) {
        var refused = assertThrows(IllegalArgumentException.class, () -> RejectionText.parse(text));
        assertEquals("rejection \"" + text + "\": " + why + "; allowed are " + RejectionText.ALLOWED,
                refused.getMessage());
    }
}
