package dev.darkbox.app;

import dev.darkbox.capture.FrameWatch.Earlier;
import dev.darkbox.capture.FrameWatch.Light;
import dev.darkbox.capture.FrameWatch.Seen;
import dev.darkbox.capture.FrameWatch.Watch;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.FrameJudge;
import dev.darkbox.quality.FramePrint;
import dev.darkbox.quality.LightJudge;
import dev.darkbox.quality.OddFrame;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pictures of one set, frame by frame and probe by probe.
///
/// Frames of the set that are stored already are read again when it goes on: the last of them, enough to judge new ones by,
/// and to judge those that had too few others beside them when the run was cut.
final class SetWatch implements Watch {

    /// Stored frames read again.
    private static final int MOST_READ = 12;

    private final double seconds;
    private final Optional<PictureWatch.Before> before;
    private final boolean checkFrames;
    private final Map<Integer, Integer> accepted = new HashMap<>();
    private final List<Earlier> found = new ArrayList<>();
    private Optional<LightJudge> light = Optional.empty();
    private FrameJudge judge = new FrameJudge();
    private Optional<FrameShape> shape = Optional.empty();
    private int looked;
    private int everAccepted;

    SetWatch(PlannedSet set, Optional<PictureWatch.Before> before, boolean checkFrames, List<Path> stored)
            throws IOException {
        seconds = set.set().exposure().toNanos() / 1e9;
        this.before = before;
        this.checkFrames = checkFrames;
        int from = checkFrames ? Math.max(0, stored.size() - MOST_READ) : stored.size();
        everAccepted = from;
        for (Path frame : stored.subList(from, stored.size())) {
            FramePrint print = print(frame);
            List<OddFrame> odd = add(print);
            accepted.put(looked - 1, everAccepted++);
            found.addAll(earlier(odd));
        }
    }

    private static FramePrint print(Path file) throws IOException {
        FitsImage image = FitsImage.of(file);
        try (FitsPixels pixels = image.open(); var arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(image.shape(), arena);
            pixels.u16(0, frame.pixels());
            return FramePrint.of(frame);
        }
    }

    @Override
    public Seen frame(FrameBuffer frame) {
        if (!checkFrames) {
            everAccepted++;
            return new Seen(Optional.empty(), List.of(), Optional.empty());
        }
        FramePrint print = FramePrint.of(frame);
        List<OddFrame> odd = add(print);
        int now = looked - 1;
        Optional<OddFrame> why = odd.stream().filter(o -> o.frame() == now).findFirst();
        found.addAll(earlier(odd));
        List<Earlier> earlier = List.copyOf(found);
        found.clear();
        if (why.isEmpty()) {
            accepted.put(now, everAccepted++);
        }
        boolean isPicture = why.isEmpty() || why.get().kind() == OddFrame.Kind.LEVEL;
        return new Seen(why.map(OddFrame::reason), earlier,
                isPicture ? light(print.shape()).frame(print, seconds) : Optional.empty());
    }

    /// A set of another size of frames begins anew.
    private List<OddFrame> add(FramePrint print) {
        if (!shape.equals(Optional.of(print.shape()))) {
            shape = Optional.of(print.shape());
            judge = new FrameJudge();
            accepted.clear();
            looked = 0;
        }
        looked++;
        return judge.add(print);
    }

    private List<Earlier> earlier(List<OddFrame> odd) {
        var earlier = new ArrayList<Earlier>();
        for (OddFrame one : odd) {
            Integer number = accepted.get(one.frame());
            if (number != null) {
                earlier.add(new Earlier(number, one.reason()));
            }
        }
        return earlier;
    }

    private LightJudge light(FrameShape frame) {
        LightJudge now = light.orElseGet(() -> new LightJudge(
                before.filter(b -> b.shape().equals(frame)).map(PictureWatch.Before::pattern)));
        light = Optional.of(now);
        return now;
    }

    @Override
    public void probeBias(FrameBuffer frame) {
        light(frame.shape()).bias(FramePrint.of(frame));
    }

    @Override
    public Light probeDark(FrameBuffer frame, Duration exposure) {
        return told(light(frame.shape()).probe(FramePrint.of(frame), exposure.toNanos() / 1e9));
    }

    @Override
    public Light probeLit(FrameBuffer frame, Duration exposure) {
        return told(light(frame.shape()).lit(FramePrint.of(frame), exposure.toNanos() / 1e9));
    }

    private static Light told(dev.darkbox.quality.Light light) {
        return switch (light.kind()) {
            case NONE -> new Light.None(light.text());
            case UNKNOWN -> new Light.Unknown(light.text());
            case LEAK -> new Light.Leak(light.text(), light.cause());
        };
    }
}
