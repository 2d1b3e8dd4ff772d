/* Columns of floats. */
#include "dbx_job.h"
#include <string.h>

typedef float elem;
enum { WHOLE = 0, ZERO = 0 };
#define ADU(e) ((double)(e))
#define ALL_LOW (-__builtin_inff())
#define ALL_HIGH __builtin_inff()
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define RUN JOIN(dbx_f32_, DBX_ISA)

/* The sample of a frame at a pixel. */
static inline elem decode(const struct dbx_job *job, int32_t frame, int64_t pixel)
{
    return ((const float *)(job->samples + job->starts[frame]))[pixel];
}

#include "dbx_columns.h"
