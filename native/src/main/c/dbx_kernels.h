#ifndef DBX_KERNELS_H
#define DBX_KERNELS_H

/* Version of this header's functions; the Java side refuses a library of another version. */
int dbx_version(void);

#endif
