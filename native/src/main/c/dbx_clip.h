/* One pixel's sorted column and what is left of it. Twin of dev.darkbox.kernel.Column: the same operations in the
 * same order, so that both give the same bits. Samples are taken relative to a pivot (the upper middle one). */
#include <math.h>

enum { MOST_CLAMPS = 200 };

struct column {
    const elem *x;      /* sorted, LANES apart, `frames` of them */
    int32_t frames;
    double *lists;
    int32_t first;      /* rank 0 is element `first`: dropped zeros lie before it or behind the last */
    int32_t n;          /* samples that count */
    double pivot;
    int32_t lo, hi;     /* ranks kept: lo..hi-1, but for holes */
    double sum, squares;
    int32_t kept;
    int holes;          /* samples between are out, too: `side` says, by rank, -1 too low, 0 kept, 1 too high */
    double *y;          /* kept samples in order, when there are holes */
    int32_t *side;
};

static inline elem element(const struct column *c, int32_t rank)
{
    return c->x[(int64_t)(c->first + rank) * LANES];
}

static inline double value_of(const struct column *c, elem e)
{
    return ADU(e) - c->pivot;
}

static inline double at(const struct column *c, int32_t rank)
{
    return value_of(c, element(c, rank));
}

static inline double above_zero(double v)
{
    return v > 0 ? v : 0;
}

/* Count times the sum of squares about the mean: of 16-bit samples a whole number, rounded once, whatever the pivot. */
static inline double spread_of(double sum, double squares, int32_t count)
{
    if (WHOLE) {
        return (double)(count * (int64_t)squares - (int64_t)sum * (int64_t)sum);
    }
    return above_zero(count * squares - sum * sum);
}

static inline float deviation(double sum, double squares, int32_t count)
{
    return sqrtf((float)(spread_of(sum, squares, count) / ((double)count * (count - 1))));
}

#if defined(DBX_U16)
static inline void begin(struct column *c, const struct dbx_job *job, int64_t sum, int64_t squares)
{
    int32_t zeros = 0;
    while (job->drop_zeros && zeros < c->frames && c->x[(int64_t)zeros * LANES] == ZERO) {
        zeros++;
    }
    c->first = zeros;
    c->n = c->frames - zeros;
    c->pivot = c->n > 0 ? ADU(element(c, c->n / 2)) : 0;
    const int64_t p = (int64_t)c->pivot;
    c->sum = (double)(sum - c->n * p);
    c->squares = (double)(squares - 2 * p * sum + c->n * p * p);
}
#else
static inline void begin(struct column *c, const struct dbx_job *job)
{
    int32_t zeros = 0;
    while (job->drop_zeros && zeros < c->frames && c->x[(int64_t)(c->frames - 1 - zeros) * LANES] == ALL_HIGH) {
        zeros++;
    }
    c->first = 0;
    c->n = c->frames - zeros;
    c->pivot = c->n > 0 ? ADU(element(c, c->n / 2)) : 0;
    c->sum = 0;
    c->squares = 0;
    for (int32_t i = 0; i < c->n; i++) {
        const double x = at(c, i);
        c->sum += x;
        c->squares += x * x;
    }
}
#endif

static inline double middle(const struct column *c)
{
    const int32_t count = c->hi - c->lo;
    return (at(c, c->lo + (count - 1) / 2) + at(c, c->lo + count / 2)) * 0.5;
}

static inline void drop(struct column *c, int32_t low, int32_t high)
{
    for (; low > 0; low--) {
        const double x = at(c, c->lo++);
        c->sum -= x;
        c->squares -= x * x;
    }
    for (; high > 0; high--) {
        const double x = at(c, --c->hi);
        c->sum -= x;
        c->squares -= x * x;
    }
}

