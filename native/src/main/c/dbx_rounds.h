/* Sigma and winsorised clipping of a group of columns, a pixel in each lane.
 *
 * The kept samples of a pixel are those from lo to hi, so that nothing is ever moved: sums over them are sums over all
 * samples clamped to lo..hi, less what was clamped; their median is the sample of a rank in all. What is done with
 * each pixel's sums is what dbx_clip.h does, operation by operation, and gives the same bits. A pixel that an interval
 * cannot describe is left to dbx_clip.h itself. */
#include "dbx_passes.h"
#include <math.h>

enum state {
    DONE,
    ACTIVE,   /* something was rejected, and more may be */
    LIMITED,  /* lo_limit and hi_limit reject something that is not taken away yet */
    SORTED    /* for dbx_clip.h */
};

struct group {
    int16_t lo[LANES], hi[LANES];             /* least and most kept sample */
    int16_t lo_ties[LANES], hi_ties[LANES];   /* so many samples equal to them are rejected: the first, the last ones */
    int16_t lo_limit[LANES], hi_limit[LANES]; /* what is to be kept next */
    int16_t pivot[LANES];
    int32_t state[LANES];                     /* enum state */
    int32_t below[LANES], above[LANES];       /* samples rejected */
    int32_t sum[LANES];                       /* of the kept samples, about the pivot */
    double squares[LANES];
    int32_t middles[LANES];                   /* sum of the two middle ones */
    int32_t settled[LANES];                   /* 1: middles are those of the kept samples */
} ALIGNED;

/* Sums of so many samples and their squares, times the number of samples, are exact as doubles. */
enum { MOST_FOR_DOUBLES = 1448 };

/* As spread_of and deviation in dbx_clip.h. */
static void deviations(int32_t frames, const struct group *g, const int32_t *sum, const double *squares, float *s)
{
    if (frames <= MOST_FOR_DOUBLES) {
        EACH_LANE(i) {
            const double n = frames - g->below[i] - g->above[i], sum1 = sum[i];
            s[i] = sqrtf((float)((n * squares[i] - sum1 * sum1) / (n * (n - 1))));
        }
    } else {
        EACH_LANE(i) {
            const int64_t n = frames - g->below[i] - g->above[i], sum1 = sum[i];
            s[i] = sqrtf((float)((double)(n * (int64_t)squares[i] - sum1 * sum1) / ((double)n * (double)(n - 1))));
        }
    }
}

/* Takes the samples outside lo..hi, which were counted as lo and hi, out of sums. */
static void take_out(const struct group *g, const int16_t *lo, const int16_t *hi, int32_t *sum, double *squares)
{
    EACH_LANE(i) {
        const int32_t l = lo[i] - g->pivot[i], h = hi[i] - g->pivot[i];
        sum[i] -= g->below[i] * l + g->above[i] * h;
        squares[i] -= (double)g->below[i] * l * l + (double)g->above[i] * h * h;
    }
}

/* Begins with all samples kept, from a first pass. The sums are right only where the samples are narrow. */
static inline void begin_group(struct group *g, const struct first *first)
{
    int32_t squares[LANES] ALIGNED;
    store_pair(squares, first->squares);
    store_pair(g->sum, first->sum);
    store(g->pivot, first->pivot);
    store(g->lo, first->least);
    store(g->hi, first->most);
    EACH_LANE(i) {
        g->state[i] = ACTIVE;
        g->below[i] = g->above[i] = 0;
        g->lo_ties[i] = g->hi_ties[i] = 0;
        g->squares[i] = squares[i];
        g->settled[i] = 0;
    }
}

/* A lane whose result is found elsewhere: nothing it does is slow. */
static inline void park(struct group *g, int32_t i)
{
    g->lo[i] = g->hi[i] = g->pivot[i];
    g->below[i] = g->above[i] = g->sum[i] = 0;
    g->lo_ties[i] = g->hi_ties[i] = 0;
    g->squares[i] = 0;
    g->state[i] = DONE;
    g->settled[i] = 1;
}

