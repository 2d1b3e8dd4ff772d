/* Sorted columns: included once for each kind of sample, compiled once for each instruction set.
 *
 * The columns of LANES pixels are sorted along the frames with a sorting network, all lanes at once; then every pixel
 * is clipped on its sorted column (dbx_clip.h), touching only the samples near its ends. */
#include "dbx_clip.h"

/* What is known of a tile's pixels when their values are found. */
struct tile {
    int64_t first;
    int32_t count;
    int32_t kept[MOST_TILE];
    double variance[MOST_TILE];
    elem low[MOST_TILE], high[MOST_TILE]; /* limits that tell what each pixel lost */
    int lost;                             /* any limits do */
};

static inline void exchange(elem *restrict a, elem *restrict b)
{
    for (int32_t l = 0; l < LANES; l++) {
        const elem x = a[l], y = b[l];
        a[l] = x < y ? x : y;
        b[l] = x < y ? y : x;
    }
}

/* Batcher's merge exchange: D. E. Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M. */
static void sort_lanes(elem *column, int32_t n)
{
    if (n < 2) {
        return;
    }
    int32_t top = 1;
    while (2 * top < n) {
        top *= 2;
    }
    for (int32_t p = top; p > 0; p /= 2) {
        int32_t q = top, r = 0, d = p;
        for (;;) {
            for (int32_t from = r; from < n - d; from += 2 * p) {
                const int32_t to = from + p < n - d ? from + p : n - d;
                for (int32_t i = from; i < to; i++) {
                    exchange(column + (int64_t)i * LANES, column + (int64_t)(i + d) * LANES);
                }
            }
            if (q == p) {
                break;
            }
            d = q - p;
            q /= 2;
            r = p;
        }
    }
}

/* The fates of all samples, by counting how many equal ones came before. */
static void find_all_fates(const struct dbx_job *job, const struct column *c, int64_t pixel, int8_t *fate)
{
    int32_t *seen = (int32_t *)(c->lists + 3 * (int64_t)c->frames); /* by rank of the first of equal samples */
    memset(seen, 0, sizeof *seen * c->n);
    for (int32_t f = 0; f < job->frames; f++) {
        const elem x = decode(job, f, pixel);
        if (job->drop_zeros && x == ZERO) {
            continue;
        }
        if (!c->holes && x > element(c, c->lo) && x < element(c, c->hi - 1)) {
            continue;
        }
        const int32_t first = first_rank_of(c, x), rank = first + seen[first]++;
        fate[f] = (int8_t)(keeps(c, rank) ? 0 : too_low(c, rank) ? -1 : 1);
    }
}

/* What becomes of a pixel's samples by frame: -1 too low, 1 too high, 0 kept or no data. Equal samples are ranked in the
 * order of their frames. */
static void find_fates(const struct dbx_job *job, const struct column *c, int64_t pixel, int8_t *fate)
{
    memset(fate, 0, job->frames);
    if (c->n - c->kept > 8) {
        find_all_fates(job, c, pixel, fate);
        return;
    }
    for (int32_t rank = 0; rank < c->n; rank++) { /* looks for those that are out one by one */
        if (rank == c->lo && !c->holes) {
            rank = c->hi;
        }
        if (rank == c->n || keeps(c, rank)) {
            continue;
        }
        const elem x = element(c, rank);
        int32_t before = rank - first_rank_of(c, x), f = 0;
        for (;; f++) {
            if (decode(job, f, pixel) == x && before-- == 0) {
                break;
            }
        }
        fate[f] = too_low(c, rank) ? -1 : 1;
    }
}

static void count_fates(const struct dbx_job *job, const int8_t *fate)
{
    for (int32_t f = 0; f < job->frames; f++) {
        job->low_of_frame[f] += fate[f] < 0;
        job->high_of_frame[f] += fate[f] > 0;
    }
}

static float halves(const struct dbx_job *job, int64_t pixel, const int8_t *fate)
{
    double sum[2] = {0, 0};
    int32_t count[2] = {0, 0};
    for (int32_t f = 0; f < job->frames; f++) {
        const elem x = decode(job, f, pixel);
        const int kept = fate[f] == 0 && !(job->drop_zeros && x == ZERO);
        sum[f % 2] += kept ? ADU(x) : 0;
        count[f % 2] += kept;
    }
    return count[0] == 0 || count[1] == 0 ? 0 : (float)(sum[0] / count[0] - sum[1] / count[1]);
}

