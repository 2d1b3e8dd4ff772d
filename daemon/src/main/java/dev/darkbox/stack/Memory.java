package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// All memory of an integration that grows with frames or with what is allowed.
///
/// @param spaces one for each thread that combines
/// @param bands two for reading ahead, else one for each thread
record Memory(List<Workspace> spaces, List<Band> bands) {

    /// @param arena lets any thread use what it gives
    static Memory allocate(Arena arena, BandPlan plan, StackOrder order, StackKernels.Sample sample,
            int frames,
            long scratchBytes) {
        boolean moments = order.moments() && sample == StackKernels.Sample.FITS_U16;
        var spaces = new ArrayList<Workspace>();
        for (int i = 0; i < plan.threads(); i++) {
            spaces.add(Workspace.allocate(arena, frames, scratchBytes, order.planes().keySet(), moments));
        }
        var bands = new ArrayList<Band>();
        for (int i = 0; i < (plan.ahead() ? 2 : plan.threads()); i++) {
            bands.add(Band.allocate(arena, sample, frames, plan.bandPixels(), plan.ahead()));
        }
        return new Memory(spaces, bands);
    }
}
