package dev.darkbox.device.alpaca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlpacaAnswerTest {

    private static Optional<AlpacaAnswer> decode(String json) {
        return AlpacaAnswer.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesAndErrorsAreToldApart() {
        assertEquals(Optional.of(new AlpacaAnswer(Optional.of(3), 0, "", 12)),
                decode("{\"Value\":3,\"ErrorNumber\":0,\"ErrorMessage\":\"\",\"ClientTransactionID\":12,"
                        + "\"ServerTransactionID\":4294967295}"));
        AlpacaAnswer error = decode("{\"ErrorNumber\":1031,\"ErrorMessage\":\"Not\\r\\nconnected\"}")
                .orElseThrow();
        assertEquals("error 0x407 (not connected) \"Not connected\"", error.fault());
        assertEquals(Optional.empty(), error.value());
    }

    @Test
    void everyErrorNumberHasItsName() {
        assertEquals("error 0x400 (not implemented)", fault(0x400));
        assertEquals("error 0x401 (invalid value)", fault(0x401));
        assertEquals("error 0x40B (invalid operation)", fault(0x40B));
        assertEquals("error 0x40C (action not implemented)", fault(0x40C));
        assertEquals("error 0x500 (driver)", fault(0x500));
        assertEquals("error 0xFFF (driver)", fault(0xFFF));
        assertEquals("error 0x1000 (unknown)", fault(0x1000));
        assertEquals("error 0x40B (invalid operation)", fault(0x8004040B));
    }

    private static String fault(int error) {
        return decode("{\"ErrorNumber\":" + error + "}").orElseThrow().fault();
    }

    @Test
    void otherShapesAreNoAnswers() {
        for (String body : new String[]{"", "null", "7", "[]", "{}", "{\"value\":1}", "<html>",
            "{\"Value\":1",
            "{\"ErrorNumber\":\"0\"}", "{\"Value\":1,\"ClientTransactionID\":\"x\"}", "\uFFFD"}) {
            assertEquals(Optional.empty(), decode(body), body);
        }
    }

    @Test
    void anAnswerThatIsNestedDeepIsNoneAndBracketsInTextsDoNotCount() {
        assertEquals(Optional.empty(), decode("{\"Value\":" + "[".repeat(100_000)));
        assertEquals(Optional.empty(), decode("{\"Value\":" + "[".repeat(8) + "]".repeat(8) + "}"));
        assertFalse(decode("{\"Value\":\"" + "[\\\"{".repeat(50) + "\"}").isEmpty());
    }

    @Test
    void anAnswerCutAnywhereIsNone() {
        String whole = "{\"Value\":true,\"ErrorNumber\":0,\"ErrorMessage\":\"x\"}";
        for (int end = 0; end < whole.length(); end++) {
            assertEquals(Optional.empty(), decode(whole.substring(0, end)));
        }
    }
}
