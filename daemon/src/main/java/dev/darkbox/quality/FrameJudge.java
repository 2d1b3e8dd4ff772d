package dev.darkbox.quality;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Finds the frames of a set that were not read out whole, as they come and among each other.
///
/// Frames are judged by those of their own set. Rows of noise or of nothing, and copies, are found with the first frame
/// that is without; everything else from the fifth on, with which the four before it are judged again: a frame may be found
/// odd several frames later. What every frame shows, the sensor does, and no frame is odd by it. Levels may drift.
///
/// ```
///   1 2 3 4        nothing but rows of noise, empty rows, copies
///   5 .. 8         each of them against the others, the worst first
///   9 ..           against the first eight sound ones
/// ```
///
/// Memory: 17 prints, 5 MB for 26 megapixels. Threading: one thread at a time.
public final class FrameJudge {

    private static final int LEAST_OTHERS = 4;
    private static final int MOST_FIRST = 8;
    private static final int RECENT = 5;
    private static final int SEEN = 3;

    private final List<Held> first = new ArrayList<>();
    private final Deque<Held> recent = new ArrayDeque<>();
    private final Deque<FramePrint> seen = new ArrayDeque<>();
    private Optional<Likes> likes = Optional.empty();
    private int next;

    /// A frame that is sound so far.
    private record Held(int frame, FramePrint print) {}

    /// Looks at one more frame.
    ///
    /// @return frames found odd by now and not told before: this one, earlier ones, none
    /// @throws IllegalArgumentException a frame of another size than those before
    public List<OddFrame> add(FramePrint print) {
        if (!seen.isEmpty() && !seen.getLast().shape().equals(print.shape())) {
            throw new IllegalArgumentException("frame of %s after frames of %s".formatted(print.shape(),
                    seen.getLast().shape()));
        }
        var now = new Held(next++, print);
        var odd = new ArrayList<OddFrame>();
        Optional<Fault> fault = Copies.of(print, List.copyOf(seen))
                .or(() -> RowFaults.of(print, prints(sound())));
        see(print);
        if (fault.isPresent()) {
            odd.add(told(now, fault.get()));
            return odd;
        }
        for (Held held : sound()) {
            RowFaults.of(held.print, List.of(print)).ifPresent(late -> {
                odd.add(told(held, late));
                drop(held);
            });
        }
        if (first.size() < MOST_FIRST) {
            keep(now);
            first.add(now);
            settle(odd);
        } else {
            against(now).ifPresentOrElse(f -> odd.add(told(now, f)), () -> keep(now));
        }
        return odd;
    }

    /// The sound frames known, each once.
    private List<Held> sound() {
        var all = new ArrayList<>(first);
        recent.stream().filter(held -> !first.contains(held)).forEach(all::add);
        return all;
    }

    private void see(FramePrint print) {
        seen.addLast(print);
        if (seen.size() > SEEN) {
            seen.removeFirst();
        }
    }

    private void keep(Held held) {
        recent.addLast(held);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    private void drop(Held held) {
        if (first.remove(held)) {
            likes = Optional.empty();
        }
        recent.remove(held);
    }

    private Optional<Fault> against(Held now) {
        List<FramePrint> others = prints(first);
        Likes settled = likes.orElseGet(() -> new Likes(others));
        likes = Optional.of(settled);
        return Bands.of(now.print, others, settled).or(() -> Shift.of(now.print, others))
                .or(() -> recent.size() > LEAST_OTHERS
                        ? LevelJump.after(prints(List.copyOf(recent)), now.print)
                        : Optional.empty());
    }

    /// Takes the worst of the first frames out, one at a time: it spoils what the others are compared with.
    private void settle(List<OddFrame> odd) {
        Optional<OddAndFault> worst = worst();
        while (worst.isPresent()) {
            odd.add(told(worst.get().held, worst.get().fault));
            drop(worst.get().held);
            worst = worst();
        }
    }

    private record OddAndFault(Held held, Fault fault) {}

    private Optional<OddAndFault> worst() {
        if (first.size() <= LEAST_OTHERS) {
            return Optional.empty();
        }
        var found = new ArrayList<OddAndFault>();
        for (int i = 0; i < first.size(); i++) {
            Held held = first.get(i);
            List<FramePrint> others = prints(first.stream().filter(h -> h.frame != held.frame).toList());
            Optional<Fault> fault = Bands.of(held.print, others, new Likes(others))
                    .or(() -> Shift.of(held.print, others));
            if (fault.isEmpty()) {
                fault = jump(i, others);
            }
            fault.ifPresent(f -> found.add(new OddAndFault(held, f)));
        }
        return found.stream().max(Comparator.comparingDouble(o -> o.fault.excess()));
    }

    /// Time runs either way: the first frame is what comes after the others.
    private Optional<Fault> jump(int i, List<FramePrint> others) {
        FramePrint print = first.get(i).print;
        if (i == 0) {
            return LevelJump.after(others.reversed(), print);
        }
        return i == first.size() - 1
                ? LevelJump.after(others, print)
                : LevelJump.between(first.get(i - 1).print, print, first.get(i + 1).print);
    }

    private static List<FramePrint> prints(List<Held> held) {
        return held.stream().map(Held::print).toList();
    }

    private static OddFrame told(Held held, Fault fault) {
        return new OddFrame(held.frame, fault.kind(), fault.reason());
    }
}
