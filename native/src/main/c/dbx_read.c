#define _XOPEN_SOURCE 700
#define _FILE_OFFSET_BITS 64
#include "dbx_read.h"
#include <unistd.h>

int32_t dbx_read_each(const int32_t *descriptors, const int64_t *starts, int32_t files, int64_t at, int64_t bytes,
                      char *into, int64_t room)
{
    for (int32_t i = 0; i < files; i++) {
        if (pread(descriptors[i], into + i * room, (size_t)bytes, starts[i] + at) != bytes) {
            return i;
        }
    }
    return files;
}
