/* Columns of 16-bit samples. A FITS word, its bytes put right, is a signed number in the samples' order. */
#include "dbx_job.h"
#include "dbx_lanes.h"

#define DBX_U16
typedef int16_t elem;
enum { WHOLE = 1, ZERO = -32768 };
#define ADU(e) ((double)((int32_t)(e) + 32768))
#define ALL_LOW INT16_MIN
#define ALL_HIGH INT16_MAX
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define RUN JOIN(dbx_u16_, DBX_ISA)

/* The sample of a frame at a pixel. */
static inline elem decode(const struct dbx_job *job, int32_t frame, int64_t pixel)
{
    const uint16_t word = ((const uint16_t *)(job->samples + job->starts[frame]))[pixel];
    return (elem)(uint16_t)(word << 8 | word >> 8);
}

#include "dbx_columns.h"
#include "dbx_rounds.h"
#include "dbx_moments.h"
#include "dbx_lines.h"

/* Work on one tile. */
struct work {
    const struct dbx_job *job;
    vec *columns; /* [group][frame] */
    vec *picked;  /* [frame], columns of pixels from anywhere in the tile */
    vec *counts;  /* [frame], samples lost */
    double *lists;
    double *offsets; /* [frame][LANES], sorted samples for lines */
    struct tile tile;
    struct first firsts[MOST_TILE / LANES];
    struct group groups[MOST_TILE / LANES];
    uint16_t wild[MOST_TILE], limited[MOST_TILE], sorted[MOST_TILE]; /* pixels to be picked */
    int32_t wilds, limiteds, sorteds;
};

static inline vec *columns_of(const struct work *w, int32_t group)
{
    return w->columns + (int64_t)group * w->job->frames;
}

static inline int32_t groups_of(const struct work *w)
{
    return (w->tile.count + LANES - 1) / LANES;
}

/* A frame's samples of a group; lanes without a pixel hold a constant. */
static inline vec samples_of(const struct work *w, int32_t frame, int32_t group)
{
    const struct dbx_job *job = w->job;
    const char *from = job->samples + job->starts[frame] + 2 * (w->tile.first + (int64_t)group * LANES);
    const int32_t lanes = w->tile.count - group * LANES;
    if (lanes >= LANES) {
        return fits_words(from);
    }
    char words[DBX_VECTOR] = {0};
    memcpy(words, from, 2 * lanes);
    return fits_words(words);
}

/* Brings a tile's samples into columns, some frames at a time, and makes the first pass over them on the way. */
WALK void fill(struct work *w)
{
    const struct dbx_job *job = w->job;
    const int32_t n = job->frames, groups = groups_of(w);
    int64_t sum = 0;
    for (int32_t g = 0; g < groups; g++) {
        begin_first(&w->firsts[g], samples_of(w, 0, g), samples_of(w, n / 2, g), samples_of(w, n - 1, g));
    }
    for (int32_t f = 0; f < n; f += SHORT_RUN) {
        const int32_t count = n - f < SHORT_RUN ? n - f : SHORT_RUN;
        const int32_t next = n - f < 2 * SHORT_RUN ? 0 : SHORT_RUN;
        for (int32_t g = 0; g < groups; g++) {
            vec *to = columns_of(w, g) + f;
            for (int32_t k = 0; k < count; k++) {
                to[k] = samples_of(w, f + k, g);
                __builtin_prefetch(job->samples + job->starts[f + k + next] + 2 * w->tile.first + g * DBX_VECTOR);
            }
            add_run(&w->firsts[g], to, f, count);
        }
        for (int32_t k = f; job->moments && k < f + count; k++) {
            add_moments(w->columns, n, k, w->tile.count, job->moments + (int64_t)k * DBX_MOMENTS, &sum);
        }
    }
    for (int32_t g = 0; g < groups; g++) {
        end_first(&w->firsts[g]);
    }
}

/* Copies the columns of some pixels side by side; lanes to spare repeat the first. */
WALK void pick_columns(const struct work *w, const uint16_t *pixels, int32_t count)
{
    const int32_t n = w->job->frames;
    for (int32_t l = 0; l < LANES; l++) {
        const int32_t pixel = pixels[l < count ? l : 0];
        const int16_t *from = (const int16_t *)columns_of(w, pixel / LANES) + pixel % LANES;
        int16_t *to = (int16_t *)w->picked + l;
        for (int32_t f = 0; f < n; f++) {
            to[(int64_t)f * LANES] = from[(int64_t)f * LANES];
        }
    }
}

