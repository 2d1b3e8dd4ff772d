package dev.darkbox.schedule;

import dev.darkbox.device.Celsius;
import java.time.Instant;

/// Where a rig is.
///
/// @param since when the run began, or the last one ended; the epoch when there was none
/// @param doing one line; empty when there was no run
/// @param frames accepted frames of the run; 0 when nothing runs
/// @param framesOf frames it wants
/// @param notice what a person should know of this run or the last, one line: that the camera's epoch changed. Mostly
///     empty
/// @param dark what was proven of cap, panel, contacts, sensors and picture, with its evidence, one line; empty before, and
///     when light was seen since
/// @param live noise of the present set's frames so far and where their picture is, one line; empty when nobody looks
public record RigState(
        String rig, boolean runs, Instant since, String doing, int frames, int framesOf, Celsius sensor,
        double loadPercent, String notice, String live, String dark) {}
