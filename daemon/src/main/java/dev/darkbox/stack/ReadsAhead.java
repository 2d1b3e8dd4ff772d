package dev.darkbox.stack;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// While all threads combine one band, [#READERS] others read the next: the way for frames that are not in the page
/// cache. Readers wait for the disk and take next to nothing of the processor. A band is as large as memory allows, so
/// that cards and disks are read in large pieces.
final class ReadsAhead {

    /// Requests in flight: enough for an NVMe disk with pieces of some hundred KiB, and no more than a card or a disk
    /// with moving heads can put in order.
    static final int READERS = 4;

    private final BandJob job;
    private final Crew crew;
    private final List<Workspace> spaces;

    ReadsAhead(BandJob job, Crew crew, List<Workspace> spaces) {
        this.job = job;
        this.crew = crew;
        this.spaces = spaces;
    }

    /// @param one memory for half of the bands
    /// @param two memory for the others, of the same size
    void walk(Band one, Band two, Progress progress) throws IOException, InterruptedException {
        Band loaded = one;
        Band loading = two;
        load(loaded, 0);
        crew.awaitAll();
        for (long first = 0; first < job.pixels(); first += loaded.pixels()) {
            load(loading, first + loading.pixels());
            combine(loaded, first);
            crew.awaitAll();
            progress.done(Math.min(first + loaded.pixels(), job.pixels()), job.pixels());
            Band swapped = loaded;
            loaded = loading;
            loading = swapped;
        }
    }

    /// Starts reading the band at pixel `first`, if there is one.
    private void load(Band band, long first) {
        int count = count(band, first);
        var next = new AtomicInteger();
        for (int i = 0; i < READERS && count > 0; i++) {
            crew.start(() -> {
                for (int f = next.getAndIncrement(); f < job.frames().count(); f = next.getAndIncrement()) {
                    crew.stopIfCancelled();
                    band.load(job.frames(), f, first, count);
                }
            });
        }
    }

    /// Starts combining a loaded band.
    private void combine(Band band, long first) {
        int count = count(band, first);
        var next = new AtomicInteger();
        for (Workspace space : spaces) {
            crew.start(() -> {
                for (int from = next.getAndAdd(Band.CHUNK); from < count; from = next.getAndAdd(Band.CHUNK)) {
                    crew.stopIfCancelled();
                    job.chunk(band, space, first, from, Math.min(Band.CHUNK, count - from));
                }
            });
        }
    }

    private int count(Band band, long first) {
        return Math.clamp(job.pixels() - first, 0, band.pixels());
    }
}
