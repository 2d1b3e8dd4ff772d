package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The result of an integration. The picture is in a scratch file (`f32[height][width]`, ADU, native byte
/// order), so that memory does not grow with the frame.
///
/// @param scratch the picture; deleted by whoever asked for the integration
/// @param frames the inputs, in order
/// @param lowRejected samples rejected as too low, per input frame; the total alone where nobody knows whose they were,
///     see [#knowsWhose]
/// @param highRejected samples rejected as too high, likewise
/// @param noiseAdu noise of the master estimated from the kept samples: root mean square over the pixels of
///     standard deviation / sqrt(samples used), ADU; `NaN` for fewer than two frames
/// @param frameNoiseAdu noise of one frame: root mean square of the kept samples' standard deviation, ADU
/// @param parameters what was done, e.g. `mean, winsorized 3/3`
/// @param planes files of what was asked for beside the picture, each to be opened with
///     [ScratchPicture#open(FrameShape, Path)] and deleted by whoever asked
/// @param moments what each frame is like, in order; empty if nobody asked or if some file does not hold unsigned 16-bit samples
public record Integrated(
        FrameShape shape,
        Path scratch,
        List<Path> frames,
        List<Long> lowRejected,
        List<Long> highRejected,
        double noiseAdu,
        double frameNoiseAdu,
        String parameters,
        Map<Plane, Path> planes,
        List<FrameMoments> moments) {

    /// Whether the rejected samples are told frame by frame.
    public boolean knowsWhose() {
        return lowRejected.size() == frames.size();
    }
}
