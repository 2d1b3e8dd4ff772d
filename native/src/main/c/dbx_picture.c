#include "dbx_picture.h"
#include <string.h>

/* Lanes of a sum; see dbx_picture.h. */
enum { SUMS = 8 };

static inline int32_t bits_of(float value)
{
    int32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline int is_finite(int32_t bits)
{
    return (bits & 0x7F800000) != 0x7F800000;
}

/* Signed numbers in the order of the floats. */
static inline int32_t rank(int32_t bits)
{
    return bits ^ ((bits >> 31) & 0x7FFFFFFF);
}

static inline double term(float value, double number, int square)
{
    const double known = is_finite(bits_of(value)) ? value : number;
    return square ? (known - number) * (known - number) : known;
}

static inline __attribute__((always_inline)) void sums(
    const float *from, int32_t width, int32_t rows, double number, int square, double *into)
{
    for (int32_t y = 0; y < rows; y++, from += width) {
        double lane[SUMS] = { 0 };
        int32_t x = 0;
        for (; x <= width - SUMS; x += SUMS) {
            for (int k = 0; k < SUMS; k++) {
                lane[k] += term(from[x + k], number, square);
            }
        }
        for (; x < width; x++) {
            lane[x % SUMS] += term(from[x], number, square);
        }
        into[y] = ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    }
}

static void range(const float *from, int64_t pixels, int32_t *into)
{
    int32_t low = into[0];
    int32_t high = into[1];
    for (int64_t i = 0; i < pixels; i++) {
        const int32_t bits = bits_of(from[i]);
        const int32_t known = -is_finite(bits);
        const int32_t ranked = rank(bits);
        const int32_t down = (ranked & known) | (INT32_MAX & ~known);
        const int32_t up = (ranked & known) | (INT32_MIN & ~known);
        low = down < low ? down : low;
        high = up > high ? up : high;
    }
    into[0] = low;
    into[1] = high;
}

/* The key of a float or of its distance from a number: unsigned, in numeric order. */
static inline __attribute__((always_inline)) uint32_t bin(
    float value, double number, uint32_t half, int apart, int lower)
{
    const int32_t bits = bits_of(value);
    const int32_t ranked = apart ? bits_of((float)((double)value - number)) & 0x7FFFFFFF : rank(bits);
    const uint32_t key = (uint32_t)ranked ^ 0x80000000U;
    const int counts = is_finite(bits) & (!lower | (key >> 16 == half));
    const uint32_t which = lower ? key & 0xFFFF : key >> 16;
    return counts ? which : DBX_BINS - 1;
}

/* Bins of a run first, so that the compiler makes vectors of the arithmetic; then the counting, which has none. */
static inline __attribute__((always_inline)) void count(
    const float *from, int32_t width, int32_t rows, double number, uint32_t half, int apart, int lower, uint32_t *into)
{
    enum { RUN = 256 };
    uint32_t bins[RUN];
    for (int32_t y = 0; y < rows; y++, from += width) {
        for (int32_t first = 0; first < width; first += RUN) {
            const int32_t run = width - first < RUN ? width - first : RUN;
            for (int32_t i = 0; i < run; i++) {
                bins[i] = bin(from[first + i], number, half, apart, lower);
            }
            int32_t i = 0;
            for (; i <= run - DBX_LANES; i += DBX_LANES) {
                for (int k = 0; k < DBX_LANES; k++) {
                    into[k * DBX_BINS + bins[i + k]]++;
                }
            }
            for (; i < run; i++) {
                into[i % DBX_LANES * DBX_BINS + bins[i]]++;
            }
        }
    }
}

static void above(const float *from, int64_t pixels, double number, int64_t *into)
{
    int32_t more = 0;
    for (int64_t i = 0; i < pixels; i++) {
        more += is_finite(bits_of(from[i])) & (from[i] > number);
    }
    into[0] += more;
}

static inline uint16_t swapped16(uint16_t word)
{
    return (uint16_t)(word << 8 | word >> 8);
}

static inline uint32_t swapped32(uint32_t word)
{
    return word << 24 | (word & 0xFF00) << 8 | (word >> 8 & 0xFF00) | word >> 24;
}

static inline int big_endian(void)
{
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
}

static inline uint16_t fits(uint16_t adu)
{
    const uint16_t word = adu ^ 0x8000;
    return big_endian() ? word : swapped16(word);
}

static void to_fits_u16(const float *from, int64_t pixels, uint16_t *into)
{
    for (int64_t i = 0; i < pixels; i++) {
        const double half_up = (double)from[i] + 0.5;
        const double capped = half_up < 65535 ? half_up : 65535;
        const double clamped = half_up > 0 ? capped : 0;
        into[i] = fits((uint16_t)(int32_t)clamped);
    }
}

static void to_big_endian(const char *from, int64_t pixels, char *into)
{
    for (int64_t i = 0; i < 4 * pixels; i += 4) {
        uint32_t word;
        memcpy(&word, from + i, 4);
        word = big_endian() ? word : swapped32(word);
        memcpy(into + i, &word, 4);
    }
}

static void to_unit(const float *from, int64_t pixels, char *into)
{
    for (int64_t i = 0; i < pixels; i++) {
        const float part = from[i] / 65535.0f;
        const float capped = part < 1 ? part : 1;
        const float unit = from[i] > 0 ? capped : 0;
        uint32_t word = (uint32_t)bits_of(unit);
        word = big_endian() ? swapped32(word) : word;
        memcpy(into + 4 * i, &word, 4);
    }
}

static void raw_to_fits(const uint16_t *from, int64_t pixels, uint16_t *into)
{
    for (int64_t i = 0; i < pixels; i++) {
        into[i] = fits(from[i]);
    }
}

static void words(const uint16_t *from, int64_t count, int64_t *into)
{
    uint64_t first = 0;
    uint64_t second = 0;
    for (int64_t i = 0; i < count; i += 2) {
        first += big_endian() ? from[i] : swapped16(from[i]);
        second += big_endian() ? from[i + 1] : swapped16(from[i + 1]);
    }
    into[0] += (int64_t)first;
    into[1] += (int64_t)second;
}

void dbx_picture(int32_t pass, const void *from, int32_t width, int32_t rows, double number, int32_t half, void *into)
{
    const int64_t pixels = (int64_t)width * rows;
    const uint32_t upper = (uint32_t)half;
    switch ((enum dbx_pass)pass) {
    case DBX_SUM: sums(from, width, rows, 0, 0, into); break;
    case DBX_SQUARES: sums(from, width, rows, number, 1, into); break;
    case DBX_RANGE: range(from, pixels, into); break;
    case DBX_UPPER: count(from, width, rows, 0, 0, 0, 0, into); break;
    case DBX_LOWER: count(from, width, rows, 0, upper, 0, 1, into); break;
    case DBX_UPPER_APART: count(from, width, rows, number, 0, 1, 0, into); break;
    case DBX_LOWER_APART: count(from, width, rows, number, upper, 1, 1, into); break;
    case DBX_ABOVE: above(from, pixels, number, into); break;
    case DBX_FITS_U16: to_fits_u16(from, pixels, into); break;
    case DBX_FITS_F32: to_big_endian(from, pixels, into); break;
    case DBX_UNIT_F32: to_unit(from, pixels, into); break;
    case DBX_RAW_U16: raw_to_fits(from, pixels, into); break;
    case DBX_WORDS: words(from, pixels, into); break;
    }
}