static void copy_lane(struct group *to, int32_t l, const struct group *from, int32_t k)
{
    to->lo[l] = from->lo[k];
    to->hi[l] = from->hi[k];
    to->lo_limit[l] = from->lo_limit[k];
    to->hi_limit[l] = from->hi_limit[k];
    to->lo_ties[l] = from->lo_ties[k];
    to->hi_ties[l] = from->hi_ties[k];
    to->pivot[l] = from->pivot[k];
    to->state[l] = from->state[k];
    to->below[l] = from->below[k];
    to->above[l] = from->above[k];
    to->sum[l] = from->sum[k];
    to->squares[l] = from->squares[k];
    to->middles[l] = from->middles[k];
    to->settled[l] = from->settled[k];
}

static int all_settled(const struct group *g)
{
    int32_t settled = 1;
    EACH_LANE(i) {
        settled &= g->settled[i];
    }
    return settled;
}

/* What the method does with a group whose sums are right. */
static void run_group(struct work *w, const vec *x, struct group *g, int32_t few)
{
    const struct dbx_job *job = w->job;
    const int32_t n = job->frames;
    switch (job->method) {
    case DBX_SIGMA: case DBX_WINSORIZED: case DBX_MAD:
        if (n > 4) {
            clip_group(job, x, g, few);
        }
        break;
    case DBX_PERCENTILE:
        if (n >= 3) {
            cut_fractions(job, x, g, few);
        }
        break;
    case DBX_MINMAX:
        if (n >= 3 && (int32_t)job->low + (int32_t)job->high < n) {
            cut_extremes(x, n, g, (int32_t)job->low, (int32_t)job->high);
        }
        break;
    }
    if (job->median && !all_settled(g)) {
        float s[LANES] ALIGNED;
        deviations(n, g, g->sum, g->squares, s);
        find_medians(x, n, g, s);
    }
}

/* Lanes with dropped zeros are left to the sorted columns; lanes that are not narrow are picked out when they are few,
 * so that the others stay fast. */
static void start_group(struct work *w, int32_t group)
{
    const int32_t n = w->job->frames;
    const vec *x = columns_of(w, group);
    struct group *g = &w->groups[group];
    begin_group(g, &w->firsts[group]);
    int32_t far[LANES], fars = 0;
    EACH_LANE(i) {
        far[i] = g->hi[i] - g->pivot[i] > NARROW || g->pivot[i] - g->lo[i] > NARROW;
        fars += far[i];
    }
    if (w->job->drop_zeros) {
        EACH_LANE(i) {
            if (g->lo[i] == ZERO) {
                park(g, i);
                g->state[i] = SORTED;
                fars -= far[i];
                far[i] = 0;
            }
        }
    }
    if (fars > LANES / 4) {
        sums(x, n, g->lo, g->hi, g->pivot, g->sum, g->squares);
    } else if (fars > 0) {
        EACH_LANE(i) {
            if (far[i]) {
                park(g, i);
                w->wild[w->wilds++] = (uint16_t)(group * LANES + i);
            }
        }
    }
    run_group(w, x, g, LANES / 4);
    EACH_LANE(i) {
        if (g->state[i] == LIMITED) {
            w->limited[w->limiteds++] = (uint16_t)(group * LANES + i);
        }
    }
}

/* Pixels picked from several groups: from the beginning, or where their rounds stand. */
static void run_picked(struct work *w, const uint16_t *pixels, int32_t count, int from_start)
{
    const int32_t n = w->job->frames;
    for (int32_t from = 0; from < count; from += LANES) {
        const int32_t lanes = count - from < LANES ? count - from : LANES;
        struct group g;
        pick_columns(w, pixels + from, lanes);
        if (from_start) {
            struct first first;
            first_pass(&first, w->picked, n);
            begin_group(&g, &first);
            sums(w->picked, n, g.lo, g.hi, g.pivot, g.sum, g.squares);
        } else {
            EACH_LANE(l) {
                const int32_t pixel = pixels[from + (l < lanes ? l : 0)];
                copy_lane(&g, l, &w->groups[pixel / LANES], pixel % LANES);
            }
        }
        run_group(w, w->picked, &g, 0);
        for (int32_t l = 0; l < lanes; l++) {
            const int32_t pixel = pixels[from + l];
            copy_lane(&w->groups[pixel / LANES], pixel % LANES, &g, l);
        }
    }
}

