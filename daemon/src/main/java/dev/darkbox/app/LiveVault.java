package dev.darkbox.app;

import dev.darkbox.config.LiveConfig.Mode;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.kernel.LiveKernels;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.LiveIntegration;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A run's folder, and in front of it the frames of the present set integrated as they are accepted.
///
/// A frame is added when its journal line is durable, by the thread that stores frames and out of the buffer it is stored
/// from: the next exposure runs meanwhile, and the one after it waits for both as it waits for the disk. So what is
/// integrated is what the journal says, no more; a set that begins again begins here again as well.
///
/// A set is either stored or not, from its first frame to its last. It is stored unless the configuration says `master`,
/// the frames fit the memory allowed, and no frame of it was stored by an earlier life of the run.
///
/// Memory: [LiveIntegration#bytes] for the present set, freed before its frames are integrated from the disk. Threading:
/// one thread at a time.
final class LiveVault implements FrameVault, AutoCloseable {

    /// Frames that are read again when one among them is taken back: more than are judged a second time.
    private static final int MOST_AGAIN = 8;

    private final String rig;
    private final Kit kit;
    private final RunFolder folder;
    private final EventSink events;
    private final Supplier<Celsius> air;
    private final LiveKernels kernels;
    private final LiveLooks looks;
    private final Set<String> told = new HashSet<>();
    private Optional<PlannedSet> present = Optional.empty();
    private Optional<Live> live = Optional.empty();

    /// The present set's frames so far.
    ///
    /// @param first what is known of the first
    private record Live(LiveIntegration frames, boolean stored, RawFrame first) {}

    /// A master of frames that were not stored.
    ///
    /// @param first what is known of the first frame
    record Master(Integrated result, RawFrame first) {}

    /// In air whose temperature nobody knows.
    LiveVault(String rig, Kit kit, RunFolder folder, Path library, EventSink events) {
        this(rig, kit, folder, library, events, () -> Celsius.UNKNOWN);
    }

    /// @param air asked how warm it is at each frame, on the thread that stores it
    LiveVault(String rig, Kit kit, RunFolder folder, Path library, EventSink events, Supplier<Celsius> air) {
        this.air = air;
        this.rig = rig;
        this.kit = kit;
        this.folder = folder;
        this.events = events;
        kernels = LiveKernels.best();
        looks = new LiveLooks(rig, kit, Scratch.live(library), events);
    }

    @Override
    public void begin(PlannedSet set) throws IOException {
        if (!present.equals(Optional.of(set))) {
            free();
        }
        folder.begin(set);
    }

    @Override
    public Path accept(PlannedSet set, FrameBuffer pixels, RawFrame taken) throws IOException {
        RawFrame facts = taken.in(air.get());
        if (!present.equals(Optional.of(set))) {
            free();
            live = open(set, pixels.shape(), facts);
            present = Optional.of(set);
        }
        if (live.isEmpty()) {
            return folder.accept(set, pixels, facts);
        }
        Live now = live.get();
        if (!now.frames().shape().equals(pixels.shape())) {
            return odd(set, pixels, facts, now);
        }
        Path file = now.stored() ? folder.accept(set, pixels, facts) : folder.acceptUnstored(set, facts);
        now.frames().add(pixels);
        looks.added(set, now.frames());
        return file;
    }

    /// A frame of another shape than those before: whether they can become a master is for others to judge when they are
    /// stored, and certain when they are not.
    private Path odd(PlannedSet set, FrameBuffer pixels, RawFrame facts, Live now) throws IOException {
        String why = "a frame of %s came after those of %s".formatted(pixels.shape(), now.frames().shape());
        if (!now.stored()) {
            throw new IOException(set.label() + ": " + why);
        }
        free();
        present = Optional.of(set);
        off(set, why);
        return folder.accept(set, pixels, facts);
    }

    private Optional<Live> open(PlannedSet set, FrameShape shape, RawFrame first) {
        if (kit.live().mode() == Mode.OFF) {
            return Optional.empty();
        }
        int k = kit.live().reject();
        long before = folder.accepted(set).stream().filter(AcceptedFrame::stored).count();
        Optional<String> refusal = before > 0
                ? Optional.of(before + " frames were stored before the run was cut")
                : LiveIntegration.refusal(shape, k, set.set().keep(), kit.live().memoryBytes());
        if (refusal.isPresent()) {
            off(set, refusal.get());
            return Optional.empty();
        }
        try {
            return Optional.of(new Live(new LiveIntegration(kernels, shape, k),
                    kit.live().mode() == Mode.PREVIEW, first));
        } catch (OutOfMemoryError _) {
            offForMemory(set, shape);
            return Optional.empty();
        }
    }

