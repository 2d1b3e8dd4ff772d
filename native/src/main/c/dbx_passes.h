/* Passes over the columns of a group: x[frame] holds that frame's samples of LANES pixels.
 *
 * Sums are taken of differences from a pivot near the samples. Their squares fit 16 bits while the differences are at
 * most NARROW, which is what the noise of a camera gives; the middle way cuts the differences into a high and a low
 * part, each as small as that; the wide way is right for all. All three are exact. */
#include "dbx_lanes.h"

enum {
    NARROW = 90,        /* 8 x 90^2 < 2^16 */
    MIDDLE = 16 * 90,
    SHORT_RUN = 8,      /* frames summed up in 16 bits: squares of NARROW differences */
    LONG_RUN = 32       /* runs of SHORT_RUN: the differences themselves */
};

static inline vec clamped(vec x, vec lo, vec hi)
{
    return vmin(vmax(x, lo), hi);
}

/* What one pass over all samples tells. The sums mean something only where all samples are NARROW. */
struct first {
    vec pivot, least, most;
    vec run; /* differences, not yet in `sum` */
    struct pair sum, squares;
};

/* Begins with the middle one of three samples for a pivot. */
static inline void begin_first(struct first *s, vec a, vec b, vec c)
{
    s->pivot = s->least = s->most = vmax(vmin(a, b), vmin(vmax(a, b), c));
    s->run = (vec){0};
    s->sum = s->squares = (struct pair){{0}, {0}};
}

static inline void end_first(struct first *s)
{
    s->sum = add(s->sum, widen(s->run));
    s->run = (vec){0};
}

static inline void add_frames(struct first *s, const vec *x, int32_t count)
{
    const vec pivot = s->pivot;
    vec least = s->least, most = s->most, run = s->run;
    uvec squares = {0};
#pragma GCC unroll 8
    for (int32_t f = 0; f < count; f++) {
        const vec d = x[f] - pivot;
        least = vmin(least, x[f]);
        most = vmax(most, x[f]);
        run += d;
        squares += (uvec)(d * d);
    }
    s->least = least;
    s->most = most;
    s->run = run;
    s->squares = add(s->squares, widen_unsigned(squares));
}

/* Adds up to SHORT_RUN frames, the first of them being `frame`. */
static inline void add_run(struct first *s, const vec *x, int32_t frame, int32_t count)
{
    if (count == SHORT_RUN) {
        add_frames(s, x, SHORT_RUN);
    } else {
        add_frames(s, x, count);
    }
    if (frame / SHORT_RUN % LONG_RUN == LONG_RUN - 1) {
        end_first(s);
    }
}

static inline void first_pass(struct first *s, const vec *x, int32_t n)
{
    begin_first(s, x[0], x[n / 2], x[n - 1]);
    for (int32_t f = 0; f < n; f += SHORT_RUN) {
        add_run(s, x + f, f, n - f < SHORT_RUN ? n - f : SHORT_RUN);
    }
    end_first(s);
}

WALK void narrow_sums(const vec *x, int32_t n, vec lo, vec hi, vec pivot,
        int32_t *sum, double *squares)
{
    struct pair s1 = {{0}, {0}}, s2 = s1;
    for (int32_t f = 0; f < n;) {
        const int32_t long_end = n - f < SHORT_RUN * LONG_RUN ? n : f + SHORT_RUN * LONG_RUN;
        vec d1 = {0};
        while (f < long_end) {
            uvec d2 = {0};
            const int32_t end = long_end - f < SHORT_RUN ? long_end : f + SHORT_RUN;
#pragma GCC unroll 8
            for (; f < end; f++) {
                const vec d = clamped(x[f], lo, hi) - pivot;
                d1 += d;
                d2 += (uvec)(d * d);
            }
            s2 = add(s2, widen_unsigned(d2));
        }
        s1 = add(s1, widen(d1));
    }
    int32_t whole[LANES] ALIGNED;
    store_pair(sum, s1);
    store_pair(whole, s2);
    EACH_LANE(i) {
        squares[i] = whole[i];
    }
}