/* Sums of the samples and of their squares. */
static void exact_sums(const vec *x, int32_t n, int64_t *sum, int64_t *squares)
{
    struct pair s = {{0}, {0}}, low = s, high = s;
    for (int32_t f = 0; f < n; f++) {
        const struct pair v = widen_unsigned((uvec)x[f] ^ 0x8000);
        s = add(s, v);
        add_squares(v.even, &low.even, &high.even);
        add_squares(v.odd, &low.odd, &high.odd);
    }
    int32_t sums[LANES], lows[LANES], highs[LANES];
    store_pair(sums, s);
    store_pair(lows, low);
    store_pair(highs, high);
    EACH_LANE(i) {
        sum[i] = sums[i];
        squares[i] = lows[i] + ((int64_t)highs[i] << 16);
    }
}

/* Pixels by themselves, on sorted columns. */
static void run_sorted(struct work *w, const uint16_t *pixels, int32_t count)
{
    const struct dbx_job *job = w->job;
    for (int32_t first = 0; first < count; first += LANES) {
        const int32_t lanes = count - first < LANES ? count - first : LANES;
        int64_t sum[LANES], squares[LANES];
        pick_columns(w, pixels + first, lanes);
        exact_sums(w->picked, job->frames, sum, squares);
        sort_lanes((elem *)w->picked, job->frames);
        for (int32_t l = 0; l < lanes; l++) {
            struct column c = {.x = (elem *)w->picked + l, .frames = job->frames, .lists = w->lists};
            begin(&c, job, sum[l], squares[l]);
            clip(&c, job);
            write_pixel(job, &c, &w->tile, pixels[first + l]);
            count_pixel(job, &w->tile, pixels[first + l]);
        }
    }
    w->tile.lost = 0;
}

/* Value, variance and counts of the pixels of a group. */
static void finish_group(struct work *w, int32_t group)
{
    const struct dbx_job *job = w->job;
    const struct group *g = &w->groups[group];
    struct tile *t = &w->tile;
    const int32_t n = job->frames, first = group * LANES;
    const int32_t lanes = t->count - first < LANES ? t->count - first : LANES;
    float value[LANES] ALIGNED;
    EACH_LANE(i) {
        const int32_t kept = n - g->below[i] - g->above[i];
        const double count = kept, sum = g->sum[i];
        const double spread = n <= MOST_FOR_DOUBLES ? count * g->squares[i] - sum * sum
                            : (double)(kept * (int64_t)g->squares[i] - (int64_t)g->sum[i] * g->sum[i]);
        t->kept[first + i] = kept;
        t->variance[first + i] = kept < 2 ? 0 : spread / (count * (count - 1));
        value[i] = job->median ? g->middles[i] * 0.5f + 32768.0f
                               : (float)((sum + count * (g->pivot[i] + 32768)) / count);
    }
    const int64_t pixel = t->first + first;
    memcpy(job->value + pixel, value, sizeof(float) * lanes);
    for (int32_t i = 0; job->low_map && i < lanes; i++) {
        job->low_map[pixel + i] = (uint16_t)g->below[i];
    }
    for (int32_t i = 0; job->high_map && i < lanes; i++) {
        job->high_map[pixel + i] = (uint16_t)g->above[i];
    }
    for (int32_t i = 0; job->used_map && i < lanes; i++) {
        job->used_map[pixel + i] = (uint16_t)t->kept[first + i];
    }
}

static int lost_any(const struct group *g)
{
    int32_t lost = 0;
    EACH_LANE(i) {
        lost |= g->below[i] | g->above[i];
    }
    return lost;
}

static int has_ties(const struct group *g)
{
    int32_t ties = 0;
    EACH_LANE(i) {
        ties |= g->lo_ties[i] | g->hi_ties[i];
    }
    return ties;
}

/* Where a sample is the next one of the equal ones that are rejected. */
static inline vec next_tie(vec x, vec limit, vec *ties)
{
    const vec out = (x == limit) & (*ties > 0);
    *ties += out;
    return out;
}