/* Writes down what became of the pixel of a sorted column. */
static void write_pixel(const struct dbx_job *job, const struct column *c, struct tile *t, int32_t i)
{
    const int64_t pixel = t->first + i;
    job->value[pixel] = value(c, job->median);
    t->kept[i] = c->kept;
    t->variance[i] = c->kept < 2 ? 0 : variance(c);
    t->low[i] = ALL_LOW;
    t->high[i] = ALL_HIGH;
    int32_t lows = 0;
    int8_t *fate = (int8_t *)(c->lists + 3 * (int64_t)c->frames) + sizeof(int32_t) * c->frames;
    const int unclear = c->kept < c->n && (c->holes || splits_equals(c)); /* limits do not tell */
    if (c->kept < c->n && (unclear || job->halves_map)) {
        find_fates(job, c, pixel, fate);
    } else if (job->halves_map) {
        memset(fate, 0, c->frames);
    }
    if (c->kept < c->n) {
        lows = c->lo;
        if (c->holes) {
            lows = 0;
            for (int32_t k = 0; k < c->n; k++) {
                lows += c->side[k] < 0;
            }
        }
        if (unclear) {
            count_fates(job, fate);
        } else {
            t->low[i] = element(c, c->lo);
            t->high[i] = element(c, c->hi - 1);
            t->lost = 1;
        }
    }
    if (job->low_map) {
        job->low_map[pixel] = (uint16_t)lows;
    }
    if (job->high_map) {
        job->high_map[pixel] = (uint16_t)(c->n - c->kept - lows);
    }
    if (job->used_map) {
        job->used_map[pixel] = (uint16_t)c->kept;
    }
    if (job->halves_map) {
        job->halves_map[pixel] = halves(job, pixel, fate);
    }
}

/* What follows from the variances of a tile's pixels; sums in the order of pixels. */
static void add_variances(const struct dbx_job *job, const struct tile *t)
{
    double variances = job->noise[0], shares = job->noise[1], pixels = job->noise[2];
    for (int32_t i = 0; i < t->count; i++) {
        if (t->kept[i] >= 2) {
            variances += t->variance[i];
            shares += t->variance[i] / t->kept[i];
            pixels++;
        }
    }
    job->noise[0] = variances;
    job->noise[1] = shares;
    job->noise[2] = pixels;
    for (int32_t i = 0; job->sigma_map && i < t->count; i++) {
        job->sigma_map[t->first + i] = sqrtf((float)t->variance[i]);
    }
}

/* Counts by frame what lies outside the limits of one pixel. */
static inline void count_pixel(const struct dbx_job *job, const struct tile *t, int32_t i)
{
    for (int32_t f = 0; f < job->frames; f++) {
        const elem x = decode(job, f, t->first + i);
        const int counts = !(job->drop_zeros && x == ZERO);
        job->low_of_frame[f] += counts & (x < t->low[i]);
        job->high_of_frame[f] += counts & (x > t->high[i]);
    }
}

/* Counts by frame what lies outside the limits of the tile's pixels. */
static void count_by_frame(const struct dbx_job *job, const struct tile *t)
{
    for (int32_t f = 0; f < job->frames; f++) {
        int16_t lows = 0, highs = 0;
        if (job->drop_zeros) {
            for (int32_t i = 0; i < t->count; i++) {
                const elem x = decode(job, f, t->first + i);
                lows = (int16_t)(lows + ((x < t->low[i]) & (x != ZERO)));
                highs = (int16_t)(highs + ((x > t->high[i]) & (x != ZERO)));
            }
        } else {
            for (int32_t i = 0; i < t->count; i++) {
                const elem x = decode(job, f, t->first + i);
                lows = (int16_t)(lows + (x < t->low[i]));
                highs = (int16_t)(highs + (x > t->high[i]));
            }
        }
        job->low_of_frame[f] += lows;
        job->high_of_frame[f] += highs;
    }
}
