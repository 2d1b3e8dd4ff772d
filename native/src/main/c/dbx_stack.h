#ifndef DBX_STACK_H
#define DBX_STACK_H
#include <stdint.h>

/* Version of all headers; the Java side refuses a library of another version. */
#define DBX_VERSION 4
int32_t dbx_version(void);

/* How samples stand in memory. */
enum dbx_sample {
    DBX_FITS_U16, /* unsigned 16 bit as FITS stores it with BZERO = 32768: big-endian, highest bit flipped */
    DBX_F32       /* float, host byte order, finite, no negative zero */
};

/* Which samples are left out. Definitions: dev.darkbox.kernel.StackKernels. */
enum dbx_method {
    DBX_NONE, DBX_SIGMA, DBX_WINSORIZED, DBX_MAD, DBX_LINEAR_FIT, DBX_ESD, DBX_PERCENTILE, DBX_MINMAX
};

/* Instruction sets dbx_stack is compiled for; all give the same bits. */
enum dbx_isa { DBX_BASE, DBX_AVX2, DBX_AVX512 };

/* What is known of each frame, summed over the pixels. `Before` is the same pixel one frame earlier; frame 0 has none
 * and gets 0. */
enum dbx_moment {
    DBX_SUM,        /* of the samples, ADU */
    DBX_EMPTY,      /* samples of 0 */
    DBX_FULL,       /* samples of 65535 */
    DBX_STEP,       /* of sample - before */
    DBX_STEP_SQUARE /* of (sample - before) squared */
};
enum { DBX_MOMENTS = 5 };

/* The widest set this machine has. */
int32_t dbx_best_isa(void);

/* Working memory of dbx_stack for so many frames, in bytes. */
int64_t dbx_scratch_bytes(int32_t frames);

/* Combines each pixel's stack of samples into one value.
 *
 *   isa             enum dbx_isa, at most dbx_best_isa()
 *   sample          enum dbx_sample
 *   samples         where `starts` counts from
 *   starts          [frames]  bytes from `samples` to each frame's first sample; even, for DBX_F32 a multiple of 4
 *   frames          1..8192
 *   pixels          > 0, at most 65536; so many of each frame are used
 *   method          enum dbx_method
 *   low, high       the method's numbers
 *   median          0: mean of the kept samples, 1: their median
 *   drop_zeros      1: a sample of exactly 0 does not count
 *   lambda          [frames + 1] critical values by number of samples present; DBX_ESD only
 *   value           [pixels]  result, ADU; 0 where no sample counts                          (overwritten)
 *   low_map         [pixels]  samples rejected as too low; or NULL                           (overwritten)
 *   high_map        [pixels]  samples rejected as too high; or NULL                          (overwritten)
 *   used_map        [pixels]  samples kept; or NULL                                          (overwritten)
 *   sigma_map       [pixels]  standard deviation of the kept samples (n - 1), ADU; 0 where fewer than two are
 *                             kept; or NULL                                                  (overwritten)
 *   halves_map      [pixels]  mean of the kept samples of frames 0, 2, 4, ... less that of frames 1, 3, 5, ..., ADU;
 *                             0 where either has none; or NULL                               (overwritten)
 *   low_of_frame    [frames]  samples rejected as too low                                    (added to)
 *   high_of_frame   [frames]  samples rejected as too high                                   (added to)
 *   moments         [frames][DBX_MOMENTS]  see enum dbx_moment, over all samples, rejected ones too;
 *                             DBX_FITS_U16 only, or NULL                                     (added to)
 *   noise           [3]  sum of variances, sum of variance / kept samples, pixels with two kept (overwritten)
 *   scratch         dbx_scratch_bytes(frames), 64-byte aligned
 *
 * The caller owns all memory. Nothing is allocated, nothing can fail. Any number of threads may be inside. */
void dbx_stack(int32_t isa, int32_t sample, const void *samples, const int64_t *starts, int32_t frames, int32_t pixels,
               int32_t method, double low, double high, int32_t median, int32_t drop_zeros, const double *lambda,
               float *value, uint16_t *low_map, uint16_t *high_map, uint16_t *used_map, float *sigma_map,
               float *halves_map, int64_t *low_of_frame, int64_t *high_of_frame, int64_t *moments, double *noise,
               void *scratch);

/* Live integration: frames are added one at a time to a state of 8 + 4 k bytes a pixel.
 *
 * Of each pixel the k smallest and the k largest samples are kept as they are; every other sample goes into an exact
 * sum and a running sum of squares about the mean. So the mean without the k lowest and k highest is exact at any time,
 * and a hit by a particle never gets into the squares.
 *
 *   state   uint32 sum[stride], float squares[stride], uint16 ends[2 k][stride]; zeros before the first frame. Before
 *           2 k frames are there they stand sorted in the first planes of `ends`; then planes 0..k-1 are the smallest
 *           and k..2k-1 the largest, both rising
 *   squares when sample x becomes the m-th in the sum S: squares += (m x - S)^2 / (m (m - 1)), S with x in it; m x - S is
 *           exact, the rest rounds to float: after m samples the result is within (m + 5) 2^-24 of itself (B. P. Welford,
 *           "Note on a method for calculating corrected sums of squares and products", Technometrics 4(3), 1962)
 *
 *   isa             enum dbx_isa, at most dbx_best_isa()
 *   words           enum dbx_live_words, how the frame's samples stand
 *   frame           [pixels]  the samples of pixels first..first+pixels-1, at an even address
 *   state           dbx_live_bytes(stride, k), 64-byte aligned
 *   stride          pixels of a plane, a multiple of 32
 *   first, pixels   those worked on
 *   k               1..4
 *   before, frames  frames added to these pixels so far, at most 8192
 *   reject          1: without the k smallest and largest, when more than 2 k frames are there
 *   value           [pixels]  mean, ADU; 0 before the first frame
 *   sigma           [pixels]  standard deviation (n - 1) of all samples but the k smallest and largest, ADU; 0 where
 *                             fewer than two are left
 *
 * dbx_live_squares adds up `squares` in 16 sums, pixel i into sum i % 16, and these from the first to the last.
 *
 * The caller owns all memory. Nothing is allocated, nothing can fail. Any number of threads may be inside, each with
 * pixels of its own. */
enum dbx_live_words {
    DBX_LIVE_ADU, /* unsigned 16 bit, host byte order */
    DBX_LIVE_FITS /* as DBX_FITS_U16 */
};
int64_t dbx_live_bytes(int64_t stride, int32_t k);
void dbx_live_add(int32_t isa, int32_t words, const void *frame, void *state, int64_t stride, int64_t first,
                  int64_t pixels, int32_t k, int32_t before);
void dbx_live_mean(int32_t isa, const void *state, int64_t stride, int64_t first, int64_t pixels, int32_t k,
                   int32_t frames, int32_t reject, float *value);
void dbx_live_sigma(int32_t isa, const void *state, int64_t stride, int64_t first, int64_t pixels, int32_t k,
                    int32_t frames, float *sigma);
double dbx_live_squares(int32_t isa, const void *state, int64_t stride, int64_t first, int64_t pixels);

#endif
