#ifndef DBX_JOB_H
#define DBX_JOB_H
#include "dbx_stack.h"

/* The arguments of dbx_stack. */
struct dbx_job {
    const char *samples;
    const int64_t *starts;
    int32_t frames, pixels, method, median, drop_zeros;
    double low, high;
    const double *lambda;
    float *value;
    uint16_t *low_map, *high_map, *used_map;
    float *sigma_map, *halves_map;
    int64_t *low_of_frame, *high_of_frame, *moments;
    double *noise;
    char *scratch;
};

/* Pixels are sorted LANES at a time, one per lane; a tile is up to MOST_GROUPS times as many. */
enum { LANES = 32, MOST_GROUPS = 16, MOST_TILE = LANES * MOST_GROUPS };

/* Columns of a tile should stay in a core's second-level cache. */
static inline int32_t dbx_groups(int32_t frames, int32_t sample_bytes)
{
    const int32_t fit = (256 << 10) / (frames * LANES * sample_bytes);
    return fit < 1 ? 1 : fit > MOST_GROUPS ? MOST_GROUPS : fit;
}

static inline int64_t dbx_columns_bytes(int32_t frames)
{
    const int64_t u16 = 2LL * LANES * frames * dbx_groups(frames, 2);
    const int64_t f32 = 4LL * LANES * frames * dbx_groups(frames, 4);
    return u16 > f32 ? u16 : f32;
}

/* Three lists of doubles and two of ints for the methods that need more than a sorted column. */
static inline int64_t dbx_lists_bytes(int32_t frames)
{
    return 64 + (3 * 8 + 2 * 4) * (int64_t)frames;
}

void dbx_u16_base(const struct dbx_job *job);
void dbx_f32_base(const struct dbx_job *job);
#ifdef DBX_X86
void dbx_u16_avx2(const struct dbx_job *job);
void dbx_f32_avx2(const struct dbx_job *job);
void dbx_u16_avx512(const struct dbx_job *job);
void dbx_f32_avx512(const struct dbx_job *job);
#endif

#endif
