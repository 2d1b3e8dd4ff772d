#ifndef DBX_PRINT_H
#define DBX_PRINT_H
#include <stdint.h>

/* What is counted of each piece of a row. */
enum { DBX_PRINT_SUM, DBX_PRINT_STEPS, DBX_PRINT_FAR, DBX_PRINT_MOST, DBX_PRINT_FIGURES };

/* The fingerprint of some rows of a frame, each cut into pieces.
 *
 * Piece p of `pieces` holds the pixels from p * width / pieces up to (p + 1) * width / pieces. A step is the distance of
 * a pixel from the second before it in its piece: neighbours of the same colour behind a Bayer mask.
 *
 *   frame   uint16_t[rows][width], host byte order
 *   width   1..65535
 *   pieces  1..width
 *   low     0..65535: a darker pixel counts as this in the sum
 *   high    low..65535: a brighter pixel counts as this in the sum
 *   far     0..65535
 *   into    uint32_t[rows][pieces][4], overwritten: sum of the pixels; sum of the steps, those above `far` counted as
 *           `far`; steps above `far`; largest pixel
 *
 * The caller owns all memory. Nothing is allocated, nothing can fail. Any number of threads may be inside. */
void dbx_print(const uint16_t *frame, int32_t width, int32_t rows, int32_t pieces, int32_t low, int32_t high,
               int32_t far, uint32_t *into);

#endif
