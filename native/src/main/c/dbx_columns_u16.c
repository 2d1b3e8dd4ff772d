/* Columns of 16-bit samples. A FITS word, its bytes put right, is a signed number in the samples' order. */
#include "dbx_job.h"
#include <string.h>

#define DBX_U16
typedef int16_t elem;
enum { WHOLE = 1, ZERO = -32768 };
#define ADU(e) ((double)((int32_t)(e) + 32768))
#define ALL_LOW INT16_MIN
#define ALL_HIGH INT16_MAX
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define RUN JOIN(dbx_u16_, DBX_ISA)

/* The sample of a frame at a pixel. */
static inline elem decode(const struct dbx_job *job, int32_t frame, int64_t pixel)
{
    const uint16_t word = ((const uint16_t *)(job->samples + job->starts[frame]))[pixel];
    return (elem)(uint16_t)(word << 8 | word >> 8);
}

#include "dbx_columns.h"
