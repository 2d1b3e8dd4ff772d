package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> WORDS = List.of("port", "host", "polling", "gain", "give_up",
            "load_for", "tolerance_k");

    @Test
    void aSlipOfTheFingersIsRecognised() {
        record Case(String typed, String meant) {}
        Case[] cases = {
            new Case("prot", "port"), new Case("Port", "port"), new Case("hosts", "host"),
            new Case("giveup", "give_up"),
            new Case("give-up", "give_up"), new Case("gian", "gain"), new Case("tolerance_C", "tolerance_k"),
            new Case("tollerance", "tolerance_k"), new Case("loadfor", "load_for"),
        };
        for (Case c : cases) {
            assertEquals(Optional.of(c.meant), Spelling.nearest(c.typed, WORDS), c.typed);
        }
    }

    @Test
    void anotherWordIsNotGuessedAt() {
        for (String typed : List.of("", "x", "exposure", "pool", "raise", "po", "time")) {
            assertEquals(Optional.empty(), Spelling.nearest(typed, WORDS), typed);
        }
    }

    @Test
    void theDistanceCountsSlips() {
        assertEquals(0, Spelling.distance("bias", "bias"));
        assertEquals(4, Spelling.distance("", "bias"));
        assertEquals(1, Spelling.distance("bais", "bias"));
        assertEquals(3, Spelling.distance("kitten", "sitting"));
        assertEquals(3, Spelling.distance("ca", "abc"));
    }
}
