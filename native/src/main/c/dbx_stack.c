#include "dbx_job.h"

int32_t dbx_version(void)
{
    return DBX_VERSION;
}

int64_t dbx_scratch_bytes(int32_t frames)
{
    return dbx_columns_bytes(frames) + dbx_counts_bytes(frames) + dbx_offsets_bytes(frames)
            + dbx_lists_bytes(frames);
}

int32_t dbx_best_isa(void)
{
#ifdef DBX_X86
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
        return DBX_AVX512;
    }
    if (__builtin_cpu_supports("avx2")) {
        return DBX_AVX2;
    }
#endif
    return DBX_BASE;
}

void dbx_stack(int32_t isa, int32_t sample, const void *samples, const int64_t *starts, int32_t frames, int32_t pixels,
               int32_t method, double low, double high, int32_t median, int32_t drop_zeros, const double *lambda,
               float *value, uint16_t *low_map, uint16_t *high_map, uint16_t *used_map, float *sigma_map,
               float *halves_map, int64_t *low_of_frame, int64_t *high_of_frame, int64_t *moments, double *noise,
               void *scratch)
{
    const struct dbx_job job = {
        samples, starts, frames, pixels, method, median, drop_zeros, low, high, lambda,
        value, low_map, high_map, used_map, sigma_map, halves_map, low_of_frame, high_of_frame, moments, noise, scratch
    };
#ifdef DBX_X86
    if (isa == DBX_AVX512) {
        sample == DBX_FITS_U16 ? dbx_u16_avx512(&job) : dbx_f32_avx512(&job);
        return;
    }
    if (isa == DBX_AVX2) {
        sample == DBX_FITS_U16 ? dbx_u16_avx2(&job) : dbx_f32_avx2(&job);
        return;
    }
#endif
    (void)isa;
    sample == DBX_FITS_U16 ? dbx_u16_base(&job) : dbx_f32_base(&job);
}
