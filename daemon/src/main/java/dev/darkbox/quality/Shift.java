package dev.darkbox.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the hot pixels of a frame stand where they stand in other frames.
///
/// A **landmark** is a pixel that is the brightest of its patch in four of five other frames, or more. A frame is shifted,
/// or torn from some row on, when the landmarks of some rows of patches together are missing and what is brightest instead
/// stands apart from them by one and the same step: cosmic rays and noise never do that.
final class Shift {

    private static final double MOST_FRAMES = 0.8;
    /// Landmarks needed, and those of them that may be met.
    private static final int LEAST_LANDMARKS = 5;
    private static final double MOST_MET = 0.2;
    /// Of the landmarks, those that must stand apart by the same step.
    private static final double SAME_STEP = 0.4;
    private static final int LEAST_SAME = 4;
    /// Pixels of a patch below which steps are alike by chance: frames of less than some 230 x 230 are not looked at.
    private static final int LEAST_PATCH_PX = 200;

    private Shift() {}

    private record Landmark(int patchRow, int x, int y, boolean met, long step) {}

    /// @param others at least four
    static Optional<Fault> of(FramePrint print, List<FramePrint> others) {
        if (print.shape().pixels() < (long) LEAST_PATCH_PX * print.marks()) {
            return Optional.empty();
        }
        List<Landmark> all = landmarks(print, others);
        int down = print.patches().down();
        Optional<Fault> worst = Optional.empty();
        for (int from = 0; from < down; from++) {
            for (int to = down; to > from; to--) {
                int first = from;
                int last = to - 1;
                List<Landmark> here = all.stream()
                        .filter(m -> m.patchRow >= first && m.patchRow <= last).toList();
                Optional<Fault> found = shifted(here, from > 0 || to < down);
                if (found.isPresent() && (worst.isEmpty() || found.get().excess() > worst.get().excess())) {
                    worst = found;
                }
            }
        }
        return worst;
    }

    private static Optional<Fault> shifted(List<Landmark> here, boolean part) {
        long met = here.stream().filter(Landmark::met).count();
        if (here.size() < LEAST_LANDMARKS || met > MOST_MET * here.size()) {
            return Optional.empty();
        }
        Map<Long, Integer> steps = new HashMap<>();
        here.stream().filter(m -> !m.met).forEach(m -> steps.merge(m.step, 1, Integer::sum));
        var most = steps.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        if (most.getValue() < Math.max(LEAST_SAME, SAME_STEP * here.size())) {
            return Optional.empty();
        }
        int x = (int) (most.getKey() >> 32);
        int y = (int) (long) most.getKey();
        String where = part
                ? "around rows %d to %d ".formatted(
                        here.stream().mapToInt(Landmark::y).min().orElseThrow(),
                        here.stream().mapToInt(Landmark::y).max().orElseThrow())
                : "";
        return Optional.of(new Fault(OddFrame.Kind.SHIFTED, most.getValue(),
                "hot pixels %sstand %d columns and %d rows from where they are in other frames, %d of %d alike"
                        .formatted(where, x, y, most.getValue(), here.size())));
    }

    private static List<Landmark> landmarks(FramePrint print, List<FramePrint> others) {
        var found = new ArrayList<Landmark>();
        for (int patch = 0; patch < print.marks(); patch++) {
            Map<Integer, Integer> places = new HashMap<>();
            for (FramePrint other : others) {
                places.merge(other.markY(patch) << 16 | other.markX(patch), 1, Integer::sum);
            }
            var usual = places.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            if (usual.getValue() >= MOST_FRAMES * others.size()) {
                int x = usual.getKey() & 0xFFFF;
                int y = usual.getKey() >>> 16;
                int across = print.markX(patch) - x;
                int down = print.markY(patch) - y;
                found.add(new Landmark(patch / print.patches().across(), x, y, across == 0 && down == 0,
                        ((long) across << 32) | (down & 0xFFFF_FFFFL)));
            }
        }
        return found;
    }
}