/* d = 16 h + l: d^2 = 256 h^2 + 32 h l + l^2 */
WALK void middle_sums(const vec *x, int32_t n, vec lo, vec hi, vec pivot,
        int32_t *sum, double *squares)
{
    struct pair s1 = {{0}, {0}}, hh = s1, hl = s1, ll = s1;
    for (int32_t f = 0; f < n;) {
        vec d1 = {0}, d_hl = {0};
        uvec d_hh = {0}, d_ll = {0};
        const int32_t end = n - f < SHORT_RUN ? n : f + SHORT_RUN;
        for (; f < end; f++) {
            const vec d = clamped(x[f], lo, hi) - pivot;
            const vec h = d >> 4, l = d & 15;
            d1 += d;
            d_hh += (uvec)(h * h);
            d_hl += h * l;
            d_ll += (uvec)(l * l);
        }
        s1 = add(s1, widen(d1));
        hh = add(hh, widen_unsigned(d_hh));
        hl = add(hl, widen(d_hl));
        ll = add(ll, widen_unsigned(d_ll));
    }
    int32_t high[LANES] ALIGNED, mixed[LANES] ALIGNED, low[LANES] ALIGNED;
    store_pair(sum, s1);
    store_pair(high, hh);
    store_pair(mixed, hl);
    store_pair(low, ll);
    EACH_LANE(i) {
        squares[i] = 256.0 * high[i] + 32.0 * mixed[i] + low[i];
    }
}

/* Adds squares of up to 32 bits in halves. */
static inline void add_squares(words d, words *low, words *high)
{
    const uwords q = (uwords)d * (uwords)d;
    *low += (words)(q & 0xffff);
    *high += (words)(q >> 16);
}

WALK void wide_sums(const vec *x, int32_t n, vec lo, vec hi, vec pivot,
        int32_t *sum, double *squares)
{
    const struct pair p = widen(pivot);
    struct pair s1 = {{0}, {0}}, low = s1, high = s1;
    for (int32_t f = 0; f < n; f++) {
        struct pair d = widen(clamped(x[f], lo, hi));
        d.even -= p.even;
        d.odd -= p.odd;
        s1 = add(s1, d);
        add_squares(d.even, &low.even, &high.even);
        add_squares(d.odd, &low.odd, &high.odd);
    }
    int32_t lows[LANES] ALIGNED, highs[LANES] ALIGNED;
    store_pair(sum, s1);
    store_pair(lows, low);
    store_pair(highs, high);
    EACH_LANE(i) {
        squares[i] = lows[i] + 65536.0 * highs[i];
    }
}

/* The furthest that any lane's bounds are from its pivot. */
static inline int32_t reach_of(const int16_t *lo, const int16_t *hi, const int16_t *pivot)
{
    int32_t most = 0;
    EACH_LANE(i) {
        const int32_t below = pivot[i] - lo[i], above = hi[i] - pivot[i];
        const int32_t a = below < 0 ? -below : below, b = above < 0 ? -above : above;
        most = a > most ? a : most;
        most = b > most ? b : most;
    }
    return most;
}

/* Sums of all samples clamped to lo..hi, about the pivot. */
static inline void sums(const vec *x, int32_t n, const int16_t *lo, const int16_t *hi, const int16_t *pivot,
                        int32_t *sum, double *squares)
{
    const int32_t reach = reach_of(lo, hi, pivot);
    if (reach <= NARROW) {
        narrow_sums(x, n, load(lo), load(hi), load(pivot), sum, squares);
    } else if (reach <= MIDDLE) {
        middle_sums(x, n, load(lo), load(hi), load(pivot), sum, squares);
    } else {
        wide_sums(x, n, load(lo), load(hi), load(pivot), sum, squares);
    }
}

/* How many samples lie below lo and above hi, and the least and most of the others. */
WALK void count_outside(const vec *x, int32_t n, vec lo, vec hi, int16_t *below, int16_t *above,
        int16_t *least, int16_t *most)
{
    vec lows = {0}, highs = {0}, from = all(INT16_MAX), to = all(INT16_MIN);
#pragma GCC unroll 4
    for (int32_t f = 0; f < n; f++) {
        const vec v = x[f];
        lows = count_if_greater(lows, lo, v);
        highs = count_if_greater(highs, v, hi);
        from = choose(v < lo, from, vmin(from, v));
        to = choose(v > hi, to, vmax(to, v));
    }
    store(below, lows);
    store(above, highs);
    store(least, from);
    store(most, to);
}

WALK vec count_above(const vec *x, int32_t n, vec limit)
{
    vec a = {0}, b = {0};
    int32_t f = 0;
#pragma GCC unroll 4
    for (; f + 2 <= n; f += 2) {
        a = count_if_greater(a, x[f], limit);
        b = count_if_greater(b, x[f + 1], limit);
    }
    if (f < n) {
        a = count_if_greater(a, x[f], limit);
    }
    return a + b;
}

