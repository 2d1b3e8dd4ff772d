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

/* Pixels are worked on in tiles, and inside a tile as many at a time as a vector has lanes. */
enum { MOST_LANES = 32, MOST_TILE = 512 };

/* Pixels of a tile: its samples should stay in a core's second-level cache. */
static inline int32_t dbx_tile(int32_t frames, int32_t sample_bytes)
{
    const int32_t fit = (256 << 10) / (frames * sample_bytes) / MOST_LANES * MOST_LANES;
    return fit < MOST_LANES ? MOST_LANES : fit > MOST_TILE ? MOST_TILE : fit;
}

/* The samples of a tile, then of MOST_LANES pixels picked out of it. */
static inline int64_t dbx_columns_bytes(int32_t frames)
{
    const int64_t u16 = 2LL * frames * (dbx_tile(frames, 2) + MOST_LANES);
    const int64_t f32 = 4LL * frames * (dbx_tile(frames, 4) + MOST_LANES);
    return u16 > f32 ? u16 : f32;
}

/* Counts of rejected samples by frame and lane. */
static inline int64_t dbx_counts_bytes(int32_t frames)
{
    return 2LL * MOST_LANES * frames;
}

/* Sorted samples of one group for lines: offsets, ranks and sides. */
static inline int64_t dbx_offsets_bytes(int32_t frames)
{
    return (8 + 2 + 1) * (int64_t)MOST_LANES * frames;
}

/* Lists for what needs more than a sorted column: two of doubles and two of ints for lines, an int and a byte for the
 * fates of samples. */
static inline int64_t dbx_lists_bytes(int32_t frames)
{
    return 64 + (2 * 8 + 2 * 4 + 8) * (int64_t)frames;
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
