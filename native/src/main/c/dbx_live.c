/* Live integration: which loops run. */
#include "dbx_live.h"

int64_t dbx_live_bytes(int64_t stride, int32_t k)
{
    return stride * (8 + 4 * k);
}

static struct dbx_live job_of(void *state, int64_t stride, int64_t first, int64_t pixels, int32_t k, int32_t frames)
{
    char *at = state;
    return (struct dbx_live){
        .k = k, .before = frames, .pixels = pixels, .stride = stride,
        .sum = (uint32_t *)at + first,
        .squares = (float *)(at + 4 * stride) + first,
        .ends = (uint16_t *)(at + 8 * stride) + first,
    };
}

#ifdef DBX_X86
#define CHOOSE(isa, function) \
    ((isa) == DBX_AVX512 ? function##_avx512 : (isa) == DBX_AVX2 ? function##_avx2 : function##_base)
#else
#define CHOOSE(isa, function) ((void)(isa), function##_base)
#endif

void dbx_live_add(int32_t isa, int32_t words, const void *frame, void *state, int64_t stride, int64_t first,
                  int64_t pixels, int32_t k, int32_t before)
{
    struct dbx_live job = job_of(state, stride, first, pixels, k, before);
    job.frame = frame;
    job.words = words;
    CHOOSE(isa, dbx_live_add)(&job);
}

void dbx_live_mean(int32_t isa, const void *state, int64_t stride, int64_t first, int64_t pixels, int32_t k,
                   int32_t frames, int32_t reject, float *value)
{
    const struct dbx_live job = job_of((void *)state, stride, first, pixels, k, frames);
    CHOOSE(isa, dbx_live_mean)(&job, reject, value);
}

void dbx_live_sigma(int32_t isa, const void *state, int64_t stride, int64_t first, int64_t pixels, int32_t k,
                    int32_t frames, float *sigma)
{
    const struct dbx_live job = job_of((void *)state, stride, first, pixels, k, frames);
    CHOOSE(isa, dbx_live_sigma)(&job, sigma);
}

double dbx_live_squares(int32_t isa, const void *state, int64_t stride, int64_t first, int64_t pixels)
{
    const struct dbx_live job = job_of((void *)state, stride, first, pixels, 1, 0);
    return CHOOSE(isa, dbx_live_squares)(&job);
}
