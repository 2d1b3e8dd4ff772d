package dev.darkbox.stack;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Every thread reads a band and combines it, one after the other: the way for frames in the page cache, where reading
/// is copying and a second thread for it would only take the processor from the first. Bands are small enough to be still
/// in the processor's cache when they are combined.
final class EachReads {

    private final BandJob job;
    private final Crew crew;
    private final List<Band> bands;
    private final List<Workspace> spaces;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();

    /// @param bands as many as spaces
    EachReads(BandJob job, Crew crew, List<Band> bands, List<Workspace> spaces) {
        this.job = job;
        this.crew = crew;
        this.bands = bands;
        this.spaces = spaces;
    }

    void walk(Progress progress) throws IOException, InterruptedException {
        progress.done(0, job.pixels());
        for (int i = 0; i < spaces.size(); i++) {
            start(bands.get(i), spaces.get(i));
        }
        while (crew.running() > 0) {
            crew.awaitOneFor(Crew.GLANCE);
            progress.done(finished.get(), job.pixels());
        }
    }

    /// Starts a thread that takes the next band until there is none.
    private void start(Band band, Workspace space) {
        crew.start(() -> {
            long first;
            while ((first = next.getAndAdd(band.pixels())) < job.pixels()) {
                int count = (int) Math.min(band.pixels(), job.pixels() - first);
                band(band, space, first, count);
                finished.addAndGet(count);
            }
        });
    }

    private void band(Band band, Workspace space, long first, int count) throws IOException {
        band.loadAll(job.frames(), crew::stopIfCancelled, first, count);
        for (int from = 0; from < count; from += Band.CHUNK) {
            crew.stopIfCancelled();
            job.chunk(band, space, first, from, Math.min(Band.CHUNK, count - from));
        }
    }
}
