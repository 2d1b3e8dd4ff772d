/* Prints digests of what dbx_stack makes of stacks that depend on nothing but this source, so that kernels for
 * different machines can be compared by comparing lines. Twin of dev.darkbox.kernel.Digests.
 *
 * usage: digest ISA FIRST LAST STEP      ISA as in enum dbx_isa; stacks of FIRST, FIRST + STEP, ... LAST frames
 * One line for each method, kind of sample, and mean or median. Status 1: no memory; 2: usage; 3: no such ISA here. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dbx_stack.h"

enum { METHODS = 8, ALIGNMENT = 64, LONG_RUN = 700, LONG_STACK = 40 };

static const char *const METHOD_NAMES[METHODS] = {
    "none", "sigma", "winsorized", "mad", "linear-fit", "esd", "percentile", "minmax"
};

static uint64_t state;

/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2014. */
static int32_t below(int32_t bound)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (int32_t)((state * 2685821657736338717ULL >> 33) % (uint64_t)bound);
}

static int32_t noise(int32_t spread)
{
    int32_t sum = 0;
    for (int32_t i = 0; i < 4; i++) {
        sum += below(2 * spread + 1) - spread;
    }
    return sum;
}

static int32_t level(void)
{
    switch (below(6)) {
    case 0: return below(65536);
    case 1: return 32768;
    case 2: return 65530;
    case 3: return below(4);
    default: return 480 + below(60);
    }
}

static int32_t sample(int32_t kind, int32_t level, int32_t other, int is_odd)
{
    switch (kind) {
    case 0:
        level += noise(4); /* first: the order of calls is part of the stacks */
        return level + (below(40) == 0 ? below(30000) : 0);
    case 1: return level + below(3);
    case 2: return below(5) == 0 ? other : level;
    case 3: return level;
    case 4: return is_odd ? other : level;
    case 5: return 65535;
    case 6: return below(2) == 0 ? 65535 : level + noise(4);
    case 7: return below(65536);
    case 8: return level + noise(600);
    case 9: return below(2) == 0 ? 0 : level + noise(2);
    default: return level + noise(4);
    }
}

static void fill(char *samples, int32_t frames, int32_t pixels, int64_t stride, int is_float)
{
    const int32_t fractions = below(3) == 0 ? 4096 : below(2) == 0 ? 64 : 1;
    for (int32_t px = 0; px < pixels; px++) {
        const int32_t kind = below(16), about = level(), other = below(65536), odd = below(frames);
        for (int32_t f = 0; f < frames; f++) {
            int32_t adu = sample(kind, about, other, f == odd);
            adu = adu < 0 ? 0 : adu > 65535 ? 65535 : adu;
            if (is_float) {
                const float value = (float)(adu + (double)below(fractions) / fractions);
                memcpy(samples + 4 * (f * stride + px), &value, 4);
            } else {
                char *word = samples + 2 * (f * stride + px);
                word[0] = (char)((adu >> 8) ^ 0x80);
                word[1] = (char)adu;
            }
        }
    }
}

static uint64_t digest;

static void add(uint64_t number)
{
    digest = (digest ^ number) * 1099511628211ULL;
    digest ^= digest >> 29;
}

static void *memory(size_t bytes)
{
    void *got = aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    if (!got) {
        fprintf(stderr, "digest: no memory for %zu bytes\n", bytes);
        exit(1);
    }
    return memset(got, 0, bytes);
}

static uint32_t bits(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, 4);
    return bits;
}

