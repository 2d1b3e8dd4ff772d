#ifndef DBX_PICTURE_H
#define DBX_PICTURE_H
#include <stdint.h>

/* What is done with the rows of a finished picture: it is measured, or its samples become those of a file. */
enum dbx_pass {
    DBX_SUM,         /* into double[rows]: sum of each row's pixels                                      (overwritten) */
    DBX_SQUARES,     /* into double[rows]: sum of (pixel - number) squared                               (overwritten) */
    DBX_RANGE,       /* into int32_t[2]: smallest and largest of the pixels' ranks                       (updated) */
    DBX_UPPER,       /* into uint32_t[DBX_LANES][DBX_BINS]: pixels by the upper half of their rank       (added to) */
    DBX_LOWER,       /* the same by the lower half, where the upper one is `half`                        (added to) */
    DBX_UPPER_APART, /* as DBX_UPPER, of the distances (float)|pixel - number|                           (added to) */
    DBX_LOWER_APART, /* as DBX_LOWER, of the distances                                                   (added to) */
    DBX_ABOVE,       /* into int64_t[1]: pixels above number                                             (added to) */
    DBX_FITS_U16,    /* into uint16_t[rows][width]: nearest whole number in 0..65535, as FITS stores it  (overwritten) */
    DBX_FITS_F32,    /* into float[rows][width]: big-endian                                              (overwritten) */
    DBX_UNIT_F32,    /* into float[rows][width]: pixel / 65535 in 0..1, little-endian                    (overwritten) */
    DBX_RAW_U16,     /* from uint16_t[rows][width], host order, to the same as FITS stores it            (overwritten) */
    DBX_WORDS        /* from big-endian uint16_t[rows][width], width even; into int64_t[2]: sum of every first and of
                        every second                                                                     (added to) */
};

/* Tables of counts: pixel x of a row is counted in table x % DBX_LANES, so that neighbours alike do not wait for one
 * another; the last bin of each counts what has no other. */
enum { DBX_LANES = 4, DBX_BINS = 65537 };

/* One pass over some rows. What is a sum adds pixel x of a row to lane x % 8 and then the lanes as
 * ((0+4) + (2+6)) + ((1+5) + (3+7)), in double precision. A pixel's rank is its bits with all but the highest turned
 * over when it is negative: signed numbers in the order of the floats; "upper half" and "lower half" are of the rank
 * with its highest bit turned over, 0..65535. Pixels that are not finite count nowhere, or as 0 in a file; DBX_FITS_F32
 * stores them as they are, and infinity is more than 65535 or 1.
 *
 *   from    float[rows][width], host byte order, unless said; may be `into` where both are of one size
 *   width   pixels of a row, > 0
 *   rows    > 0; width * rows at most 2^31 - 1
 *
 * The caller owns all memory. Nothing is allocated, nothing can fail. Any number of threads may be inside. */
void dbx_picture(int32_t pass, const void *from, int32_t width, int32_t rows, double number, int32_t half, void *into);

#endif
