package dev.darkbox.quality;

import java.util.List;

/// Finds the frames of a set that were not read out whole, as they come and among each other.
///
/// Frames are judged by those of their own set. The first are judged again as soon as there are others to compare them
/// with: a frame may be found odd several frames later. What every frame shows, the sensor does, and no frame is odd by it.
///
/// Threading: one thread at a time.
public final class FrameJudge {

    /// Looks at one more frame.
    ///
    /// @return frames found odd by now and not told before: this one, earlier ones, none
    public List<OddFrame> add(FramePrint print) {
        return List.of();
    }
}
