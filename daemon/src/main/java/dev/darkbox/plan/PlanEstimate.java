package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/// What a refresh will cost if nothing goes wrong: time by what it is spent on, and room on the disk.
///
/// @param frames exposures, thrown-away first ones included
/// @param exposing shutter time
/// @param reading readout and transfer between exposures
/// @param cooling on the way to the set points and, at the end, back
/// @param soaking at each new set point before the gate opens
/// @param pausing cooldown between groups
/// @param diskBytes most the disk must hold at one time: retaken frames, masters, and what integrating needs included
public record PlanEstimate(
        int frames,
        Duration exposing,
        Duration reading,
        Duration cooling,
        Duration soaking,
        Duration pausing,
        long diskBytes) {

    /// FITS files are whole blocks of this many bytes (FITS Standard 4.0, section 3.1).
    private static final int FITS_BLOCK_BYTES = 2880;
    /// Three blocks: 108 cards, more than a raw frame's header needs.
    private static final int HEADER_BYTES = 3 * FITS_BLOCK_BYTES;
    /// u16 FITS, float32 XISF and an 8-bit preview in the dated folder, the first two once more where consumers
    /// look for them: 2 + 4 + 1 + 2 + 4.
    private static final int MASTER_BYTES_PER_PIXEL = 13;
    /// The picture while a set is integrated, float32.
    private static final int PICTURE_BYTES_PER_PIXEL = 4;
    /// Each pixel's deviation and the difference of the halves, float32 each, of frames that are stored.
    private static final int PLANES_BYTES_PER_PIXEL = 8;
    /// Headers, log and defect list of one master.
    private static final int MASTER_TEXT_BYTES = 1 << 20;
    /// One frame in ten may have to be taken again before the disk is full.
    private static final int SPARE_DIVISOR = 10;

    /// Adds it all up.
    ///
    /// @param sensor the camera's whole frame, unbinned
    /// @param keepRaw whether integrated frames stay; when not, two sets at a time are on the disk: one being
    ///     integrated, one being taken
    public static PlanEstimate of(
            RefreshPlan plan, CoolingRules rules, FrameShape sensor, boolean keepRaw, Pace pace) {
        return of(plan, rules, sensor, keepRaw, (_, _) -> true, pace);
    }

    /// The same, when not every set's frames are stored.
    ///
    /// @param stored whether those of a set are, given the shape of its frames
    public static PlanEstimate of(
            RefreshPlan plan, CoolingRules rules, FrameShape sensor, boolean keepRaw,
            BiPredicate<PlannedSet, FrameShape> stored, Pace pace) {
        int frames = 0;
        int groups = 0;
        Duration exposing = Duration.ZERO;
        Duration reading = Duration.ZERO;
        Duration pausing = Duration.ZERO;
        for (CapturePlan visit : plan.visits()) {
            Duration between = pace.between(binned(sensor, visit.readout()));
            for (PlannedSet planned : visit.sets()) {
                int taken = planned.set().discard() + planned.set().keep();
                frames += taken;
                exposing = exposing.plus(planned.set().exposure().multipliedBy(taken));
                reading = reading.plus(between.multipliedBy(taken));
                pausing = groups++ == 0 ? pausing : pausing.plus(visit.cooldownBetweenGroups());
            }
        }
        return new PlanEstimate(
                frames, exposing, reading, cooling(plan, rules, pace), soaking(plan, rules), pausing,
                disk(plan.sets(), sensor, keepRaw, stored));
    }

    /// From the command to a warm camera.
    public Duration total() {
        return exposing.plus(reading).plus(cooling).plus(soaking).plus(pausing);
    }

    /// Why the refresh cannot be started on a disk with `freeBytes`; empty when it fits.
    public Optional<String> refusal(long freeBytes) {
        return freeBytes >= diskBytes
                ? Optional.empty()
                : Optional.of("needs %s on the disk, %s is free".formatted(size(diskBytes), size(freeBytes)));
    }

    private static Duration cooling(RefreshPlan plan, CoolingRules rules, Pace pace) {
        int limit = rules.coolMilliKPerMin();
        int speed = limit == 0 ? pace.coolMilliKPerMin() : Math.min(limit, pace.coolMilliKPerMin());
        Celsius from = pace.ambient();
        Duration sum = Duration.ZERO;
        for (CapturePlan visit : plan.visits()) {
            if (visit.target().isKnown()) {
                sum = sum.plus(walk(from, visit.target(), speed));
                from = visit.target();
            }
        }
        return rules.warmMilliKPerMin() == 0
                ? sum
                : sum.plus(walk(from, pace.ambient(), rules.warmMilliKPerMin()));
    }

    private static Duration walk(Celsius from, Celsius to, int milliKPerMin) {
        return Duration.ofSeconds(60L * from.milliKelvinTo(to) / milliKPerMin);
    }

    private static Duration soaking(RefreshPlan plan, CoolingRules rules) {
        Celsius at = Celsius.UNKNOWN;
        Duration sum = Duration.ZERO;
        for (CapturePlan visit : plan.visits()) {
            if (visit.target().isKnown() && !visit.target().equals(at)) {
                sum = sum.plus(rules.soak());
            }
            at = visit.target();
        }
        return sum;
    }

    private static long disk(List<PlannedSet> sets, FrameShape sensor, boolean keepRaw,
            BiPredicate<PlannedSet, FrameShape> stored) {
        long all = 0;
        long pair = 0;
        long previous = 0;
        long masters = 0;
        long scratch = 0; // of the largest: one set at a time is integrated
        for (PlannedSet planned : sets) {
            FrameShape shape = binned(sensor, planned.readout());
            boolean isStored = stored.test(planned, shape);
            long raw = isStored ? planned.set().keep() * frameBytes(shape) : 0;
            int scratchBytes = PICTURE_BYTES_PER_PIXEL + (isStored ? PLANES_BYTES_PER_PIXEL : 0);
            scratch = Math.max(scratch, scratchBytes * shape.pixels());
            all += raw;
            pair = Math.max(pair, previous + raw);
            previous = raw;
            masters += MASTER_BYTES_PER_PIXEL * shape.pixels() + MASTER_TEXT_BYTES;
        }
        long frames = keepRaw ? all : pair;
        return frames + frames / SPARE_DIVISOR + masters + scratch;
    }

    /// Bytes of one raw frame on disk.
    static long frameBytes(FrameShape shape) {
        return HEADER_BYTES + Math.ceilDiv(2 * shape.pixels(), FITS_BLOCK_BYTES) * FITS_BLOCK_BYTES;
    }

    private static FrameShape binned(FrameShape sensor, Readout readout) {
        return new FrameShape(
                Math.max(1, sensor.widthPx() / readout.binning()),
                Math.max(1, sensor.heightPx() / readout.binning()));
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }
}
