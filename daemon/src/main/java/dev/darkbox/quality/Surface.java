package dev.darkbox.quality;

/// What lies smoothly between the middles of patches: straight lines either way, carried on to the edges.
/// Its values must not be written to meanwhile.
final class Surface {

    private final Patchwork grid;
    private final float[] values;

    /// @param values one per patch
    Surface(Patchwork grid, float[] values) {
        this.grid = grid;
        this.values = values;
    }

    /// The surface along one row of pixels.
    ///
    /// @param into `[width]`
    void row(int y, float[] into) {
        int across = grid.across();
        var knots = new float[across];
        double at = (y + 0.5) / grid.shape().heightPx() * grid.down() - 0.5;
        int upper = Math.clamp((int) Math.floor(at), 0, Math.max(0, grid.down() - 2));
        int lower = Math.min(upper + 1, grid.down() - 1);
        float part = (float) (at - upper);
        for (int i = 0; i < across; i++) {
            float above = values[upper * across + i];
            knots[i] = above + part * (values[lower * across + i] - above);
        }
        int width = grid.shape().widthPx();
        double patchPx = (double) width / across;
        int x = 0;
        for (int i = 0; i < Math.max(1, across - 1); i++) {
            int end = i >= across - 2 ? width : (int) Math.round((i + 1.5) * patchPx);
            float slope = across == 1 ? 0 : (float) ((knots[i + 1] - knots[i]) / patchPx);
            float start = (float) (0.5 - (i + 0.5) * patchPx);
            for (; x < end; x++) {
                into[x] = knots[i] + slope * (x + start);
            }
        }
    }
}
