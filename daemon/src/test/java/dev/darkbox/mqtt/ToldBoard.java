package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A board that keeps what it was told.
final class ToldBoard implements Board {

    final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    record Told(String topic, String text, Duration expires, ByteBuffer correlation) {}

    /// The next answer, when it comes.
    Told next() throws InterruptedException {
        Told next = told.poll(10, TimeUnit.SECONDS);
        assertNotNull(next, "no answer in 10 s");
        return next;
    }

    @Override
    public void tell(String topic, String text, Duration expires, ByteBuffer correlation) {
        told.add(new Told(topic, text, expires, correlation));
    }

    @Override
    public void keep(String topic, String text) {
        throw new AssertionError("an answer is not kept: " + topic);
    }

    @Override
    public void keep(String topic, Path file, String version) {
        throw new AssertionError("an answer is no file: " + topic);
    }

    @Override
    public void erase(String topic) {
        throw new AssertionError("nothing is erased: " + topic);
    }

    @Override
    public void mention(String topic, String text) {
        throw new AssertionError("an answer is no line: " + topic);
    }
}
