package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.plan.FirstMaster;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftRuleTest {

    private static final MasterStats BEFORE = new MasterStats(500, 499, 8, 2, 480, 65_535, 1000);
    private static final DriftRule RULE = DriftRule.usual();

    @Test
    void tenPerCentEitherWayIsTheLine() {
        check(Verdict.Kind.PASS, "mean +0.0 %, median +0.0 %, sigma +0.0 %, hot pixels +0.0 %; limit 10 %",
                BEFORE);
        check(Verdict.Kind.PASS,
                "mean +10.0 %, median -10.0 %, sigma +9.4 %, hot pixels -10.0 %; limit 10 %",
                new MasterStats(550, 449.1, 8.75, 2, 480, 65_535, 900));
        check(Verdict.Kind.HOLD, "mean 550.10 ADU, was 500.00 ADU (+10.0 %); limit 10 %",
                new MasterStats(550.1, 499, 8, 2, 480, 65_535, 1000));
        check(Verdict.Kind.HOLD, "median 440.00 ADU, was 499.00 ADU (-11.8 %); "
                + "sigma 9.000 ADU, was 8.000 ADU (+12.5 %); hot pixels 800, was 1000 (-20.0 %); limit 10 %",
                new MasterStats(500, 440, 9, 2, 480, 65_535, 800));
    }

    @Test
    void aHandfulOfHotPixelsIsNotCountedInPerCent() {
        var none = new MasterStats(500, 499, 8, 2, 480, 500, 0);
        var few = new MasterStats(500, 499, 8, 2, 480, 500, 9);
        var many = new MasterStats(500, 499, 8, 2, 480, 500, 10);
        assertEquals(Verdict.Kind.PASS, RULE.judge(few, Optional.of(none)).kind());
        assertEquals(new Verdict(Verdict.Kind.HOLD, "hot pixels 10, was 0 (from 0); limit 10 %"),
                RULE.judge(many, Optional.of(none)));
    }

    @Test
    void theFirstOfItsKindIsHeldOrTakenAsOrdered() {
        String remark = "first of its kind, nothing to compare with";
        assertEquals(new Verdict(Verdict.Kind.HOLD, remark), RULE.judge(BEFORE, Optional.empty()));
        var open = new DriftRule(10, Verdict.Kind.WARN, FirstMaster.ACCEPT);
        assertEquals(new Verdict(Verdict.Kind.PASS, remark), open.judge(BEFORE, Optional.empty()));
        assertThrows(IllegalArgumentException.class,
                () -> new DriftRule(0, Verdict.Kind.WARN, FirstMaster.HOLD));
    }

    private static void check(Verdict.Kind kind, String remark, MasterStats now) {
        assertEquals(new Verdict(kind, remark), RULE.judge(now, Optional.of(BEFORE)));
    }
}
