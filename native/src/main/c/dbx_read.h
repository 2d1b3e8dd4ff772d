#ifndef DBX_READ_H
#define DBX_READ_H
#include <stdint.h>

/* Reads the same stretch of several files with pread(2), one after the other: one call where Java would need hundreds.
 *
 *   descriptors [files]  open for reading
 *   starts      [files]  bytes from the start of each file to where `at` counts from
 *   at, bytes            the stretch
 *   into                 [files][room], room >= bytes; the stretch of file i goes to the beginning of row i
 *
 * Returns how many files were read whole before the first that was not, whatever the reason: a signal, an error or its
 * end. The caller owns all memory. Any number of threads may be inside. */
int32_t dbx_read_each(const int32_t *descriptors, const int64_t *starts, int32_t files, int64_t at, int64_t bytes,
                      char *into, int64_t room);

#endif
