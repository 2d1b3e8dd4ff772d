package dev.darkbox.mqtt;

import static dev.darkbox.mqtt.CommandRig.ABORT;
import static dev.darkbox.mqtt.CommandRig.ACCEPTED;
import static dev.darkbox.mqtt.CommandRig.DUSK;
import static dev.darkbox.mqtt.CommandRig.REFRESH;
import static dev.darkbox.mqtt.CommandRig.REPUBLISH;
import static dev.darkbox.mqtt.CommandRig.SPOT_CHECK;
import static dev.darkbox.mqtt.CommandRig.VALIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.control.Command;
import dev.darkbox.control.Fields;
import dev.darkbox.control.Reply;
import dev.darkbox.event.RunEvent.End;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Commands as a well-meaning panel sends them, and what it is answered.
class CommandsTest {

    private static final String DARKS = "{\"scope\":\"darks\"}";

    private final CommandRig rig = CommandRig.all();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRefreshIsAcceptedAndDoneWhenItsRunIsOver() throws Exception {
        rig.send(REFRESH, "{\"scope\":\"dark-flats\",\"profile\":\"production\",\"transaction\":\"ha-1\","
                + "\"issued_at\":\"2025-09-23T17:59:30Z\"}");
        assertEquals(new ToldBoard.Told("darkbox/site1/rig/main/reply/refresh",
                "{\"schema\":1,\"at\":\"2025-09-23T18:00:00Z\",\"transaction\":\"ha-1\",\"command\":\"refresh\","
                        + "\"rig\":\"main\",\"status\":\"accepted\",\"error\":null}",
                Duration.ofSeconds(60), ByteBuffer.allocate(0)), rig.board.next());
        assertEquals(
                List.of(new Command.Refresh(Scope.DARK_FLATS, "main", Optional.of(Profile.PRODUCTION), false,
                        false)),
                rig.served);

        rig.started("main", "r1");
        rig.time.skip(Duration.ofHours(3));
        rig.ended("a+b", "r7", End.FAILED, "another rig's");
        rig.ended("main", "r1", End.DONE, "5 masters");
        assertEquals(new ToldBoard.Told("darkbox/site1/rig/main/reply/refresh",
                "{\"schema\":1,\"at\":\"2025-09-23T21:00:00Z\",\"transaction\":\"ha-1\",\"command\":\"refresh\","
                        + "\"rig\":\"main\",\"status\":\"done\",\"error\":null}",
                Duration.ofHours(1), ByteBuffer.allocate(0)), rig.board.next());
        assertEquals(List.of("refresh on main, transaction ha-1: dark-flats"), rig.notes);
        assertEquals(List.of(), rig.warnings);
    }

    @Test
    void aRunThatEndsOtherwiseSaysHow() throws Exception {
        record Case(End end, String answer) {}
        List<Case> cases = List.of(new Case(End.PARTLY, "failed partly: so"),
                new Case(End.FAILED, "failed failed: so"),
                new Case(End.ABORTED, "aborted aborted: so"), new Case(End.DONE, "done"));
        for (int i = 0; i < cases.size(); i++) {
            assertEquals("accepted", rig.ask(REFRESH, DARKS));
            rig.started("main", "r" + i);
            rig.ended("main", "r" + i, cases.get(i).end, "so");
            assertEquals(cases.get(i).answer, rig.answer());
        }
        assertTrue(rig.board.told.isEmpty());
    }

    @Test
    void aRunThatEndsBeforeItsBeginningIsToldIsAnsweredInOrder() throws Exception {
        rig.desk = (command, answer) -> {
            rig.ended("main", "", End.FAILED, "no camera");
            answer.say(ACCEPTED);
        };
        assertEquals("accepted", rig.ask(REFRESH, DARKS));
        assertEquals("failed failed: no camera", rig.answer());
    }

    @Test
    void theEndOfTheRunBeforeIsNotTakenForOurs() throws Exception {
        rig.started("main", "r1");
        assertEquals("accepted", rig.ask(REFRESH, DARKS));
        rig.ended("main", "r1", End.ABORTED, "the one before");
        rig.started("main", "r2");
        rig.ended("main", "r1", End.ABORTED, "the one before");
        rig.ended("main", "r2", End.DONE, "ours");
        assertEquals("done", rig.answer());
    }

