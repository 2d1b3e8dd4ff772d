package dev.darkbox.device.sim;

/// One pixel that jumps between two levels from frame to frame.
///
/// @param pixel index in the frame, row-major
/// @param electrons height of the jump
/// @param highPart part of the frames it is high in, 0..1
record Telegraph(int pixel, float electrons, float highPart) {}
