#ifndef DBX_LIVE_H
#define DBX_LIVE_H
#include "dbx_stack.h"

/* The arguments of dbx_live_add, the state's planes beginning at its first pixel. */
struct dbx_live {
    const uint16_t *frame;
    int32_t words, k, before;
    int64_t pixels, stride;
    uint32_t *sum;
    float *squares;
    uint16_t *ends;
};

void dbx_live_add_base(const struct dbx_live *job);
void dbx_live_mean_base(const struct dbx_live *job, int32_t reject, float *value);
void dbx_live_sigma_base(const struct dbx_live *job, float *sigma);
double dbx_live_squares_base(const struct dbx_live *job);
#ifdef DBX_X86
void dbx_live_add_avx2(const struct dbx_live *job);
void dbx_live_mean_avx2(const struct dbx_live *job, int32_t reject, float *value);
void dbx_live_sigma_avx2(const struct dbx_live *job, float *sigma);
double dbx_live_squares_avx2(const struct dbx_live *job);
void dbx_live_add_avx512(const struct dbx_live *job);
void dbx_live_mean_avx512(const struct dbx_live *job, int32_t reject, float *value);
void dbx_live_sigma_avx512(const struct dbx_live *job, float *sigma);
double dbx_live_squares_avx512(const struct dbx_live *job);
#endif

#endif
