package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void everyWayDriversWriteNumbersIsRead() {
        assertEquals(0.01, Numbers.parse("0.010000000000000000208"));
        assertEquals(1e-5, Numbers.parse(" 1e-05\n"));
        assertEquals(-12.51, Numbers.parse("-12:30:36"), 1e-9);
        assertEquals(-0.5, Numbers.parse("-0:30"));
        assertEquals(10.5, Numbers.parse("10 30.0"));
        assertEquals(1.0345, Numbers.parse("1;2;4.2"), 1e-9);
        assertEquals(Double.NEGATIVE_INFINITY, Numbers.parse("-inf"));
        for (String none : new String[]{"nan", "", "abc", "10,5", "1d", "0x10", "1.2.3", ":", "--1",
            "9".repeat(65)}) {
            assertEquals(Double.NaN, Numbers.parse(none), none);
        }
    }

    @Test
    void numbersAreSentPlainWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[]{"de-DE", "fr-FR", "ar-EG"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals("0.00001", Numbers.plainText(1e-5));
                assertEquals("-10.5", Numbers.plainText(-10.5));
                assertEquals("100", Numbers.plainText(100));
                assertEquals("12345678901", Numbers.plainText(1.2345678901e10));
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