    @Test
    void aRefusalSaysWhy() throws Exception {
        rig.desk = (command, answer) -> answer.say(new Reply.Busy("main", "refresh of 5 sets", DUSK));
        assertEquals("refused busy: main has a refresh of 5 sets since 2025-09-23T18:00:00Z",
                rig.ask(REFRESH, DARKS));
        rig.desk = (command, answer) -> answer.say(new Reply.Idle("main"));
        assertEquals("refused idle: nothing runs on main", rig.ask(ABORT, "{}"));
        rig.desk = (command, answer) -> answer.say(new Reply.Problem(1, "/srv/my/library cannot be written"));
        assertEquals("refused impossible: (a path) cannot be written", rig.ask(REFRESH, DARKS));
        rig.desk = (command, answer) -> answer.say(new Reply.Problem(3, "CCD Simulator: connection lost"));
        assertEquals("refused device: CCD Simulator: connection lost", rig.ask(REFRESH, DARKS));
        rig.desk = (command, answer) -> {};
        assertEquals("refused impossible: the daemon did not answer", rig.ask(REFRESH, DARKS));
        rig.desk = (command, answer) -> {
            throw new IOException("a pipe broke");
        };
        assertEquals("refused impossible: a pipe broke", rig.ask(REFRESH, DARKS));
        rig.quiet();
        rig.desk = (command, answer) -> {
            throw new IllegalStateException("gain -1");
        };
        assertEquals("refused impossible: a bug, of which the daemon's log tells more",
                rig.ask(REFRESH, DARKS));
        rig.desk = (command, answer) -> answer.say(ACCEPTED);
        assertEquals("accepted", rig.ask(REFRESH, DARKS));
        assertEquals(1, rig.notes.size());
        rig.ended("main", "r1", End.DONE, "only one of these waited");
        assertEquals("done", rig.answer());
        assertTrue(rig.board.told.isEmpty());
    }

    @Test
    void anAbortIsDoneWhenTheRunIsOver() throws Exception {
        rig.started("main", "r1");
        assertEquals("accepted", rig.ask(ABORT, "{\"transaction\":\"stop\"}"));
        assertEquals(List.of(new Command.Abort("main")), rig.served);
        rig.ended("main", "r1", End.ABORTED, "aborted");
        var told = rig.board.next();
        assertEquals("done", CommandRig.shortened(told));
        assertEquals("stop", Fields.parse(told.text()).text("transaction"));
    }

    /// A second abort switches the cooler off at once.
    @Test
    void aButtonThatBouncesAbortsOnce() throws Exception {
        rig.started("main", "r1");
        assertEquals("accepted", rig.ask(ABORT, "{}"));
        rig.time.skip(AbortMemory.BOUNCE.minusMillis(1));
        assertEquals("accepted", rig.ask(ABORT, "{}"));
        assertEquals(1, rig.served.size());
        rig.time.skip(Duration.ofMillis(1));
        assertEquals("accepted", rig.ask(ABORT, "{}"));
        assertEquals(2, rig.served.size());
        rig.ended("main", "r1", End.ABORTED, "aborted");
        for (int i = 0; i < 3; i++) {
            assertEquals("done", rig.answer());
        }
        rig.started("main", "r2");
        assertEquals("accepted", rig.ask(ABORT, "{}"));
        assertEquals(3, rig.served.size());
    }

    @Test
    void aPersonsWordOnAMasterIsDoneAtOnceWhereItIsAllowed() throws Exception {
        String promote = "darkbox/site1/rig/main/cmd/promote";
        rig.desk = (_, answer) -> answer.say(
                new Reply.Said("main", LocalDate.of(2025, 9, 23), "master-bias", "promote"));
        assertEquals("done", rig.ask(promote, "{\"master\":\"held\"}"));
        assertEquals("done",
                rig.ask("darkbox/site1/rig/main/cmd/hold", "{\"master\":\"2025-09-23/master-bias\"}"));
        assertEquals(List.of(
                new Command.Say("main", Command.Word.PROMOTE, "held", Profile.PRODUCTION, false, "mqtt", ""),
                new Command.Say("main", Command.Word.HOLD, "2025-09-23/master-bias", Profile.PRODUCTION,
                        false,
                        "mqtt", "")),
                rig.served);
        assertEquals(
                "refused malformed: master is not allowed; allowed: a name, EVENING/NAME, a part of it, or held",
                rig.ask(promote, "{\"master\":\"a b\"}"));
        rig.desk = (_, answer) -> answer.say(new Reply.Problem(1, "no master waits for a word"));
        assertEquals("refused impossible: no master waits for a word",
                rig.ask(promote, "{\"master\":\"held\"}"));
    }

    @Test
    void aSpotCheckIsAcceptedAndDoneWhenItsRunIsOver() throws Exception {
        rig.desk = (_, answer) -> {
            answer.say(
                    new Reply.Problem(0, "rig main: master-x is in no preset any more and is not checked"));
            answer.say(CommandRig.ACCEPTED);
        };
        assertEquals("accepted", rig.ask(SPOT_CHECK, "{\"one_per_kind\":true,\"transaction\":\"c-1\"}"));
        assertEquals(List.of(new Command.SpotCheck(List.of(), "main", true, false)), rig.served);
        rig.started("main", "r1");
        rig.ended("main", "r1", End.DONE, "3 of 3 masters agree");
        assertEquals("done", rig.answer());
        assertEquals("refused duplicate: this transaction was here before",
                rig.ask(SPOT_CHECK, "{\"transaction\":\"c-1\"}"));
        rig.desk = (_, answer) -> {
            answer.say(
                    new Reply.Problem(0, "rig main: master-x is in no preset any more and is not checked"));
            answer.say(new Reply.Problem(1, "rig main: no master in force that could be checked"));
        };
        assertEquals("refused impossible: rig main: no master in force that could be checked",
                rig.ask(SPOT_CHECK, "{}"));
    }