/* Bounds of the median: it is never further from the mean than the standard deviation. */
WALK void find_medians(const vec *x, int32_t n, struct group *g, const float *s)
{
    int16_t lo[LANES] ALIGNED, hi[LANES] ALIGNED, guess[LANES] ALIGNED, step[LANES] ALIGNED;
    int16_t rank_a[LANES] ALIGNED, rank_b[LANES] ALIGNED, at_a[LANES] ALIGNED, at_b[LANES] ALIGNED;
    const float likely = 1.5f / sqrtf((float)n);
    EACH_LANE(i) {
        const int32_t kept = n - g->below[i] - g->above[i];
        const float mean = (float)g->sum[i] / (float)kept;
        const float reach = (s[i] > 0 ? s[i] : 0) + 0.05f; /* s of one sample is not a number */
        const int32_t from = (int32_t)(mean - reach) - 1 + g->pivot[i], to = (int32_t)(mean + reach) + 1 + g->pivot[i];
        lo[i] = (int16_t)(from < g->lo[i] ? g->lo[i] : from);
        hi[i] = (int16_t)(to > g->hi[i] ? g->hi[i] : to);
        guess[i] = (int16_t)((int32_t)(mean + 65536) - 65536 + g->pivot[i]);
        step[i] = (int16_t)(1 + (int32_t)(s[i] * likely));
        rank_a[i] = (int16_t)(g->below[i] + (kept - 1) / 2);
        rank_b[i] = (int16_t)(g->below[i] + kept / 2);
    }
    two_ranks(x, n, load(lo), load(hi), load(g->hi), load(guess), load(step), load(rank_a), load(rank_b), at_a, at_b);
    EACH_LANE(i) {
        g->middles[i] = at_a[i] + at_b[i];
        g->settled[i] = 1;
    }
}

/* As round16 in dbx_clip.h, as a FITS word. */
static inline int32_t rounded_word(float adu)
{
    float up = adu + 0.5f;
    up = adu < 0.5f ? 0.0f : up;
    up = adu >= 65534.5f ? 65535.0f : up;
    return (int32_t)up - 32768;
}

/* As winsorized in dbx_clip.h. s: the standard deviation of the kept samples, and the result. */
WALK void winsorize(const vec *x, int32_t n, const struct group *g, float *s)
{
    int16_t lo[LANES] ALIGNED, hi[LANES] ALIGNED;
    int32_t going[LANES] ALIGNED, sum[LANES] ALIGNED;
    double squares[LANES] ALIGNED;
    float now[LANES] ALIGNED;
    EACH_LANE(i) {
        lo[i] = g->lo[i];
        hi[i] = g->hi[i];
        sum[i] = g->sum[i];
        squares[i] = g->squares[i];
        going[i] = g->state[i] == ACTIVE;
    }
    for (int32_t turn = 0; turn < MOST_CLAMPS; turn++) {
        int32_t moved = 0, more = 0;
        EACH_LANE(i) {
            const float mid = g->middles[i] * 0.5f + 32768.0f, reach = 1.5f * s[i];
            const int32_t from = lo[i], to = hi[i];
            int32_t least = rounded_word(mid - reach), most = rounded_word(mid + reach);
            least = least > from ? least : from;
            most = most < to ? most : to;
            least = going[i] ? least : from;
            most = going[i] ? most : to;
            moved |= (least - from) | (to - most);
            lo[i] = (int16_t)least;
            hi[i] = (int16_t)most;
        }
        if (moved) {
            sums(x, n, lo, hi, g->pivot, sum, squares);
            take_out(g, lo, hi, sum, squares);
        }
        deviations(n, g, sum, squares, now);
        EACH_LANE(i) {
            const float before = s[i], after = 1.134f * now[i];
            const int32_t far = fabsf(after - before) > before * 0.0005f;
            s[i] = going[i] ? after : before;
            going[i] &= far;
            more |= going[i];
        }
        if (!more) {
            break;
        }
    }
}

/* Counts kept samples up to `steps` whole steps from the median; a median between two whole numbers has its first step
 * at both. */
static void count_near(const vec *x, int32_t n, const struct group *g, const int32_t *steps, int16_t *count)
{
    int16_t from[LANES] ALIGNED, to[LANES] ALIGNED;
    EACH_LANE(i) {
        const int32_t lo = g->lo[i], hi = g->hi[i];
        const int32_t least = (g->middles[i] >> 1) - steps[i], most = ((g->middles[i] + 1) >> 1) + steps[i];
        from[i] = (int16_t)(least < lo ? lo : least);
        to[i] = (int16_t)(most > hi ? hi : most);
    }
    store(count, count_within(x, n, load(from), load(to)));
}

/* The steps from the median within which there are more samples than `rank`, known to lie in from..to. Halving begins
 * at `guess`. */
