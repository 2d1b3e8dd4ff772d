#include "dbx_kernels.h"

int dbx_version(void)
{
    return 1;
}