static void stack(int32_t isa, int32_t frames, int32_t method, int is_float, int median)
{
    state = 88172645463325252ULL + (uint64_t)frames * 1000003 + (uint64_t)(method * 4 + is_float * 2 + median);
    const int32_t pixels = frames < LONG_STACK && below(8) == 0 ? LONG_RUN : 1 + below(frames < LONG_STACK ? 130 : 40);
    const int64_t stride = pixels + below(7);
    const int32_t bytes = is_float ? 4 : 2;
    char *samples = memory((size_t)(frames * stride * bytes));
    fill(samples, frames, pixels, stride, is_float);
    double low = 0.5 * (1 + below(6)), high = 0.5 * (1 + below(6));
    double *lambda = memory(sizeof(double) * (size_t)(frames + 1));
    switch (method) {
    case DBX_LINEAR_FIT:
        low = 0.493 + 0.777 * below(6);
        high = 0.493 + 0.777 * below(6);
        break;
    case DBX_ESD:
        low = 0.05 + 0.09 * below(6);
        break;
    case DBX_PERCENTILE:
        low = 0.003 * below(60);
        high = 0.003 * below(60);
        break;
    case DBX_MINMAX:
        low = below(4);
        high = below(4);
        break;
    }
    int64_t *starts = memory(8 * (size_t)frames);
    for (int32_t f = 0; f < frames; f++) {
        starts[f] = f * stride * bytes;
        lambda[f + 1] = 1.1 + 0.35 * sqrt(sqrt(f + 1));
    }
    const size_t count = (size_t)pixels;
    float *value = memory(4 * count), *sigma = memory(4 * count), *halves = memory(4 * count);
    uint16_t *low_map = memory(2 * count), *high_map = memory(2 * count), *used = memory(2 * count);
    int64_t *low_of = memory(8 * (size_t)frames), *high_of = memory(8 * (size_t)frames);
    int64_t *moments = memory(8 * DBX_MOMENTS * (size_t)frames);
    double sums[3];
    void *scratch = memory((size_t)dbx_scratch_bytes(frames));
    const int32_t drop_zeros = below(4) == 0;
    dbx_stack(isa, is_float ? DBX_F32 : DBX_FITS_U16, samples, starts, frames, pixels, method, low, high, median,
              drop_zeros, method == DBX_ESD ? lambda : NULL, value, low_map, high_map, used, sigma, halves, low_of,
              high_of, is_float ? NULL : moments, sums, scratch);
    for (int32_t px = 0; px < pixels; px++) {
        add(bits(value[px]));
        add(low_map[px]);
        add(high_map[px]);
        add(used[px]);
        add(bits(sigma[px]));
        add(bits(halves[px]));
    }
    for (int32_t f = 0; f < frames; f++) {
        add((uint64_t)low_of[f]);
        add((uint64_t)high_of[f]);
        for (int32_t m = 0; m < DBX_MOMENTS; m++) {
            add((uint64_t)moments[f * DBX_MOMENTS + m]);
        }
    }
    for (int32_t i = 0; i < 3; i++) {
        uint64_t sum;
        memcpy(&sum, &sums[i], 8);
        add(sum);
    }
    void *all[] = {samples, lambda, starts, value, sigma, halves, low_map, high_map, used, low_of, high_of, moments,
                   scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}

int main(int count, char **arguments)
{
    if (count != 5) {
        fprintf(stderr, "usage: digest ISA FIRST LAST STEP\n");
        return 2;
    }
    const int32_t isa = atoi(arguments[1]), first = atoi(arguments[2]), last = atoi(arguments[3]);
    const int32_t step = atoi(arguments[4]);
    if (isa < DBX_BASE || isa > dbx_best_isa() || first < 1 || step < 1) {
        fprintf(stderr, "digest: this machine has instruction sets 0..%d, frames and step begin at 1\n", dbx_best_isa());
        return 3;
    }
    for (int32_t method = 0; method < METHODS; method++) {
        for (int is_float = 0; is_float < 2; is_float++) {
            for (int median = 0; median < 2; median++) {
                digest = 14695981039346656037ULL;
                for (int32_t frames = first; frames <= last; frames += step) {
                    stack(isa, frames, method, is_float, median);
                }
                printf("%s %s %s %016llx\n", METHOD_NAMES[method], is_float ? "f32" : "u16", median ? "median" : "mean",
                       (unsigned long long)digest);
            }
        }
    }
    return 0;
}
