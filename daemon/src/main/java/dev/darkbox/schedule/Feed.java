package dev.darkbox.schedule;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Hands events on to whoever follows, and remembers each rig's story for those who come late.
///
/// Threading: any. [#emit] never waits: a follower with too many unread events is dropped and told so.
public final class Feed implements EventSink {

    private static final int UNREAD = 4096;

    private final Map<String, Story> stories = new TreeMap<>();
    private final List<Follower> followers = new ArrayList<>();

    /// @param rigs every rig there is
    public Feed(List<String> rigs) {
        rigs.forEach(rig -> stories.put(rig, new Story()));
    }

    @Override
    public synchronized void emit(RunEvent event) {
        stories.computeIfAbsent(event.rig(), _ -> new Story()).add(event);
        followers.forEach(follower -> follower.offer(event));
    }

    /// Every rig's state, by name.
    public synchronized List<RigState> states() {
        return stories.entrySet().stream().map(entry -> entry.getValue().state(entry.getKey())).toList();
    }

    /// Follows some rigs, beginning with the story of what runs there now.
    public synchronized Follower follow(List<String> rigs) {
        var follower = new Follower(rigs);
        for (String rig : rigs) {
            Story story = stories.get(rig);
            if (story != null && !story.isOver()) {
                story.events().forEach(follower::offer);
            }
        }
        followers.add(follower);
        return follower;
    }

    private synchronized void drop(Follower follower) {
        followers.remove(follower);
    }

    /// One who follows.
    public final class Follower implements AutoCloseable {

        private final List<String> rigs;
        private final BlockingQueue<Optional<RunEvent>> unread = new LinkedBlockingQueue<>();
        private boolean lost;

        private Follower(List<String> rigs) {
            this.rigs = List.copyOf(rigs);
        }

        private void offer(RunEvent event) {
            if (lost || !rigs.contains(event.rig())) {
                return;
            }
            if (unread.size() >= UNREAD) {
                lost = true;
                unread.clear();
                unread.add(Optional.empty());
                return;
            }
            unread.add(Optional.of(event));
        }

        /// Waits for the next event; empty when this follower was too slow and was dropped.
        public Optional<RunEvent> next() throws InterruptedException {
            return unread.take();
        }

        @Override
        public void close() {
            drop(this);
        }
    }
}
