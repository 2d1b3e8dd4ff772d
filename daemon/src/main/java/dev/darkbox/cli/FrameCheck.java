package dev.darkbox.cli;

import dev.darkbox.control.Json;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.quality.FrameJudge;
import dev.darkbox.quality.FramePrint;
import dev.darkbox.quality.OddFrame;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Frames that were not read out whole, among those that are to be integrated.
///
/// @param sound the others, in their order
/// @param odd why each of them is left out
record FrameCheck(List<Path> sound, Map<Path, String> odd) {

    /// Leaves nothing out.
    static FrameCheck none(List<Path> frames) {
        return new FrameCheck(frames, Map.of());
    }

    /// Looks at every frame, in their order. Memory: one frame.
    ///
    /// @throws IOException a frame cannot be read, is of another size or not of 16 bits, or no two sound ones are left
    static FrameCheck of(List<Path> frames) throws IOException {
        var judge = new FrameJudge();
        var odd = new TreeMap<Integer, String>();
        Optional<FrameShape> shape = Optional.empty();
        for (Path file : frames) {
            FramePrint print = print(file);
            if (shape.isPresent() && !shape.get().equals(print.shape())) {
                throw new IOException(
                        "%s is %s pixels, %s is %s; all frames of a set have one size".formatted(
                                file, print.shape(), frames.getFirst(), shape.get()));
            }
            shape = Optional.of(print.shape());
            for (OddFrame found : judge.add(print)) {
                odd.put(found.frame(), found.reason());
            }
        }
        var sound = new ArrayList<Path>();
        var left = new TreeMap<Path, String>();
        for (int i = 0; i < frames.size(); i++) {
            String reason = odd.get(i);
            if (reason == null) {
                sound.add(frames.get(i));
            } else {
                left.put(frames.get(i), reason);
            }
        }
        if (sound.size() < 2 && !left.isEmpty()) {
            throw new IOException("of %d frames %d are sound, 2 are needed; %s: %s".formatted(frames.size(),
                    sound.size(), frames.get(odd.firstKey()), odd.firstEntry().getValue()));
        }
        return new FrameCheck(sound, left);
    }

    private static FramePrint print(Path file) throws IOException {
        FitsImage image = FitsImage.of(file);
        try (FitsPixels pixels = image.open(); var arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(image.shape(), arena);
            pixels.u16(0, frame.pixels());
            return FramePrint.of(frame);
        }
    }

    /// One line for each frame left out.
    List<String> lines() {
        return odd.entrySet().stream().map(o -> "left out " + o.getKey() + ": " + o.getValue()).toList();
    }

    List<Json> json() {
        return odd.entrySet().stream()
                .map(o -> new Json().put("file", o.getKey()).put("reason", o.getValue())).toList();
    }
}