static void find_steps(const vec *x, int32_t n, const struct group *g, const int32_t *rank, const int32_t *guess,
                       int32_t *from, int32_t *to)
{
    int16_t count[LANES] ALIGNED;
    int32_t probe[LANES] ALIGNED;
    for (int32_t turn = 0;; turn++) {
        int32_t open = 0;
        EACH_LANE(i) {
            const int32_t half = (from[i] + to[i]) >> 1, last = to[i] - 1, first = from[i];
            int32_t at = guess[i] + (turn == 1 ? (to[i] <= guess[i] ? -1 : 1) : 0);
            at = turn > 1 ? half : at;
            at = at > last ? last : at;
            probe[i] = at < first ? first : at;
            open |= to[i] - first;
        }
        if (open == 0) {
            return;
        }
        count_near(x, n, g, probe, count);
        EACH_LANE(i) {
            const int32_t at = probe[i], f = from[i], t = to[i], enough = count[i] > rank[i];
            to[i] = enough ? (at < t ? at : t) : t;
            from[i] = enough | (f == t) ? f : at + 1;
        }
    }
}

/* As DBX_MAD in dbx_clip.h. s: the standard deviation, and the result. Half of the samples are within twice the standard
 * deviation of the median, as it is within one of the mean. */
static void median_distances(const vec *x, int32_t n, const struct group *g, float *s)
{
    int32_t rank[LANES] ALIGNED, guess[LANES] ALIGNED, from[LANES] ALIGNED, to[LANES] ALIGNED, a[LANES] ALIGNED;
    EACH_LANE(i) {
        rank[i] = (n - g->below[i] - g->above[i] - 1) / 2;
        guess[i] = (int32_t)(s[i] * 0.67f);
        from[i] = 0;
        to[i] = (int32_t)(s[i] * 2.001f) + 1;
    }
    find_steps(x, n, g, rank, guess, from, to);
    EACH_LANE(i) {
        a[i] = from[i];
        rank[i] = (n - g->below[i] - g->above[i]) / 2;
        guess[i] = from[i];
        to[i] = (int32_t)(s[i] * 2.001f) + 1;
    }
    find_steps(x, n, g, rank, guess, from, to);
    EACH_LANE(i) {
        const double distance = (a[i] + from[i] + (g->middles[i] & 1)) * 0.5;
        s[i] = (float)(1.4826 * distance);
    }
}

/* Whether DBX_PERCENTILE in dbx_clip.h rejects a sample that is so far from a median. */
static inline int32_t beyond(float distance, float median, float fraction)
{
    return distance / median > fraction;
}

/* The limits of DBX_PERCENTILE. Rounding moves them by less than 0.02 ADU, so that one sample a side is to be asked. */
static void find_fractions(struct group *g, float low, float high)
{
    EACH_LANE(i) {
        const float m = g->middles[i] * 0.5f + 32768.0f, below = low * m, above = high * m;
        const float least = m - (below < 70000 ? below : 70000) - 0.02f;
        const float most = m + (above < 70000 ? above : 70000) + 0.02f;
        int32_t from = (int32_t)(least > -1 ? least + 2 : 1) - 1, to = (int32_t)most;
        from += beyond(m - from, m, low);
        to -= beyond(to - m, m, high);
        const int32_t lo = g->lo[i], hi = g->hi[i], state = g->state[i];
        from = from - 32768 > lo ? from - 32768 : lo;
        to = to - 32768 < hi ? to - 32768 : hi;
        const int32_t moved = (state == ACTIVE) & (m > 0) & ((from != lo) | (to != hi));
        g->lo_limit[i] = (int16_t)(moved ? from : lo);
        g->hi_limit[i] = (int16_t)(moved ? to : hi);
        g->state[i] = moved ? LIMITED : state == ACTIVE ? DONE : state;
    }
}

/* Where a sample is too far from the median: m - x > k s with whole x, which is 2m - 2x > floor(2 k s). */
static void find_limits(struct group *g, float low, float high, const float *s)
{
    EACH_LANE(i) {
        const float l = 2 * (low * s[i]), h = 2 * (high * s[i]);
        const int32_t from = (g->middles[i] - (int32_t)(l < 200000 ? l : 200000) + 1) >> 1;
        const int32_t to = (g->middles[i] + (int32_t)(h < 200000 ? h : 200000)) >> 1;
        const int32_t was_lo = g->lo[i], was_hi = g->hi[i], state = g->state[i];
        const int32_t lo = from > was_lo ? from : was_lo, hi = to < was_hi ? to : was_hi;
        const int32_t moved = (state == ACTIVE) & ((lo != was_lo) | (hi != was_hi));
        g->lo_limit[i] = (int16_t)(moved ? lo : was_lo);
        g->hi_limit[i] = (int16_t)(moved ? hi : was_hi);
        g->state[i] = moved ? LIMITED : state == ACTIVE ? DONE : state;
    }
}