WALK vec least_above(const vec *x, int32_t n, vec limit)
{
    vec r = all(INT16_MAX);
#pragma GCC unroll 4
    for (int32_t f = 0; f < n; f++) {
        r = choose(x[f] > limit, vmin(r, x[f]), r);
    }
    return r;
}

/* The samples of rank_a and rank_b, which is rank_a or the next one, found by halving and counting. The first lies in
 * lo..hi, the second is at most `most`. Halving begins at `guess` and goes on `step` beside it: good guesses save half
 * of the passes. */
WALK void two_ranks(const vec *x, int32_t n, vec lo, vec hi, vec most, vec guess, vec step, vec rank_a, vec rank_b,
        int16_t *at_a, int16_t *at_b)
{
    const vec frames = all((int16_t)n);
    vec lo_b = lo, hi_b = most;
    for (int32_t turn = 0; any(lo < hi); turn++) {
        vec probe = (lo & hi) + ((lo ^ hi) >> 1);
        if (turn == 0) {
            probe = vmax(vmin(guess, hi - 1), lo);
        } else if (turn == 1) {
            probe = choose(hi <= guess, vmax(hi - step, lo), vmin(lo + step - 1, hi - 1));
        }
        const vec up_to = frames - count_above(x, n, probe);
        const vec enough = up_to > rank_a, enough_b = up_to > rank_b;
        hi = choose(enough, vmin(hi, probe), hi);
        lo = choose(enough, lo, vmin(vmax(lo, probe + 1), hi));
        hi_b = choose(enough_b, vmin(hi_b, probe), hi_b);
        lo_b = choose(enough_b, lo_b, vmax(lo_b, probe + 1));
    }
    const vec same = rank_a == rank_b;
    lo_b = choose(same, lo, vmax(lo_b, lo));
    hi_b = choose(same, lo, hi_b);
    if (any((lo_b < hi_b) & (lo_b == lo))) { /* nobody asked how many there are up to the first */
        const vec enough = frames - count_above(x, n, lo) > rank_b;
        hi_b = choose(enough, lo, hi_b);
        lo_b = choose(~enough & (lo_b == lo) & (lo_b < hi_b), lo + 1, lo_b);
    }
    if (any(lo_b < hi_b)) { /* up to lo_b - 1 there are exactly rank_b samples */
        hi_b = choose(lo_b < hi_b, least_above(x, n, lo_b - 1), hi_b);
    }
    store(at_a, lo);
    store(at_b, hi_b);
}

WALK vec count_within(const vec *x, int32_t n, vec from, vec to)
{
    vec count = {0};
#pragma GCC unroll 4
    for (int32_t f = 0; f < n; f++) {
        count -= (x[f] >= from) & (x[f] <= to);
    }
    return count;
}

enum { MOST_EXTREMES = 5 };

/* The `count` least samples in order, and the most ones. A count known when this is compiled keeps all in registers. */
static inline void extremes(const vec *x, int32_t n, int32_t count, vec *least, vec *most)
{
    for (int32_t k = 0; k < count; k++) {
        least[k] = all(INT16_MAX);
        most[k] = all(INT16_MIN);
    }
    for (int32_t f = 0; f < n; f++) {
        vec low = x[f], high = x[f];
#pragma GCC unroll 5
        for (int32_t k = 0; k < count; k++) {
            const vec l = least[k], h = most[k];
            least[k] = vmin(l, low);
            low = vmax(l, low);
            most[k] = vmax(h, high);
            high = vmin(h, high);
        }
    }
}

static void find_extremes(const vec *x, int32_t n, int32_t count, int16_t (*least)[LANES], int16_t (*most)[LANES])
{
    vec low[MOST_EXTREMES], high[MOST_EXTREMES];
    switch (count) {
    case 1:
        extremes(x, n, 1, low, high);
        break;
    case 2:
        extremes(x, n, 2, low, high);
        break;
    case 3:
        extremes(x, n, 3, low, high);
        break;
    case 4:
        extremes(x, n, 4, low, high);
        break;
    default:
        extremes(x, n, MOST_EXTREMES, low, high);
    }
    for (int32_t k = 0; k < count; k++) {
        store(least[k], low[k]);
        store(most[k], high[k]);
    }
}
