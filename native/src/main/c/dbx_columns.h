/* Tiles of sorted columns: included once for each kind of sample, compiled once for each instruction set.
 *
 * A tile's samples are copied into columns[group][frame][LANES]; each group is sorted along the frames with a
 * sorting network, all lanes at once; then every pixel is clipped on its sorted column (dbx_clip.h), touching
 * only the samples near its ends; at last the frames of a tile are walked once more to count who lost what. */
#include "dbx_clip.h"

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

/* Sums of a group's samples and of their squares, exact: squares are added up in halves of 16 bits. */
#if defined(DBX_U16)
typedef uint16_t half8 __attribute__((vector_size(16)));
typedef uint32_t word8 __attribute__((vector_size(32)));

static void moments(const elem *column, int32_t n, int64_t *sum, int64_t *squares)
{
    for (int32_t b = 0; b < LANES; b += 8) {
        word8 s = {0}, low = {0}, high = {0};
        for (int32_t f = 0; f < n; f++) {
            half8 h;
            memcpy(&h, column + (int64_t)f * LANES + b, sizeof h);
            const word8 x = __builtin_convertvector(h ^ 0x8000, word8);
            const word8 q = x * x;
            s += x;
            low += q & 0xffff;
            high += q >> 16;
        }
        for (int32_t l = 0; l < 8; l++) {
            sum[b + l] = s[l];
            squares[b + l] = (int64_t)low[l] + ((int64_t)high[l] << 16);
        }
    }
}
#endif

static void fill(const struct dbx_job *job, elem *columns, int64_t first, int32_t count)
{
    const int32_t n = job->frames;
    const int32_t groups = (count + LANES - 1) / LANES;
    if (count % LANES != 0) { /* lanes without a pixel */
        memset(columns + (int64_t)(groups - 1) * n * LANES, 0, sizeof(elem) * n * LANES);
    }
    for (int32_t f = 0; f < n; f++) {
        for (int32_t g = 0; g < groups; g++) {
            elem *restrict to = columns + ((int64_t)g * n + f) * LANES;
            if ((g + 1) * LANES <= count) {
                for (int32_t l = 0; l < LANES; l++) {
                    to[l] = decode(job, f, first + g * LANES + l);
                }
            } else {
                for (int32_t l = 0; l < count - g * LANES; l++) {
                    to[l] = decode(job, f, first + g * LANES + l);
                }
            }
        }
    }
    if (!WHOLE && job->drop_zeros) { /* zeros behind everything, where they are not counted */
        for (int64_t i = 0; i < (int64_t)groups * n * LANES; i++) {
            columns[i] = columns[i] == ZERO ? ALL_HIGH : columns[i];
        }
    }
}

/* Counts by frame what lies outside the limits of the tile's pixels. */
static void count_by_frame(const struct dbx_job *job, int64_t first, int32_t count, const elem *low, const elem *high)
{
    for (int32_t f = 0; f < job->frames; f++) {
        int16_t lows = 0, highs = 0;
        if (job->drop_zeros) {
            for (int32_t i = 0; i < count; i++) {
                const elem x = decode(job, f, first + i);
                lows = (int16_t)(lows + ((x < low[i]) & (x != ZERO)));
                highs = (int16_t)(highs + ((x > high[i]) & (x != ZERO)));
            }
        } else {
            for (int32_t i = 0; i < count; i++) {
                const elem x = decode(job, f, first + i);
                lows = (int16_t)(lows + (x < low[i]));
                highs = (int16_t)(highs + (x > high[i]));
            }
        }
        job->low_of_frame[f] += lows;
        job->high_of_frame[f] += highs;
    }
}

/* Whether the sample of a frame is out: -1 too low, 1 too high, 0 kept or no data. Equal samples are ranked in the
 * order of their frames. */
static int fate(const struct dbx_job *job, const struct column *c, int32_t frame, int64_t pixel)
{
    const elem x = decode(job, frame, pixel);
    if (job->drop_zeros && x == ZERO) {
        return 0;
    }
    int32_t rank = first_rank_of(c, x);
    if (keeps(c, rank) && keeps(c, last_rank_of(c, x))) {
        int32_t holed = 0;
        for (int32_t i = rank; c->holes && i < c->n && at(c, i) == value_of(c, x); i++) {
            holed |= !keeps(c, i);
        }
        if (!holed) {
            return 0;
        }
    }
    for (int32_t before = 0; before < frame; before++) {
        rank += decode(job, before, pixel) == x;
    }
    return keeps(c, rank) ? 0 : too_low(c, rank) ? -1 : 1;
}

