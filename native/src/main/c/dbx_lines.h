/* DBX_LINEAR_FIT for the sorted columns of LANES pixels at once: about_line in dbx_clip.h, operation by operation.
 *
 * Samples, ranks and their products are whole numbers, so that sums of them are exact in any order; what is rounded is
 * done in the same order for every pixel. A pixel that would lose more samples than it may is left to about_line. */
#include "dbx_lanes.h"
#include <math.h>

typedef double dvec __attribute__((vector_size(DBX_VECTOR)));
typedef int64_t lvec __attribute__((vector_size(DBX_VECTOR)));

/* A row of LANES doubles is so many vectors of so many; AT_ONCE of them fill the registers. */
enum { PART = DBX_VECTOR / 8, AT_ONCE = 2 };

enum line_state { FITTING, FITTED, NOT_BY_LANES };

struct lines {
    double *y;                     /* [frames][LANES], about the pivots; the kept ones stand together, sorted */
    int16_t *rank;                 /* [frames][LANES], their ranks among all */
    int8_t *side;                  /* [frames][LANES], by rank among all: -1 too low, 1 too high, 0 kept */
    int32_t frames;
    double kl, kh;
    int32_t state[LANES];          /* enum line_state */
    double from[LANES], to[LANES]; /* places of the kept ones, from..to-1 */
    double sum[LANES], squares[LANES];
    double placed[LANES];          /* sum of place times sample */
    double slope[LANES], start[LANES];
    double distance[LANES];        /* mean distance from the line */
    double least[LANES], most[LANES];
    double low_end[LANES], high_start[LANES]; /* no sample is too low from there on, too high before */
} ALIGNED;