/* Takes away what is outside the limits. `once`: all but everything may go, and it is done. */
WALK void apply_limits(const vec *x, int32_t n, struct group *g, int once)
{
    int16_t below[LANES] ALIGNED, above[LANES] ALIGNED, lo[LANES] ALIGNED, hi[LANES] ALIGNED;
    count_outside(x, n, load(g->lo_limit), load(g->hi_limit), below, above, lo, hi);
    EACH_LANE(i) {
        const int32_t was_below = g->below[i], was_above = g->above[i], was_lo = g->lo[i], was_hi = g->hi[i];
        const int32_t state = g->state[i], limited = state == LIMITED;
        const int32_t before = was_below + was_above, now = below[i] + above[i];
        const int32_t too_many = now - before > (once ? n - 1 : n - 2 * before - 4);
        int32_t next = (n - 2 * now - 4 > 0) & !once ? ACTIVE : DONE;
        next = too_many & !once ? SORTED : next;
        g->state[i] = limited ? next : state;
        g->settled[i] &= !limited;
        const int32_t takes = limited & !too_many;
        g->below[i] = takes ? below[i] : was_below;
        g->above[i] = takes ? above[i] : was_above;
        g->lo[i] = (int16_t)(takes ? lo[i] : was_lo);
        g->hi[i] = (int16_t)(takes ? hi[i] : was_hi);
    }
    sums(x, n, g->lo, g->hi, g->pivot, g->sum, g->squares);
    take_out(g, g->lo, g->hi, g->sum, g->squares);
}

static inline int32_t lanes_in(const struct group *g, int32_t state)
{
    int32_t count = 0;
    EACH_LANE(i) {
        count += g->state[i] == state;
    }
    return count;
}

/* Rounds of clipping until nothing more is rejected, or until at most `few` lanes still lose samples: those stay
 * LIMITED. */
static void clip_group(const struct dbx_job *job, const vec *x, struct group *g, int32_t few)
{
    const int32_t n = job->frames;
    float s[LANES] ALIGNED;
    for (;;) { /* every round takes a sample away */
        const int32_t limited = lanes_in(g, LIMITED);
        if (limited > 0) {
            if (limited <= few) {
                return;
            }
            apply_limits(x, n, g, 0);
        }
        if (lanes_in(g, ACTIVE) == 0) {
            return;
        }
        deviations(n, g, g->sum, g->squares, s);
        find_medians(x, n, g, s);
        if (job->method == DBX_WINSORIZED) {
            winsorize(x, n, g, s);
        } else if (job->method == DBX_MAD) {
            median_distances(x, n, g, s);
            EACH_LANE(i) {
                g->state[i] = (g->state[i] == ACTIVE) & (s[i] == 0) ? DONE : g->state[i];
            }
        }
        find_limits(g, (float)job->low, (float)job->high, s);
    }
}

static void cut_fractions(const struct dbx_job *job, const vec *x, struct group *g, int32_t few)
{
    float s[LANES] ALIGNED;
    if (lanes_in(g, ACTIVE) > 0) {
        deviations(job->frames, g, g->sum, g->squares, s);
        find_medians(x, job->frames, g, s);
        find_fractions(g, (float)job->low, (float)job->high);
    }
    if (lanes_in(g, LIMITED) > few) {
        apply_limits(x, job->frames, g, 1);
    }
}

/* Rejects the `low` least and `high` most samples, at most MOST_EXTREMES - 1 each. */
static void cut_extremes(const vec *x, int32_t n, struct group *g, int32_t low, int32_t high)
{
    int16_t least[MOST_EXTREMES][LANES] ALIGNED, most[MOST_EXTREMES][LANES] ALIGNED;
    find_extremes(x, n, 1 + (low > high ? low : high), least, most);
    for (int32_t i = 0; i < LANES; i++) {
        if (g->state[i] != ACTIVE) {
            continue;
        }
        g->lo[i] = least[low][i];
        g->hi[i] = most[high][i];
        g->below[i] = low;
        g->above[i] = high;
        g->state[i] = DONE;
        for (int32_t k = 0; k < low; k++) {
            const int32_t d = least[k][i] - g->pivot[i];
            g->sum[i] -= d;
            g->squares[i] -= (double)d * d;
            g->lo_ties[i] += least[k][i] == g->lo[i];
        }
        for (int32_t k = 0; k < high; k++) {
            const int32_t d = most[k][i] - g->pivot[i];
            g->sum[i] -= d;
            g->squares[i] -= (double)d * d;
            g->hi_ties[i] += most[k][i] == g->hi[i];
        }
    }
}
