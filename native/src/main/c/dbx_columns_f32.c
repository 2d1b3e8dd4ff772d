/* Columns of floats: all are sorted. */
#include "dbx_job.h"
#include <string.h>

typedef float elem;
enum { LANES = MOST_LANES };
enum { WHOLE = 0, ZERO = 0 };
#define ADU(e) ((double)(e))
#define ALL_LOW (-__builtin_inff())
#define ALL_HIGH __builtin_inff()
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define RUN JOIN(dbx_f32_, DBX_ISA)

/* The sample of a frame at a pixel. */
static inline elem decode(const struct dbx_job *job, int32_t frame, int64_t pixel)
{
    return ((const float *)(job->samples + job->starts[frame]))[pixel];
}

#include "dbx_columns.h"

/* columns[group][frame][LANES]; lanes without a pixel hold zeros. */
static void fill(const struct dbx_job *job, elem *columns, const struct tile *t)
{
    const int32_t n = job->frames;
    for (int32_t f = 0; f < n; f++) {
        for (int32_t from = 0; from < t->count; from += LANES) {
            elem *restrict to = columns + (int64_t)from * n + (int64_t)f * LANES;
            const int32_t lanes = t->count - from < LANES ? t->count - from : LANES;
            if (lanes < LANES) {
                memset(to, 0, sizeof(elem) * LANES);
            }
            memcpy(to, &((const float *)(job->samples + job->starts[f]))[t->first + from], sizeof(elem) * lanes);
        }
    }
    if (job->drop_zeros) { /* zeros behind everything, where they are not counted */
        const int64_t groups = (t->count + LANES - 1) / LANES;
        for (int64_t i = 0; i < groups * n * LANES; i++) {
            columns[i] = columns[i] == ZERO ? ALL_HIGH : columns[i];
        }
    }
}

void RUN(const struct dbx_job *job)
{
    const int32_t n = job->frames, size = dbx_tile(n, sizeof(elem));
    elem *columns = (elem *)job->scratch;
    double *lists = (double *)(job->scratch + dbx_columns_bytes(n));
    memset(job->noise, 0, 3 * sizeof *job->noise);
    struct tile t;
    for (t.first = 0; t.first < job->pixels; t.first += size) {
        t.count = job->pixels - t.first < size ? (int32_t)(job->pixels - t.first) : size;
        t.lost = 0;
        fill(job, columns, &t);
        for (int32_t i = 0; i < t.count; i++) {
            elem *group = columns + (int64_t)(i / LANES) * n * LANES;
            if (i % LANES == 0) {
                sort_lanes(group, n);
            }
            struct column c = {.x = group + i % LANES, .frames = n, .lists = lists};
            begin(&c, job);
            clip(&c, job);
            write_pixel(job, &c, &t, i);
        }
        add_variances(job, &t);
        if (t.lost) {
            count_by_frame(job, &t);
        }
    }
}
