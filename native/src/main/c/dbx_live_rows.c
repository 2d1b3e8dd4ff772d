/* Loops of live integration: compiled once for each instruction set. Every loop runs over pixels, which do not know of
 * each other: the planes of the state never overlap, and GCC is told so. */
#include "dbx_live.h"
#include <math.h>

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define NAME(function) JOIN(JOIN(function, _), DBX_ISA)
#define INLINE static inline __attribute__((always_inline))
enum { SUMS = 16 };

INLINE uint16_t adu(uint16_t word, int32_t words)
{
    return words == DBX_LIVE_ADU ? word : (uint16_t)((uint16_t)(word << 8 | word >> 8) ^ 0x8000);
}

/* Fewer than 2 k frames before: all of them stand sorted in the first planes. */
INLINE void fill(const struct dbx_live *job, int32_t words)
{
    const int64_t stride = job->stride;
    for (int64_t from = 0; from < job->pixels; from += 4096) {
        const int64_t to = from + 4096 < job->pixels ? from + 4096 : job->pixels;
        uint16_t x[4096];
        for (int64_t i = from; i < to; i++) {
            x[i - from] = adu(job->frame[i], words);
        }
        for (int32_t j = 0; j < job->before; j++) {
            uint16_t *restrict end = job->ends + j * stride;
            for (int64_t i = from; i < to; i++) {
                const uint16_t a = end[i], b = x[i - from];
                end[i] = a < b ? a : b;
                x[i - from] = a < b ? b : a;
            }
        }
        uint16_t *restrict last = job->ends + job->before * stride;
        for (int64_t i = from; i < to; i++) {
            last[i] = x[i - from];
        }
    }
}

/* The k smallest rise from plane 0, the k largest rise from plane k. What neither keeps goes into the sums. */
INLINE void steady(const struct dbx_live *job, int32_t words, const int32_t k)
{
    const uint16_t *frame = job->frame;
    uint32_t *sum = job->sum;
    float *squares = job->squares;
    uint16_t *ends = job->ends;
    const int64_t stride = job->stride, pixels = job->pixels;
    const int32_t m = job->before - 2 * k + 1;
    const float share = m < 2 ? 0 : (float)(1 / ((double)m * (m - 1)));
#pragma GCC ivdep
    for (int64_t i = 0; i < pixels; i++) {
        uint16_t x = adu(frame[i], words);
#pragma GCC unroll 4
        for (int32_t j = 0; j < k; j++) {
            const uint16_t a = ends[j * stride + i];
            ends[j * stride + i] = a < x ? a : x;
            x = a < x ? x : a;
        }
#pragma GCC unroll 4
        for (int32_t j = 2 * k - 1; j >= k; j--) {
            const uint16_t a = ends[j * stride + i];
            ends[j * stride + i] = a < x ? x : a;
            x = a < x ? a : x;
        }
        const uint32_t s = sum[i] + x;
        sum[i] = s;
        const float off = (float)(int32_t)((uint32_t)m * x - s);
        squares[i] += off * off * share;
    }
}

INLINE void add(const struct dbx_live *job, int32_t words)
{
    if (job->before < 2 * job->k) {
        fill(job, words);
        return;
    }
    switch (job->k) {
    case 1: steady(job, words, 1); break;
    case 2: steady(job, words, 2); break;
    case 3: steady(job, words, 3); break;
    case 4: steady(job, words, 4); break;
    }
}

void NAME(dbx_live_add)(const struct dbx_live *job)
{
    if (job->words == DBX_LIVE_ADU) {
        add(job, DBX_LIVE_ADU);
    } else {
        add(job, DBX_LIVE_FITS);
    }
}

void NAME(dbx_live_mean)(const struct dbx_live *job, int32_t reject, float *restrict value)
{
    const int32_t frames = job->before, ends = 2 * job->k;
    const uint32_t *sum = job->sum;
    const int64_t stride = job->stride;
    if (reject && frames > ends) {
        const double n = frames - ends;
        for (int64_t i = 0; i < job->pixels; i++) {
            value[i] = (float)((double)(int32_t)sum[i] / n);
        }
        return;
    }
    const double n = frames > 0 ? frames : 1;
    const int32_t planes = frames < ends ? frames : ends;
    for (int64_t i = 0; i < job->pixels; i++) {
        int32_t s = (int32_t)sum[i];
        for (int32_t j = 0; j < planes; j++) {
            s += job->ends[j * stride + i];
        }
        value[i] = (float)((double)s / n);
    }
}

void NAME(dbx_live_sigma)(const struct dbx_live *job, float *restrict sigma)
{
    const int32_t kept = job->before - 2 * job->k;
    const float *squares = job->squares;
    const float n = kept < 2 ? 1 : (float)(kept - 1);
    for (int64_t i = 0; i < job->pixels; i++) {
        sigma[i] = sqrtf(squares[i] / n);
    }
}

double NAME(dbx_live_squares)(const struct dbx_live *job)
{
    double sums[SUMS] = {0};
    int64_t i = 0;
    for (; i + SUMS <= job->pixels; i += SUMS) {
        for (int32_t j = 0; j < SUMS; j++) {
            sums[j] += job->squares[i + j];
        }
    }
    for (; i < job->pixels; i++) {
        sums[i % SUMS] += job->squares[i];
    }
    double all = 0;
    for (int32_t j = 0; j < SUMS; j++) {
        all += sums[j];
    }
    return all;
}