/* Counts by frame for one pixel whose limits do not tell: equal samples of which only some are out, or holes. */
static void count_by_rank(const struct dbx_job *job, const struct column *c, int64_t pixel)
{
    for (int32_t f = 0; f < job->frames; f++) {
        const int out = fate(job, c, f, pixel);
        job->low_of_frame[f] += out < 0;
        job->high_of_frame[f] += out > 0;
    }
}

static float halves(const struct dbx_job *job, const struct column *c, int64_t pixel)
{
    double sum[2] = {0, 0};
    int32_t count[2] = {0, 0};
    for (int32_t f = 0; f < job->frames; f++) {
        const elem x = decode(job, f, pixel);
        if (!(job->drop_zeros && x == ZERO) && (c->kept == c->n || fate(job, c, f, pixel) == 0)) {
            sum[f % 2] += ADU(x);
            count[f % 2]++;
        }
    }
    return count[0] == 0 || count[1] == 0 ? 0 : (float)(sum[0] / count[0] - sum[1] / count[1]);
}

#if defined(DBX_U16)
static void add_moments(const struct dbx_job *job)
{
    for (int32_t f = 0; f < job->frames; f++) {
        int64_t *m = job->moments + (int64_t)f * DBX_MOMENTS;
        for (int32_t i = 0; i < job->pixels; i++) {
            const int32_t x = decode(job, f, i) + 32768;
            m[DBX_SUM] += x;
            m[DBX_EMPTY] += x == 0;
            m[DBX_FULL] += x == 65535;
            if (f > 0) {
                const int64_t d = x - (decode(job, f - 1, i) + 32768);
                m[DBX_STEP] += d;
                m[DBX_STEP_SQUARE] += d * d;
            }
        }
    }
}
#endif

void RUN(const struct dbx_job *job)
{
    const int32_t n = job->frames;
    const int32_t tile = LANES * dbx_groups(n, sizeof(elem));
    elem *columns = (elem *)job->scratch;
    double *lists = (double *)(job->scratch + dbx_columns_bytes(n));
    elem low[MOST_TILE], high[MOST_TILE];
    const int sorted = !WHOLE || job->method != DBX_NONE || job->median;
    double variances = 0, shares = 0, pixels = 0;
    for (int64_t first = 0; first < job->pixels; first += tile) {
        const int32_t count = job->pixels - first < tile ? (int32_t)(job->pixels - first) : tile;
        int rejected = 0;
        fill(job, columns, first, count);
        for (int32_t g = 0; g * LANES < count; g++) {
            elem *group = columns + (int64_t)g * n * LANES;
#if defined(DBX_U16)
            int64_t sum[LANES], squares[LANES];
            moments(group, n, sum, squares);
#endif
            if (sorted) {
                sort_lanes(group, n);
            }
            for (int32_t l = 0; l < LANES && g * LANES + l < count; l++) {
                const int32_t i = g * LANES + l;
                const int64_t pixel = first + i;
                struct column c = {.x = group + l, .frames = n, .lists = lists};
#if defined(DBX_U16)
                begin(&c, job, sum[l], squares[l], sorted);
#else
                begin(&c, job);
#endif
                clip(&c, job);
                job->value[pixel] = value(&c, job->median);
                low[i] = ALL_LOW;
                high[i] = ALL_HIGH;
                int32_t lows = 0;
                if (c.kept < c.n) {
                    lows = c.lo;
                    if (c.holes) {
                        lows = 0;
                        for (int32_t k = 0; k < c.n; k++) {
                            lows += c.side[k] < 0;
                        }
                    }
                    if (c.holes || splits_equals(&c)) {
                        count_by_rank(job, &c, pixel);
                    } else {
                        low[i] = element(&c, c.lo);
                        high[i] = element(&c, c.hi - 1);
                        rejected = 1;
                    }
                }
                if (job->low_map) {
                    job->low_map[pixel] = (uint16_t)lows;
                }
                if (job->high_map) {
                    job->high_map[pixel] = (uint16_t)(c.n - c.kept - lows);
                }
                if (job->used_map) {
                    job->used_map[pixel] = (uint16_t)c.kept;
                }
                if (job->sigma_map) {
                    job->sigma_map[pixel] = c.kept < 2 ? 0 : sqrtf((float)variance(&c));
                }
                if (job->halves_map) {
                    job->halves_map[pixel] = halves(job, &c, pixel);
                }
                if (c.kept >= 2) {
                    const double v = variance(&c);
                    variances += v;
                    shares += v / c.kept;
                    pixels++;
                }
            }
        }
        if (rejected) {
            count_by_frame(job, first, count, low, high);
        }
    }
#if defined(DBX_U16)
    if (job->moments) {
        add_moments(job);
    }
#endif
    job->noise[0] = variances;
    job->noise[1] = shares;
    job->noise[2] = pixels;
}
