/* Vectors of 16-bit samples, one pixel per lane, as wide as the instruction set has them. Only GCC's vector extensions.
 * Minimum, maximum and choice are written so that gcc 12 finds the one instruction for them on every set. */
#ifndef DBX_LANES_H
#define DBX_LANES_H
#include <stdint.h>
#include <string.h>

#if defined(__AVX512BW__)
#define DBX_VECTOR 64
#elif defined(__AVX2__)
#define DBX_VECTOR 32
#else
#define DBX_VECTOR 16
#endif

enum { LANES = DBX_VECTOR / 2 };
#define EACH_LANE(i) for (int32_t i = 0; i < LANES; i++)
#define ALIGNED __attribute__((aligned(64)))
/* A walk over the frames of a group: a call costs nothing beside it, and the code stays small. */
#define WALK static __attribute__((noinline))

typedef int16_t vec __attribute__((vector_size(DBX_VECTOR)));
typedef uint16_t uvec __attribute__((vector_size(DBX_VECTOR)));
typedef int16_t loose_vec __attribute__((vector_size(DBX_VECTOR), aligned(2)));
/* Sums of 32 bits for the same lanes, those of even number apart from the others, so that nothing crosses lanes. Which
 * half of a word is the even lane: little-endian machines only, as all of ours are. */
typedef int32_t words __attribute__((vector_size(DBX_VECTOR)));
typedef uint32_t uwords __attribute__((vector_size(DBX_VECTOR)));
struct pair {
    words even, odd;
};

static inline vec load(const int16_t *lanes)
{
    vec v;
    memcpy(&v, lanes, sizeof v);
    return v;
}

static inline void store(int16_t *lanes, vec v)
{
    memcpy(lanes, &v, sizeof v);
}

static inline vec all(int16_t value)
{
    return (vec){0} + value;
}

static inline vec vmin(vec a, vec b)
{
    vec r;
    EACH_LANE(i) {
        r[i] = a[i] < b[i] ? a[i] : b[i];
    }
    return r;
}

static inline vec vmax(vec a, vec b)
{
    vec r;
    EACH_LANE(i) {
        r[i] = a[i] > b[i] ? a[i] : b[i];
    }
    return r;
}

static inline vec choose(vec mask, vec yes, vec no)
{
    return (mask & yes) | (~mask & no);
}

/* count + 1 where a > b */
static inline vec count_if_greater(vec count, vec a, vec b)
{
#if DBX_VECTOR == 64 /* compares give mask registers there, best used on the addition */
    vec r;
    EACH_LANE(i) {
        r[i] = a[i] > b[i] ? count[i] + 1 : count[i];
    }
    return r;
#else
    return count - (a > b);
#endif
}

static inline int any(vec mask)
{
    uint64_t words[sizeof(vec) / 8], all_words = 0;
    memcpy(words, &mask, sizeof mask);
    for (uint32_t i = 0; i < sizeof(vec) / 8; i++) {
        all_words |= words[i];
    }
    return all_words != 0;
}

static inline struct pair widen(vec v)
{
    return (struct pair){(words)((uwords)v << 16) >> 16, (words)v >> 16};
}

static inline struct pair widen_unsigned(uvec v)
{
    return (struct pair){(words)v & 0xffff, (words)((uwords)v >> 16)};
}

static inline struct pair add(struct pair a, struct pair b)
{
    return (struct pair){a.even + b.even, a.odd + b.odd};
}

static inline void store_pair(int32_t *lanes, struct pair p)
{
    int32_t even[LANES / 2], odd[LANES / 2];
    memcpy(even, &p.even, sizeof even);
    memcpy(odd, &p.odd, sizeof odd);
    for (int32_t i = 0; i < LANES / 2; i++) {
        lanes[2 * i] = even[i];
        lanes[2 * i + 1] = odd[i];
    }
}

/* FITS words as they stand in a file; the result is signed and in the samples' order. */
static inline vec fits_words(const char *words)
{
    const uvec v = (uvec)*(const loose_vec *)words;
    return (vec)(v << 8 | v >> 8);
}

#endif
