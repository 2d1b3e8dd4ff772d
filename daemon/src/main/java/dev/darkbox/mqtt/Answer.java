package dev.darkbox.mqtt;

import dev.darkbox.mqtt.LinkException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;

/// The broker's answer to a CONNECT or SUBSCRIBE.
final class Answer implements MqttActionListener {

    private final BlockingQueue<Optional<LinkException>> came = new ArrayBlockingQueue<>(1);
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile boolean good;
    private final Function<IMqttToken, Optional<LinkException>> understood;
    private final Function<Throwable, LinkException> refused;

    /// @param understood what an answer means
    /// @param refused what a failure means
    Answer(Function<IMqttToken, Optional<LinkException>> understood,
            Function<Throwable, LinkException> refused) {
        this.understood = understood;
        this.refused = refused;
    }

    /// Waits for a good answer.
    ///
    /// @throws LinkException a bad one, or none
    void await(String question, Duration most) throws LinkException, InterruptedException {
        Optional<LinkException> answer = came.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            throw new LinkException(Kind.AWAY,
                    "no answer to " + question + " within " + Reasons.seconds(most));
        }
        if (answer.isPresent()) {
            throw answer.get();
        }
    }

    /// Says how it ended, unless that was said before.
    ///
    /// @return whether this was the first word
    boolean settle(Optional<LinkException> how) {
        if (settled.getAndSet(true)) {
            return false;
        }
        good = how.isEmpty();
        return came.offer(how);
    }

    /// Whether a good one came.
    boolean isGood() {
        return good;
    }

    void fail(Throwable why) {
        settle(Optional.of(refused.apply(why)));
    }

    @Override
    public void onSuccess(IMqttToken token) {
        settle(understood.apply(token));
    }

    @Override
    public void onFailure(IMqttToken token, Throwable why) {
        fail(why);
    }
}
