/* Preloaded into drivers that are tested on pseudo-terminals, which have no modem lines: the four ioctls of tty_ioctl(4)
 * that ask for or set them succeed there, on lines that exist in this process only. Both are high at first, as the kernel
 * raises them when a real port is opened. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <termios.h>

static int lines = TIOCM_DTR | TIOCM_RTS;

/* The kernel knew no such request for this file: does it as for a port with modem lines, or returns -1. */
static int pretend(unsigned long request, int *bits)
{
    switch (request) {
    case TIOCMGET:
        *bits = lines;
        return 0;
    case TIOCMSET:
        lines = *bits;
        return 0;
    case TIOCMBIS:
        lines |= *bits;
        return 0;
    case TIOCMBIC:
        lines &= ~*bits;
        return 0;
    default:
        return -1;
    }
}

int ioctl(int file, unsigned long request, ...)
{
    static int (*kernel)(int, unsigned long, void *);
    va_list rest;
    void *argument;
    int result;

    if (!kernel)
        *(void **)&kernel = dlsym(RTLD_NEXT, "ioctl");
    va_start(rest, request);
    argument = va_arg(rest, void *);
    va_end(rest);
    result = kernel(file, request, argument);
    if (result == -1 && errno == ENOTTY && pretend(request, argument) == 0) {
        errno = 0;
        return 0;
    }
    return result;
}
