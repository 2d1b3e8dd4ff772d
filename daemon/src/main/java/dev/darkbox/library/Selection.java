package dev.darkbox.library;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which master fits a light, and why each of the others does not. Pure.
///
/// Camera, readout mode, gain, offset, binning, size, colour pattern and epoch must be the same; set point and exposure
/// may be off by a tolerance. What the light does not tell is not asked. Of those that fit, the newest whose window the light is in.
///
/// Source for "the newest that was valid": CRDS, selection rule `UseAfter`.
public final class Selection {

    private static final Comparator<Holding> NEWEST = Comparator
            .comparing((Holding holding) -> holding.master().begun()).reversed();

    private Selection() {}

    public static Picked pick(List<Holding> holdings, Wanted wanted) {
        var fits = new ArrayList<Holding>();
        var rejected = new ArrayList<Picked.Rejected>();
        var camera = new CameraNames(wanted.keys().conditions().camera());
        for (Holding holding : holdings) {
            List<String> why = Misfit.of(holding, wanted, camera);
            if (why.isEmpty()) {
                fits.add(holding);
            } else {
                rejected.add(new Picked.Rejected(holding, why));
            }
        }
        fits.sort(NEWEST);
        rejected.sort(Comparator
                .comparing((Picked.Rejected r) -> r.holding().master().keys().kind() != wanted.keys()
                        .kind())
                .thenComparingInt(r -> r.why().size())
                .thenComparing(Picked.Rejected::holding, NEWEST));
        return new Picked(fits.stream().findFirst(), fits, rejected);
    }
}