    /// It answers with a line for each program and preset first: more than are kept.
    @Test
    void aValidationIsAcceptedWhateverItFindsInTheLibrary() throws Exception {
        rig.desk = (_, answer) -> {
            for (int i = 0; i < 50; i++) {
                answer.say(new Reply.Setup("main", "a program", "a line"));
            }
            answer.say(new Reply.Problem(1, "rig main: 5 of 6 picks right"));
            answer.say(CommandRig.ACCEPTED);
        };
        assertEquals("accepted", rig.ask(VALIDATE, "{\"full\":true}"));
        rig.started("main", "r1");
        rig.ended("main", "r1", End.PARTLY, "so");
        assertEquals("failed partly: so", rig.answer());
        assertEquals(List.of(new Command.Validate("main", false, true, false)), rig.served);
    }

    @Test
    void aValidationWithoutFramesIsOverWhenItIsAnswered() throws Exception {
        rig.desk = (_, answer) -> {
            answer.say(new Reply.Setup("main", "a program", "a line"));
            answer.say(new Reply.Problem(1, "rig main: 5 of 6 picks right"));
        };
        assertEquals("failed failed: rig main: 5 of 6 picks right",
                rig.ask(VALIDATE, "{\"library_only\":true}"));
        rig.desk = (_, answer) -> answer.say(new Reply.Problem(0, "rig main: 6 of 6 picks right"));
        assertEquals("done", rig.ask(VALIDATE, "{\"library_only\":true}"));
        assertEquals(new Command.Validate("main", true, false, false), rig.served.getLast());
    }

    @Test
    void republishingIsDoneAtOnce() throws Exception {
        rig.send(REPUBLISH, "{}");
        var told = rig.board.next();
        assertEquals("darkbox/site1/reply/republish", told.topic());
        assertEquals("done", CommandRig.shortened(told));
        assertTrue(told.text().contains("\"rig\":null"), told.text());
        assertEquals(List.of(DUSK), rig.republished);
        assertEquals(List.of(), rig.served);
    }

    @Test
    void aRigWhoseNameIsNoTopicIsReachedAtItsWord() throws Exception {
        assertEquals("accepted", rig.ask("darkbox/site1/rig/a_b/cmd/refresh", DARKS));
        assertEquals(List.of(new Command.Refresh(Scope.DARKS, "a+b", Optional.empty(), false, false)),
                rig.served);
    }

    @Test
    void anAnswerGoesWhereItIsWantedIfThatIsOurs() throws Exception {
        ByteBuffer mark = StandardCharsets.UTF_8.encode("mark 1");
        rig.commands.accept(new Incoming(REFRESH, StandardCharsets.UTF_8.encode(DARKS), false,
                Optional.of("darkbox/site1/rig/main/reply/kitchen/1"), mark));
        var told = rig.board.next();
        assertEquals("darkbox/site1/rig/main/reply/kitchen/1", told.topic());
        assertEquals(mark, told.correlation());
        rig.ended("main", "r1", End.DONE, "5 masters");
        told = rig.board.next();
        assertEquals("darkbox/site1/rig/main/reply/kitchen/1", told.topic());
        assertEquals(mark, told.correlation());
    }

    @Test
    void twoRigsDoNotWaitForEachOther() throws Exception {
        rig.desk = (command, answer) -> {
            if (command instanceof Command.Refresh) {
                Thread.sleep(Duration.ofMinutes(10)); // a camera that does not answer, until the test closes
            }
            answer.say(new Reply.Stopping("a+b"));
        };
        rig.send(REFRESH, DARKS);
        assertEquals("accepted", rig.ask("darkbox/site1/rig/a_b/cmd/abort", "{}"));
    }

    @Test
    void aRefreshThatWaitedTooLongIsNotDoneButAnAbortIs() throws Exception {
        var go = new CountDownLatch(1);
        rig.desk = (command, answer) -> {
            go.await();
            answer.say(ACCEPTED);
        };
        rig.send(REFRESH, DARKS);
        Mosquitto.await("the first refresh to be served", () -> rig.served.size() == 1);
        rig.send(REFRESH, DARKS);
        rig.send(ABORT, "{}");
        rig.time.skip(Duration.ofSeconds(75));
        go.countDown();
        assertEquals("accepted", rig.answer());
        assertEquals("refused stale: it had to wait 75 s for the command before it", rig.answer());
        assertEquals("accepted", rig.answer());
        assertEquals(new Command.Abort("main"), rig.served.getLast());
        assertEquals(2, rig.served.size());
    }
}