static inline int32_t round16(float v)
{
    return v < 0.5f ? 0 : v >= 65534.5f ? 65535 : (int32_t)(v + 0.5f);
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

static float winsorized(const struct column *c, double m)
{
    const int32_t count = c->hi - c->lo;
    int32_t from = c->lo, to = c->hi;
    double inside = c->sum, inside_squares = c->squares;
    double least = -HUGE_VAL, most = HUGE_VAL;
    float s = deviation(c->sum, c->squares, count);
    for (int32_t turn = 0; turn < MOST_CLAMPS; turn++) {
        const float reach = 1.5f * s;
        if (WHOLE) {
            const float mid = (float)(m + c->pivot);
            least = larger(least, round16(mid - reach) - c->pivot);
            most = smaller(most, round16(mid + reach) - c->pivot);
        } else {
            least = larger(least, m - reach);
            most = smaller(most, m + reach);
        }
        while (from < to && at(c, from) < least) {
            const double x = at(c, from++);
            inside -= x;
            inside_squares -= x * x;
        }
        while (from < to && at(c, to - 1) > most) {
            const double x = at(c, --to);
            inside -= x;
            inside_squares -= x * x;
        }
        double clamped = inside, clamped_squares = inside_squares;
        if (from > c->lo) {
            clamped += (from - c->lo) * least;
            clamped_squares += (from - c->lo) * least * least;
        }
        if (to < c->hi) {
            clamped += (c->hi - to) * most;
            clamped_squares += (c->hi - to) * most * most;
        }
        const float before = s;
        s = 1.134f * deviation(clamped, clamped_squares, count);
        if (!(fabsf(s - before) > before * 0.0005f)) {
            break;
        }
    }
    return s;
}

static double median_distance(const struct column *c, double m)
{
    const int32_t count = c->hi - c->lo;
    const int32_t last = count - 1 - (count - 1) / 2;
    const int32_t upper = count - 1 - count / 2;
    int32_t i = c->lo, j = c->hi - 1;
    double at_upper = 0, distance = 0;
    for (int32_t dropped = 0; dropped <= last; dropped++) {
        const double below = m - at(c, i), above = at(c, j) - m;
        if (below >= above) {
            distance = below;
            i++;
        } else {
            distance = above;
            j--;
        }
        if (dropped == upper) {
            at_upper = distance;
        }
    }
    return (at_upper + distance) * 0.5;
}

static void about_median(struct column *c, const struct dbx_job *job)
{
    const float kl = (float)job->low, kh = (float)job->high;
    int32_t rejected = 0;
    for (int32_t most = c->hi - c->lo - 4; most > 0; most = c->hi - c->lo - rejected - 4) {
        const double m = middle(c);
        const float s = job->method == DBX_WINSORIZED ? winsorized(c, m)
                      : job->method == DBX_MAD ? (float)(1.4826 * median_distance(c, m))
                      : deviation(c->sum, c->squares, c->hi - c->lo);
        if (s == 0 && job->method == DBX_MAD) {
            return;
        }
        const double below = kl * s, above = kh * s;
        int32_t low = 0, high = 0;
        while (c->lo + low < c->hi && m - at(c, c->lo + low) > below) {
            low++;
        }
        while (c->hi - 1 - high >= c->lo && at(c, c->hi - 1 - high) - m > above) {
            high++;
        }
        if (low + high == 0) {
            return;
        }
        if (low + high > most) {
            const int32_t want_low = low, want_high = high;
            low = 0;
            high = 0;
            while (low + high < most) {
                const int low_next = high == want_high
                        || (low < want_low && m - at(c, c->lo + low) >= at(c, c->hi - 1 - high) - m);
                low += low_next ? 1 : 0;
                high += low_next ? 0 : 1;
            }
        }
        drop(c, low, high);
        rejected += low + high;
    }
}

static void percentile(struct column *c, float low, float high)
{
    const double m = middle(c);
    const float mid = (float)(m + c->pivot);
    if (!(mid > 0)) {
        return;
    }
    int32_t below = 0, above = 0;
    while (below < c->n && (float)(m - at(c, below)) / mid > low) {
        below++;
    }
    while (above < c->n && (float)(at(c, c->n - 1 - above) - m) / mid > high) {
        above++;
    }
    if (below + above < c->n) {
        drop(c, below, above);
    }
}

static void extreme_deviates(struct column *c, const struct dbx_job *job)
{
    const int32_t most = (int32_t)(c->n * job->low);
    int32_t from = c->lo, to = c->hi, keep_from = c->lo, keep_to = c->hi;
    double left = c->sum, left_squares = c->squares;
    for (int32_t i = 0; i < most && to - from >= 3; i++) {
        const int32_t count = to - from;
        const double spread = spread_of(left, left_squares, count);
        if (!(spread > 0)) {
            break;
        }
        const double below = left - count * at(c, from);
        const double above = count * at(c, to - 1) - left;
        const double furthest = larger(below, above) / count;
        const double statistic = furthest / sqrt(spread / ((double)count * (count - 1)));
        const double gone = below >= above ? at(c, from++) : at(c, --to);
        left -= gone;
        left_squares -= gone * gone;
        if (statistic > job->lambda[count]) {
            keep_from = from;
            keep_to = to;
        }
    }
    drop(c, keep_from - c->lo, c->hi - keep_to);
}

static void about_line(struct column *c, double kl, double kh)
{
    const int32_t n = c->n;
    double *y = c->lists, *distance = y + n;
    int32_t *rank = (int32_t *)(c->lists + 2 * (int64_t)c->frames), *side = rank + n;
    int32_t count = n;
    for (int32_t i = 0; i < n; i++) {
        y[i] = at(c, i);
        rank[i] = i;
        side[i] = 0;
    }
    for (int32_t most = count - 4; most > 0; most = count - (n - count) - 4) {
        const double centre = (count - 1) * 0.5;
        double total = 0, cross = 0;
        for (int32_t i = 0; i < count; i++) {
            total += y[i];
            cross += (i - centre) * y[i];
        }
        const double slope = cross * 12 / (count * ((double)count * count - 1));
        const double start = total / count - slope * centre;
        double residuals = 0;
        for (int32_t i = 0; i < count; i++) {
            distance[i] = y[i] - (slope * i + start);
            residuals += fabs(distance[i]);
        }
        const double s = residuals / count;
        if (!(s > 1e-9 * (y[count - 1] - y[0]))) {
            break;
        }
        int32_t marked = 0;
        for (int32_t i = 0; i < count; i++) {
            const int32_t mark = distance[i] < -(kl * s) ? -1 : distance[i] > kh * s ? 1 : 0;
            side[rank[i]] = mark;
            marked += mark != 0;
        }
        if (marked == 0) {
            break;
        }
        for (; marked > most; marked--) {
            int32_t nearest = -1;
            for (int32_t i = 0; i < count; i++) {
                if (side[rank[i]] != 0 && (nearest < 0 || fabs(distance[i]) <= fabs(distance[nearest]))) {
                    nearest = i;
                }
            }
            side[rank[nearest]] = 0;
        }
        int32_t left = 0;
        for (int32_t i = 0; i < count; i++) {
            if (side[rank[i]] == 0) {
                y[left] = y[i];
                rank[left++] = rank[i];
            }
        }
        count = left;
    }
    if (count == n) {
        return;
    }
    while (side[c->lo] < 0) {
        c->lo++;
    }
    while (side[c->hi - 1] > 0) {
        c->hi--;
    }
    c->holes = c->hi - c->lo != count;
    c->kept = count;
    c->y = y;
    c->side = side;
    c->sum = 0;
    c->squares = 0;
    for (int32_t i = 0; i < count; i++) {
        c->sum += y[i];
        c->squares += y[i] * y[i];
    }
}

static inline void clip(struct column *c, const struct dbx_job *job)
{
    c->lo = 0;
    c->hi = c->n;
    c->holes = 0;
    if (c->n >= 3) {
        switch (job->method) {
        case DBX_NONE:
            break;
        case DBX_SIGMA: case DBX_WINSORIZED: case DBX_MAD:
            about_median(c, job);
            break;
        case DBX_LINEAR_FIT:
            about_line(c, job->low, job->high);
            break;
        case DBX_ESD:
            extreme_deviates(c, job);
            break;
        case DBX_PERCENTILE:
            percentile(c, (float)job->low, (float)job->high);
            break;
        case DBX_MINMAX:
            if ((int32_t)job->low + (int32_t)job->high < c->n) {
                drop(c, (int32_t)job->low, (int32_t)job->high);
            }
            break;
        }
    }
    if (!c->holes) {
        c->kept = c->hi - c->lo;
    }
}

static inline float value(const struct column *c, int32_t median)
{
    if (c->kept == 0) {
        return 0;
    }
    if (!median) {
        return (float)((c->sum + c->kept * c->pivot) / c->kept);
    }
    if (!c->holes) {
        return (float)(middle(c) + c->pivot);
    }
    return (float)((c->y[(c->kept - 1) / 2] + c->y[c->kept / 2]) * 0.5 + c->pivot);
}

static inline double variance(const struct column *c)
{
    return spread_of(c->sum, c->squares, c->kept) / ((double)c->kept * (c->kept - 1));
}

static inline int keeps(const struct column *c, int32_t rank)
{
    return rank >= c->lo && rank < c->hi && !(c->holes && c->side[rank] != 0);
}

static inline int too_low(const struct column *c, int32_t rank)
{
    return c->holes ? c->side[rank] < 0 : rank < c->lo;
}

static inline int32_t first_rank_of(const struct column *c, elem e)
{
    int32_t from = 0, to = c->n;
    while (from < to) {
        const int32_t mid = (from + to) / 2;
        if (element(c, mid) < e) {
            from = mid + 1;
        } else {
            to = mid;
        }
    }
    return from;
}

/* Whether a sample that is out equals one that is kept. */
static inline int splits_equals(const struct column *c)
{
    return (c->lo > 0 && element(c, c->lo - 1) == element(c, c->lo))
        || (c->hi < c->n && element(c, c->hi) == element(c, c->hi - 1));
}