/* The two means of halves_map, from the frames of even number and the rest. */
WALK void halve_group(struct work *w, int32_t group)
{
    const struct dbx_job *job = w->job;
    const struct group *g = &w->groups[group];
    const vec *x = columns_of(w, group);
    const int32_t n = job->frames, first = group * LANES;
    int16_t lows[LANES] ALIGNED, highs[LANES] ALIGNED;
    int32_t even[LANES] ALIGNED;
    const vec lo = load(g->lo), hi = load(g->hi);
    vec low = {0}, high = {0};
    struct pair sum = {{0}, {0}};
    for (int32_t f = 0; f < n; f += 2) {
        low = count_if_greater(low, lo, x[f]);
        high = count_if_greater(high, x[f], hi);
        sum = add(sum, widen(clamped(x[f], lo, hi)));
    }
    if (has_ties(g)) {
        vec lo_ties = load(g->lo_ties), hi_ties = load(g->hi_ties);
        for (int32_t f = 0; f < n; f++) {
            const vec out = next_tie(x[f], lo, &lo_ties);
            low -= f % 2 == 0 ? out : all(0);
        }
        for (int32_t f = n - 1; f >= 0; f--) {
            const vec out = next_tie(x[f], hi, &hi_ties);
            high -= f % 2 == 0 ? out : all(0);
        }
    }
    store(lows, low);
    store(highs, high);
    store_pair(even, sum);
    for (int32_t i = 0; i < LANES && first + i < w->tile.count; i++) {
        const int32_t kept = (n + 1) / 2 - lows[i] - highs[i];
        const int32_t others = n - g->below[i] - g->above[i] - kept;
        const double kept_sum = even[i] - lows[i] * g->lo[i] - highs[i] * g->hi[i] + kept * 32768;
        const double sum_of_all = g->sum[i] + (double)(kept + others) * (g->pivot[i] + 32768);
        job->halves_map[w->tile.first + first + i] = kept == 0 || others == 0 ? 0
                : (float)(kept_sum / kept - (sum_of_all - kept_sum) / others);
    }
}

/* Counts by frame what lies outside lo..hi of the tile's pixels. */
WALK void count_groups(struct work *w)
{
    const int32_t n = w->job->frames;
    int any_lost = 0;
    for (int32_t group = 0; group < groups_of(w); group++) {
        const struct group *g = &w->groups[group];
        if (!lost_any(g)) {
            continue;
        }
        if (!any_lost) {
            memset(w->counts, 0, (size_t)n * sizeof(vec));
            any_lost = 1;
        }
        const vec *x = columns_of(w, group);
        const vec lo = load(g->lo), hi = load(g->hi);
        for (int32_t f = 0; f < n; f++) { /* above in steps of 256: a tile has fewer groups than 128 */
            w->counts[f] += ((x[f] > hi) & 256) - (x[f] < lo);
        }
        if (has_ties(g)) {
            vec lo_ties = load(g->lo_ties), hi_ties = load(g->hi_ties);
            for (int32_t f = 0; f < n; f++) {
                w->counts[f] -= next_tie(x[f], lo, &lo_ties);
            }
            for (int32_t f = n - 1; f >= 0; f--) {
                w->counts[f] += next_tie(x[f], hi, &hi_ties) & 256;
            }
        }
    }
    for (int32_t f = 0; any_lost && f < n; f++) {
        int32_t lows = 0, highs = 0;
        EACH_LANE(i) {
            lows += w->counts[f][i] & 255;
            highs += w->counts[f][i] >> 8;
        }
        w->job->low_of_frame[f] += lows;
        w->job->high_of_frame[f] += highs;
    }
}

static void finish_tile(struct work *w)
{
    const struct dbx_job *job = w->job;
    for (int32_t group = 0; group < groups_of(w); group++) {
        struct group *g = &w->groups[group];
        EACH_LANE(i) {
            const int32_t pixel = group * LANES + i;
            if (g->state[i] == SORTED || pixel >= w->tile.count) {
                park(g, i);
                g->lo[i] = ALL_LOW;
                g->hi[i] = ALL_HIGH;
                if (pixel < w->tile.count) {
                    w->sorted[w->sorteds++] = (uint16_t)pixel;
                }
            }
        }
        finish_group(w, group);
        if (job->halves_map) {
            halve_group(w, group);
        }
    }
    count_groups(w);
    run_sorted(w, w->sorted, w->sorteds);
}

static void fast_tile(struct work *w)
{
    w->wilds = w->limiteds = w->sorteds = 0;
    for (int32_t group = 0; group < groups_of(w); group++) {
        start_group(w, group);
    }
    run_picked(w, w->wild, w->wilds, 1);
    run_picked(w, w->limited, w->limiteds, 0);
    finish_tile(w);
}

/* Whether dbx_lines.h knows the case. */
static int fits_by_lanes(const struct dbx_job *job)
{
    return job->method == DBX_LINEAR_FIT && job->frames > 4 && job->low >= 0 && job->high >= 0;
}

/* Fits lines to the sorted columns of a group. */
static void fit_group(struct work *w, const struct column *columns, struct lines *l)
{
    const int32_t n = w->job->frames;
    const int64_t samples = (int64_t)n * LANES;
    int16_t *rank = (int16_t *)(w->offsets + samples);
    *l = (struct lines){
        .y = w->offsets, .rank = rank, .side = (int8_t *)(rank + samples),
        .frames = n, .kl = w->job->low, .kh = w->job->high
    };
    EACH_LANE(i) {
        const struct column *c = &columns[i];
        l->state[i] = c->n == n ? FITTING : NOT_BY_LANES;
        l->to[i] = n;
        l->sum[i] = c->sum;
        l->squares[i] = c->squares;
    }
    int32_t pivot[LANES];
    EACH_LANE(i) {
        pivot[i] = (int32_t)columns[i].pivot - 32768;
    }
    for (int32_t f = 0; f < n; f++) {
        EACH_LANE(i) {
            l->y[(int64_t)f * LANES + i] = columns[0].x[(int64_t)f * LANES + i] - pivot[i];
            l->rank[(int64_t)f * LANES + i] = (int16_t)f;
        }
    }
    memset(l->side, 0, (size_t)samples);
    fit_lines(l);
}

