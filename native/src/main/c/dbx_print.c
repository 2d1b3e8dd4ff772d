#include "dbx_print.h"

/* Pixels of a run: few enough for sums of 32 bits, and to be read twice out of the nearest cache. */
enum { RUN = 2048 };

static inline __attribute__((always_inline)) void piece(
    const uint16_t *pixel, int32_t count, uint16_t low, uint16_t high, uint16_t far, uint32_t *into)
{
    uint32_t sum = 0, steps = 0, beyond = 0;
    uint16_t most = 0;
    for (int32_t from = 0; from < count; from += RUN) {
        const int32_t to = from + RUN < count ? from + RUN : count;
        const int32_t last = to < count - 2 ? to : count - 2;
        for (int32_t x = from; x < to; x++) {
            const uint16_t up = pixel[x] < low ? low : pixel[x];
            sum += up > high ? high : up;
        }
        for (int32_t x = from; x < to; x++) {
            most = pixel[x] > most ? pixel[x] : most;
        }
        uint16_t above = 0;
        for (int32_t x = from; x < last; x++) {
            const uint16_t a = pixel[x], b = pixel[x + 2];
            const uint16_t most_of = a > b ? a : b, least_of = a > b ? b : a;
            const uint16_t step = (uint16_t)(most_of - least_of);
            const uint16_t told = step < far ? step : far;
            steps += told;
            above = (uint16_t)(above + (step > far));
        }
        beyond += above;
    }
    into[DBX_PRINT_SUM] = sum;
    into[DBX_PRINT_STEPS] = steps;
    into[DBX_PRINT_FAR] = beyond;
    into[DBX_PRINT_MOST] = most;
}

/* The loader takes the one that fits the CPU. */
#ifdef DBX_X86
__attribute__((target_clones("avx2", "default")))
#endif
void dbx_print(const uint16_t *frame, int32_t width, int32_t rows, int32_t pieces, int32_t low, int32_t high,
               int32_t far, uint32_t *into)
{
    for (int32_t y = 0; y < rows; y++, frame += width) {
        for (int32_t p = 0; p < pieces; p++, into += DBX_PRINT_FIGURES) {
            const int32_t from = (int32_t)((int64_t)p * width / pieces);
            const int32_t to = (int32_t)((int64_t)(p + 1) * width / pieces);
            piece(frame + from, to - from, (uint16_t)low, (uint16_t)high, (uint16_t)far, into);
        }
    }
}