    private void offForMemory(PlannedSet set, FrameShape shape) {
        off(set, "the machine does not have the %d MiB of live_memory that it needs".formatted(
                LiveIntegration.bytes(shape, kit.live().reject()) >> 20));
    }

    /// Once for each reason: the sets of a run are much alike.
    private void off(PlannedSet set, String why) {
        if (told.add(why)) {
            events.emit(new RunEvent.LiveOff(kit.time().now(), rig, set, why, kit.live().mode() == Mode.MASTER
                    ? "its frames are stored and integrated at its end"
                    : "there is no noise and no picture before its end"));
        }
    }

    @Override
    public void beginAgain(PlannedSet set, String why) throws IOException {
        free();
        folder.beginAgain(set, why);
    }

    /// The master of a full set whose frames were not stored; empty for one that is to be integrated from the disk, for
    /// which the memory is free now.
    ///
    /// @param scratch for the picture
    Optional<Master> master(PlannedSet set, Path scratch) throws IOException, InterruptedException {
        looks.rest();
        try {
            if (live.isEmpty() || live.get().stored() || !present.equals(Optional.of(set))) {
                return Optional.empty();
            }
            Integrated result = live.get().frames().integrated(scratch, folder.frames(set));
            return Optional.of(new Master(result, live.get().first()));
        } finally {
            free();
        }
    }

    private void free() {
        live.ifPresent(now -> now.frames().close());
        live = Optional.empty();
        present = Optional.empty();
    }

    @Override
    public PlannedSet lastBegun(PlannedSet planned) {
        return folder.lastBegun(planned);
    }

    @Override
    public Map<String, CameraEpoch> epochs(PlannedSet set) {
        return folder.epochs(set);
    }

    @Override
    public void reject(PlannedSet set, RawFrame facts, String reason) throws IOException {
        folder.reject(set, facts, reason);
    }

    @Override
    public boolean withdraw(PlannedSet set, Path frame, String reason) throws IOException {
        if (!folder.withdraw(set, frame, reason)) {
            return false;
        }
        if (live.isPresent() && present.equals(Optional.of(set))) {
            integrateAgain(set, live.get());
        }
        return true;
    }

    /// A frame cannot be taken out of what is integrated: the others are integrated again from the disk while they are few,
    /// as they are when early frames are judged again.
    private void integrateAgain(PlannedSet set, Live before) throws IOException {
        List<Path> left = folder.frames(set);
        free();
        present = Optional.of(set);
        if (left.size() > MOST_AGAIN) {
            off(set, "a frame was taken back after %d had been integrated".formatted(left.size() + 1));
            return;
        }
        live = open(set, before);
        if (live.isPresent()) {
            try (var arena = Arena.ofConfined()) {
                FrameBuffer frame = FrameBuffer.allocate(before.frames().shape(), arena);
                for (Path file : left) {
                    try (FitsPixels pixels = FitsImage.of(file).open()) {
                        pixels.u16(0, frame.pixels());
                    }
                    live.get().frames().add(frame);
                }
            }
        }
    }

    private Optional<Live> open(PlannedSet set, Live before) {
        try {
            return Optional.of(new Live(
                    new LiveIntegration(kernels, before.frames().shape(), kit.live().reject()),
                    before.stored(),
                    before.first()));
        } catch (OutOfMemoryError _) {
            offForMemory(set, before.frames().shape());
            return Optional.empty();
        }
    }

    @Override
    public List<Path> frames(PlannedSet set) {
        return folder.frames(set);
    }

    @Override
    public List<String> rejected(PlannedSet set) {
        return folder.rejected(set);
    }

    /// Says what is lost when the run ends in the middle of a set.
    @Override
    public void close() {
        live.filter(now -> !now.stored() && now.frames().frames() > 0)
                .ifPresent(now -> present.ifPresent(set -> events.emit(new RunEvent.DeviceTrouble(
                        kit.time().now(), rig, "memory",
                        "%d frames of %s were integrated as they came and not stored".formatted(
                                now.frames().frames(), set.label()),
                        "they are lost with the end of the run"))));
        free();
        looks.close();
    }
}
