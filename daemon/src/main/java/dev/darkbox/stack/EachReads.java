package dev.darkbox.stack;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Every thread reads a band and combines it, one after the other: the way for frames in the page cache, where reading
/// is copying and a second thread for it would only take the processor from the first. Bands are small enough to be still
/// in the processor's cache when they are combined.
final class EachReads {

    /// One thread's memory.
    private record Seat(Band band, Workspace space) {}

    private final BandJob job;
    private final Crew crew;
    private final int seats;
    private final Queue<Seat> free = new ConcurrentLinkedQueue<>();

    /// @param bands as many as spaces
    EachReads(BandJob job, Crew crew, List<Band> bands, List<Workspace> spaces) {
        this.job = job;
        this.crew = crew;
        this.seats = spaces.size();
        for (int i = 0; i < seats; i++) {
            free.add(new Seat(bands.get(i), spaces.get(i)));
        }
    }

    void walk(Progress progress) throws IOException, InterruptedException {
        long finished = 0;
        long next = 0;
        while (finished < job.pixels()) {
            while (next < job.pixels() && crew.running() < seats) {
                next = start(next);
            }
            finished += crew.await();
            progress.done(finished, job.pixels());
        }
    }

    /// Starts the band at pixel `first`; returns where the next one begins.
    private long start(long first) {
        Seat seat = free.remove();
        int count = (int) Math.min(seat.band().pixels(), job.pixels() - first);
        crew.start(() -> {
            band(seat, first, count);
            free.add(seat);
            return count;
        });
        return first + count;
    }

    private void band(Seat seat, long first, int count) throws IOException {
        for (int f = 0; f < job.frames().count(); f++) {
            crew.stopIfCancelled();
            seat.band().load(job.frames(), f, first, count);
        }
        for (int from = 0; from < count; from += Band.CHUNK) {
            crew.stopIfCancelled();
            job.chunk(seat.band(), seat.space(), first, from, Math.min(Band.CHUNK, count - from));
        }
    }
}