/* What a line left of a pixel, as about_line tells it. */
static void take_fit(struct column *c, const struct lines *l, int32_t i)
{
    const int32_t n = c->n, from = (int32_t)l->from[i], to = (int32_t)l->to[i];
    c->lo = 0;
    c->hi = n;
    c->kept = to - from;
    c->sum = l->sum[i];
    c->squares = l->squares[i];
    if (c->kept == n) {
        return;
    }
    while (l->side[c->lo * LANES + i] < 0) {
        c->lo++;
    }
    while (l->side[(c->hi - 1) * LANES + i] > 0) {
        c->hi--;
    }
    c->holes = c->hi - c->lo != c->kept;
    if (!c->holes) {
        return;
    }
    c->y = c->lists;
    c->side = (int32_t *)(c->lists + 2 * (int64_t)c->frames);
    for (int32_t k = 0; k < n; k++) {
        c->side[k] = l->side[k * LANES + i];
    }
    for (int32_t k = from; k < to; k++) {
        c->y[k - from] = l->y[k * LANES + i];
    }
}

/* Every pixel on its sorted column. */
static void sorted_tile(struct work *w)
{
    const struct dbx_job *job = w->job;
    const int32_t n = job->frames;
    const int by_lanes = fits_by_lanes(job);
    for (int32_t group = 0; group < groups_of(w); group++) {
        int64_t sum[LANES], squares[LANES];
        struct column columns[LANES];
        struct lines l;
        vec *x = columns_of(w, group);
        exact_sums(x, n, sum, squares);
        sort_lanes((elem *)x, n);
        EACH_LANE(i) {
            columns[i] = (struct column){.x = (elem *)x + i, .frames = n, .lists = w->lists};
            begin(&columns[i], job, sum[i], squares[i]);
        }
        if (by_lanes) {
            fit_group(w, columns, &l);
        }
        for (int32_t i = 0; i < LANES && group * LANES + i < w->tile.count; i++) {
            struct column *c = &columns[i];
            if (by_lanes && l.state[i] == FITTED) {
                take_fit(c, &l, i);
            } else {
                clip(c, job);
            }
            write_pixel(job, c, &w->tile, group * LANES + i);
        }
    }
}

/* Whether an interval can describe what is kept. */
static int by_intervals(const struct dbx_job *job)
{
    switch (job->method) {
    case DBX_NONE:
        return 1;
    case DBX_SIGMA: case DBX_WINSORIZED: case DBX_MAD: case DBX_PERCENTILE:
        return job->low >= 0 && job->high >= 0;
    case DBX_MINMAX:
        return job->low >= 0 && job->high >= 0 && job->low < MOST_EXTREMES && job->high < MOST_EXTREMES;
    case DBX_LINEAR_FIT: case DBX_ESD:
        break;
    }
    return 0;
}

void RUN(const struct dbx_job *job)
{
    const int32_t n = job->frames, size = dbx_tile(n, sizeof(elem));
    struct work w;
    w.job = job;
    w.columns = (vec *)job->scratch;
    w.picked = w.columns + (int64_t)size / LANES * n;
    w.counts = (vec *)(job->scratch + dbx_columns_bytes(n));
    w.offsets = (double *)(job->scratch + dbx_columns_bytes(n) + dbx_counts_bytes(n));
    w.lists = (double *)(job->scratch + dbx_columns_bytes(n) + dbx_counts_bytes(n) + dbx_offsets_bytes(n));
    memset(job->noise, 0, 3 * sizeof *job->noise);
    for (w.tile.first = 0; w.tile.first < job->pixels; w.tile.first += size) {
        w.tile.count = job->pixels - w.tile.first < size ? (int32_t)(job->pixels - w.tile.first) : size;
        w.tile.lost = 0;
        fill(&w);
        if (by_intervals(job)) {
            fast_tile(&w);
        } else {
            sorted_tile(&w);
        }
        add_variances(job, &w.tile);
        if (w.tile.lost) {
            count_by_frame(job, &w.tile);
        }
    }
}
