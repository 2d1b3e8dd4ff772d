/* Sums over the pixels of a frame: enum dbx_moment. */
#include "dbx_lanes.h"

/* Differences of up to this are squared and summed up in 16 bits, so many vectors at a time. */
enum { NEAR = 127, NEAR_RUN = 4 };

struct steps {
    struct pair sum, squares; /* of the differences between two frames; squares of near ones only */
    struct pair low, high;    /* halves of the squares of others */
    vec least, most;          /* of the later frame */
};

static inline int64_t total(struct pair p)
{
    const words both = p.even + p.odd;
    int32_t lanes[LANES / 2];
    int64_t sum = 0;
    memcpy(lanes, &both, sizeof lanes);
    for (int32_t i = 0; i < LANES / 2; i++) {
        sum += lanes[i];
    }
    return sum;
}

/* The samples of a frame and of the one before in up to NEAR_RUN groups, n vectors apart. */
static inline void add_steps(struct steps *s, const vec *x, const vec *before, int32_t n, int32_t groups)
{
    vec sum = {0};
    uvec squares = {0}, bits = {0};
    for (int32_t g = 0; g < groups; g++) {
        const vec v = x[(int64_t)g * n], b = before[(int64_t)g * n];
        const uvec d = (uvec)vmax(v, b) - (uvec)vmin(v, b);
        s->least = vmin(s->least, v);
        s->most = vmax(s->most, v);
        bits |= d;
        sum += v - b;
        squares += d * d;
    }
    if (!any((vec)(bits & (uint16_t)~NEAR))) {
        s->sum = add(s->sum, widen(sum));
        s->squares = add(s->squares, widen_unsigned(squares));
        return;
    }
    for (int32_t g = 0; g < groups; g++) {
        const struct pair v = widen(x[(int64_t)g * n]), b = widen(before[(int64_t)g * n]);
        const struct pair d = {v.even - b.even, v.odd - b.odd};
        s->sum = add(s->sum, d);
        add_squares(d.even, &s->low.even, &s->high.even);
        add_squares(d.odd, &s->low.odd, &s->high.odd);
    }
}

static int64_t count_equal(const vec *x, int32_t n, int32_t groups, int16_t value)
{
    vec count = {0};
    for (int32_t g = 0; g < groups; g++) {
        count -= x[(int64_t)g * n] == value;
    }
    return total(widen(count));
}

static int64_t sum_samples(const vec *x, int32_t n, int32_t groups)
{
    struct pair sum = {{0}, {0}};
    for (int32_t g = 0; g < groups; g++) {
        sum = add(sum, widen_unsigned((uvec)x[(int64_t)g * n] ^ 0x8000));
    }
    return total(sum);
}

/* Adds one frame of a tile, columns[group][n frames], to its row of moments. `sum` is that of the frame before and
 * becomes this one's. */
static void add_moments(const vec *columns, int32_t n, int32_t frame, int32_t count, int64_t *moments, int64_t *sum)
{
    const int32_t groups = count / LANES, lanes = count % LANES;
    const vec *x = columns + frame, *before = frame > 0 ? x - 1 : x;
    const struct pair none = {{0}, {0}};
    struct steps s = {none, none, none, none, x[0], x[0]};
    for (int32_t g = 0; g + NEAR_RUN <= groups; g += NEAR_RUN) {
        add_steps(&s, x + (int64_t)g * n, before + (int64_t)g * n, n, NEAR_RUN);
    }
    for (int32_t g = groups / NEAR_RUN * NEAR_RUN; g < groups; g++) {
        add_steps(&s, x + (int64_t)g * n, before + (int64_t)g * n, n, 1);
    }
    const int64_t step = total(s.sum);
    *sum = frame > 0 ? *sum + step : sum_samples(x, n, groups);
    moments[DBX_SUM] += *sum;
    moments[DBX_STEP] += step;
    moments[DBX_STEP_SQUARE] += total(s.squares) + total(s.low) + (total(s.high) << 16);
    if (any(s.least == INT16_MIN)) {
        moments[DBX_EMPTY] += count_equal(x, n, groups, INT16_MIN);
    }
    if (any(s.most == INT16_MAX)) {
        moments[DBX_FULL] += count_equal(x, n, groups, INT16_MAX);
    }
    for (int32_t l = 0; l < lanes; l++) { /* those of the last group */
        const int32_t v = x[(int64_t)groups * n][l], d = v - before[(int64_t)groups * n][l];
        moments[DBX_SUM] += v + 32768;
        moments[DBX_EMPTY] += v == INT16_MIN;
        moments[DBX_FULL] += v == INT16_MAX;
        moments[DBX_STEP] += d;
        moments[DBX_STEP_SQUARE] += (int64_t)d * d;
    }
}