static inline dvec load_doubles(const double *from)
{
    dvec v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline void store_doubles(double *to, dvec v)
{
    memcpy(to, &v, sizeof v);
}

static inline dvec samples_at(const struct lines *l, int32_t place, int32_t lane)
{
    return load_doubles(l->y + (int64_t)place * LANES + lane);
}

static inline dvec masked(lvec mask, dvec v)
{
    return (dvec)(mask & (lvec)v);
}

static inline dvec dmin(dvec a, dvec b)
{
#if DBX_VECTOR == 16 /* gcc does not see a minimum in two lanes */
    const lvec less = a < b;
    return (dvec)((less & (lvec)a) | (~less & (lvec)b));
#else
    dvec r;
    for (int32_t i = 0; i < PART; i++) {
        r[i] = a[i] < b[i] ? a[i] : b[i];
    }
    return r;
#endif
}

static inline dvec dmax(dvec a, dvec b)
{
#if DBX_VECTOR == 16
    const lvec more = a > b;
    return (dvec)((more & (lvec)a) | (~more & (lvec)b));
#else
    dvec r;
    for (int32_t i = 0; i < PART; i++) {
        r[i] = a[i] > b[i] ? a[i] : b[i];
    }
    return r;
#endif
}

/* Whether any pixel of a block is not done yet. */
static inline int any_fitting(const struct lines *l, int32_t lane)
{
    int32_t fitting = 0;
    for (int32_t i = lane; i < lane + AT_ONCE * PART; i++) {
        fitting |= l->state[i] == FITTING;
    }
    return fitting;
}

static void sum_placed(struct lines *l)
{
    for (int32_t lane = 0; lane < LANES; lane += PART) {
        dvec sum = {0};
        for (int32_t k = 0; k < l->frames; k++) {
            sum += samples_at(l, k, lane) * (double)k;
        }
        store_doubles(l->placed + lane, sum);
    }
}

/* The lines of neighbouring pixels. */
struct block {
    dvec from[AT_ONCE], to[AT_ONCE], slope[AT_ONCE], start[AT_ONCE];
    int32_t inside_from, inside_to; /* places where all of them have kept samples */
};

static inline void load_block(struct block *b, const struct lines *l, int32_t lane)
{
    b->inside_from = 0;
    b->inside_to = l->frames;
    for (int32_t i = lane; i < lane + AT_ONCE * PART; i++) {
        b->inside_from = l->from[i] > b->inside_from ? (int32_t)l->from[i] : b->inside_from;
        b->inside_to = l->to[i] < b->inside_to ? (int32_t)l->to[i] : b->inside_to;
    }
    if (b->inside_from > b->inside_to) {
        b->inside_from = b->inside_to = l->frames;
    }
    for (int32_t p = 0; p < AT_ONCE; p++) {
        b->from[p] = load_doubles(l->from + lane + p * PART);
        b->to[p] = load_doubles(l->to + lane + p * PART);
        b->slope[p] = load_doubles(l->slope + lane + p * PART);
        b->start[p] = load_doubles(l->start + lane + p * PART);
    }
}

/* How far a sample lies above its line; 0 where it is not kept. place: in every lane the number of the sample's row. */
static inline dvec distance_of(const struct block *b, int32_t p, const double *y, dvec place, int inside)
{
    const dvec x = place - b->from[p];
    const dvec d = load_doubles(y + p * PART) - (b->slope[p] * x + b->start[p]);
    return inside ? d : masked(x >= 0, masked(place < b->to[p], d));
}

struct sums_of_distances {
    dvec total[AT_ONCE], least[AT_ONCE], most[AT_ONCE];
};

static inline void add_distances(struct sums_of_distances *s, const struct block *b, const double *y, int32_t k,
                                 int32_t end, int inside)
{
    const lvec no_sign = (lvec){0} + INT64_MAX;
    dvec place = (dvec){0} + k;
    for (; k < end; k++) {
        for (int32_t p = 0; p < AT_ONCE; p++) {
            const dvec d = distance_of(b, p, y + (int64_t)k * LANES, place, inside);
            s->total[p] += masked(no_sign, d);
            s->least[p] = dmin(s->least[p], d);
            s->most[p] = dmax(s->most[p], d);
        }
        place += 1;
    }
}

/* Mean distance from the lines, and the furthest samples below and above. */
static void find_distances(struct lines *l)
{
    for (int32_t lane = 0; lane < LANES; lane += AT_ONCE * PART) {
        if (!any_fitting(l, lane)) {
            continue;
        }
        struct block b;
        struct sums_of_distances s = {0};
        load_block(&b, l, lane);
        add_distances(&s, &b, l->y + lane, 0, b.inside_from, 0);
        add_distances(&s, &b, l->y + lane, b.inside_from, b.inside_to, 1);
        add_distances(&s, &b, l->y + lane, b.inside_to, l->frames, 0);
        for (int32_t p = 0; p < AT_ONCE; p++) {
            store_doubles(l->distance + lane + p * PART, s.total[p] / (b.to[p] - b.from[p]));
            store_doubles(l->least + lane + p * PART, s.least[p]);
            store_doubles(l->most + lane + p * PART, s.most[p]);
        }
    }
}

struct far {
    dvec low[AT_ONCE], high[AT_ONCE], low_end[AT_ONCE], high_start[AT_ONCE];
};

static inline void look_far(struct far *s, const struct block *b, const double *y, int32_t k, int32_t end, int inside)
{
    dvec place = (dvec){0} + k;
    for (; k < end; k++) {
        const dvec next = place + 1;
        for (int32_t p = 0; p < AT_ONCE; p++) {
            const dvec d = distance_of(b, p, y + (int64_t)k * LANES, place, inside);
            const lvec high = d > s->high[p];
            s->low_end[p] = dmax(s->low_end[p], masked(d < s->low[p], next));
            s->high_start[p] = dmin(s->high_start[p], (dvec)((high & (lvec)place) | (~high & (lvec)s->high_start[p])));
        }
        place = next;
    }
}

/* Where the samples that are too far below end, and those that are too far above start. */
static void find_far(struct lines *l)
{
    for (int32_t lane = 0; lane < LANES; lane += AT_ONCE * PART) {
        if (!any_fitting(l, lane)) {
            continue;
        }
        struct block b;
        struct far s = {0};
        load_block(&b, l, lane);
        for (int32_t p = 0; p < AT_ONCE; p++) {
            const dvec distance = load_doubles(l->distance + lane + p * PART);
            s.low[p] = -(l->kl * distance);
            s.high[p] = l->kh * distance;
            s.high_start[p] += l->frames;
        }
        look_far(&s, &b, l->y + lane, 0, b.inside_from, 0);
        look_far(&s, &b, l->y + lane, b.inside_from, b.inside_to, 1);
        look_far(&s, &b, l->y + lane, b.inside_to, l->frames, 0);
        for (int32_t p = 0; p < AT_ONCE; p++) {
            store_doubles(l->low_end + lane + p * PART, s.low_end[p]);
            store_doubles(l->high_start + lane + p * PART, s.high_start[p]);
        }
    }
}

static void fit(struct lines *l)
{
    EACH_LANE(i) {
        const double count = l->to[i] - l->from[i], centre = (count - 1) * 0.5;
        const double cross = l->placed[i] - (l->from[i] + centre) * l->sum[i];
        l->slope[i] = cross * 12 / (count * (count * count - 1));
        l->start[i] = l->sum[i] / count - l->slope[i] * centre;
    }
}

/* -1 when the sample in a place is too low for its line, 1 when it is too high. */
static int32_t far_side(const struct lines *l, int32_t i, int32_t place)
{
    const double d = l->y[(int64_t)place * LANES + i] - (l->slope[i] * (place - l->from[i]) + l->start[i]);
    return d < -(l->kl * l->distance[i]) ? -1 : d > l->kh * l->distance[i];
}

static void move_sample(struct lines *l, int32_t i, int32_t from, int32_t to)
{
    l->y[(int64_t)to * LANES + i] = l->y[(int64_t)from * LANES + i];
    l->rank[(int64_t)to * LANES + i] = l->rank[(int64_t)from * LANES + i];
}

/* Takes the samples out that are too far from a pixel's line; the others close up. */
static void drop_far(struct lines *l, int32_t i)
{
    const int32_t from = (int32_t)l->from[i], to = (int32_t)l->to[i], count = to - from;
    int32_t low_end = (int32_t)l->low_end[i], high_start = (int32_t)l->high_start[i], marked = 0;
    low_end = low_end > from ? low_end : from;
    high_start = high_start < to ? high_start : to;
    if (low_end >= high_start) { /* one stretch of both */
        low_end = high_start = from;
    }
    for (int32_t k = from; k < low_end; k++) {
        marked += far_side(l, i, k) != 0;
    }
    for (int32_t k = high_start; k < to; k++) {
        marked += far_side(l, i, k) != 0;
    }
    if (marked > count - (l->frames - count) - 4) {
        l->state[i] = NOT_BY_LANES;
        return;
    }
    int32_t new_from = low_end, new_to = high_start;
    double shift = 0; /* of the sum of place times sample */
    for (int32_t k = low_end - 1; k >= from; k--) {
        const int32_t side = far_side(l, i, k);
        const double y = l->y[(int64_t)k * LANES + i];
        if (side == 0) {
            new_from--;
            shift += (new_from - k) * y;
            move_sample(l, i, k, new_from);
        } else {
            shift -= k * y;
            l->sum[i] -= y;
            l->squares[i] -= y * y;
            l->side[(int64_t)l->rank[(int64_t)k * LANES + i] * LANES + i] = (int8_t)side;
        }
    }
    for (int32_t k = high_start; k < to; k++) {
        const int32_t side = far_side(l, i, k);
        const double y = l->y[(int64_t)k * LANES + i];
        if (side == 0) {
            shift += (new_to - k) * y;
            move_sample(l, i, k, new_to++);
        } else {
            shift -= k * y;
            l->sum[i] -= y;
            l->squares[i] -= y * y;
            l->side[(int64_t)l->rank[(int64_t)k * LANES + i] * LANES + i] = (int8_t)side;
        }
    }
    l->placed[i] += shift;
    l->from[i] = new_from;
    l->to[i] = new_to;
    const int32_t left = new_to - new_from;
    l->state[i] = left - (l->frames - left) - 4 > 0 ? FITTING : FITTED;
}

/* Rounds until no line rejects anything more; every round takes a sample away. */
static void fit_lines(struct lines *l)
{
    sum_placed(l);
    for (;;) {
        int32_t far = 0;
        fit(l);
        find_distances(l);
        EACH_LANE(i) {
            const double s = l->distance[i];
            const double y0 = l->y[(int64_t)l->from[i] * LANES + i], y1 = l->y[((int64_t)l->to[i] - 1) * LANES + i];
            const int32_t fits = !(s > 1e-9 * (y1 - y0)) | !((l->least[i] < -(l->kl * s)) | (l->most[i] > l->kh * s));
            l->state[i] = l->state[i] == FITTING && fits ? FITTED : l->state[i];
            far += l->state[i] == FITTING;
        }
        if (far == 0) {
            return;
        }
        find_far(l);
        far = 0;
        EACH_LANE(i) {
            if (l->state[i] == FITTING) {
                drop_far(l, i);
            }
            far += l->state[i] == FITTING;
        }
        if (far == 0) {
            return;
        }
    }
}
