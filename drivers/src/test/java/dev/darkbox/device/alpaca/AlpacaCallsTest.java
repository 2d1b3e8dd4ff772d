package dev.darkbox.device.alpaca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.alpaca.AlpacaBox.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everything a server can answer that is no answer.
@Timeout(60)
class AlpacaCallsTest {

    /// Short where silence is waited for, and longer than a busy machine stands still.
    private static final AlpacaPatience SHORT = new AlpacaPatience(Duration.ofMillis(1500),
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(1));

    private AlpacaBox box;
    private AlpacaUnit unit;

    @BeforeEach
    void open() throws Exception {
        box = new AlpacaBox(1, Time.system());
        unit = AlpacaUnit.open(box.server(), 0, Time.system(), SHORT);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private <E extends DeviceException> String told(Fault fault, Class<E> kind) {
        box.fail(fault);
        DeviceException e = assertThrows(kind, unit::cover);
        assertEquals("http://127.0.0.1:%d covercalibrator 0".formatted(box.port()), e.device());
        return e.what();
    }

    @Test
    void silenceHasALimit() throws Exception {
        assertEquals("the answer to GET coverstate took longer than 1500 ms",
                told(Fault.MUTE, DeviceException.TimedOut.class));
        box.mend();
        assertEquals(Stand.OPEN, unit.cover().stand());
    }

    @Test
    void anAnswerThatNeverEndsHasTheSameLimit() {
        assertEquals("the answer to GET coverstate took longer than 1500 ms",
                told(Fault.HALF_ANSWER, DeviceException.TimedOut.class));
    }

    @Test
    void garbageIsShownInOneLine() {
        assertEquals("expected an Alpaca answer to GET coverstate, got \"<html> <b>It works!</b></html>\"",
                told(Fault.GARBAGE, DeviceException.Garbled.class));
    }

    @Test
    void anAnswerNestedDeepDoesNotBringTheParserDown() {
        assertTrue(told(Fault.DEEP, DeviceException.Garbled.class).contains("{\"Value\":[[[["));
    }

    @Test
    void fiveMegabytesAreNotRead() {
        assertEquals("expected an answer to GET coverstate, got \"more than 65536 bytes\"",
                told(Fault.HUGE, DeviceException.Garbled.class));
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertEquals("GET coverstate: HTTP 302 to http://127.0.0.1:1/elsewhere, which is not followed \"\"",
                told(Fault.REDIRECT, DeviceException.Refused.class));
    }

    @Test
    void aServersOwnErrorsAreToldWithTheirText() {
        assertEquals("GET coverstate: HTTP 400 \"Device 0 is not configured\"",
                told(Fault.BAD_REQUEST, DeviceException.Refused.class));
        box.mend();
        assertEquals("GET coverstate: HTTP 500 \"NullReferenceException\"",
                told(Fault.BROKEN_SERVER, DeviceException.Refused.class));
    }

    @Test
    void anotherQuestionsAnswerIsNone() throws Exception {
        assertTrue(told(Fault.WRONG_TRANSACTION, DeviceException.Garbled.class)
                .matches(
                        "expected the answer to GET coverstate, transaction \\d+, got \"transaction \\d+\""));
        box.mend();
        box.fail(Fault.NO_TRANSACTION);
        assertEquals(Stand.OPEN, unit.cover().stand());
    }

    @Test
    void aConnectionClosedInPlaceOfAnAnswerIsLostAndTheNextCallGreetsAgain() throws Exception {
        assertTrue(told(Fault.HANG_UP, DeviceException.Lost.class)
                .startsWith("connection lost: GET coverstate: "));
        box.mend();
        int before = box.heard().size();
        assertEquals(Stand.OPEN, unit.cover().stand());
        assertEquals("GET interfaceversion", box.heard().get(before));
    }

    @Test
    void aRefusedConnectionIsTriedOnceMore() throws Exception {
        var sleeps = new AtomicInteger();
        Time opening = new Time() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public void sleep(Duration duration) {
                sleeps.incrementAndGet();
                try {
                    box.start();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        box.stop();
        try (var late = AlpacaUnit.open(box.server(), 0, opening, SHORT)) {
            assertEquals(Stand.OPEN, late.cover().stand());
            assertEquals(1, sleeps.get());
        }
    }

    @Test
    void anUnknownHostIsToldAsSuch() {
        var e = assertThrows(DeviceException.Lost.class, () -> AlpacaUnit.open(
                new AlpacaServer("nobody.invalid", 11_111), 0, Time.system(), SHORT));
        assertEquals("http://nobody.invalid:11111 covercalibrator 0: connection lost: "
                + "GET interfaceversion: unknown host", e.getMessage());
    }

    @Test
    void aRunThatIsCancelledDoesNotWaitForTheAnswer() {
        box.fail(Fault.MUTE);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, unit::cover);
    }

    @Test
    void addressesOfTheSixthKindAreSpelledInBrackets() {
        assertEquals("http://[fe80::1]:80", new AlpacaServer("fe80::1", 80).toString());
    }
}
