/* The plainest way to get a Starlight Xpress camera's pixels by libusb: order, then read piece after piece.
 *
 *   usb_plain PRODUCT PIECE_BYTES COLUMNS ROWS FIELDS...     FIELDS: flags of each order, 3, or 6 and 5
 *
 * For each line of its input it opens the camera, takes that many frames, at most 64, closes it, and answers with a line: of each frame
 * the nanoseconds from the order's having been taken to the last byte, by the clock on the wall and of the processor. */
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { VENDOR = 0x1278, OUT = 0x01, IN = 0x82, TIMER = 2, NOW = 3, MOST = 64, SHORT_MS = 2000, FRAME_MS = 20000 };

static long long nanos(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int fail(const char *what, int result)
{
	fprintf(stderr, "%s: %s\n", what, libusb_error_name(result));
	return 1;
}

int main(int argc, char **argv)
{
	if (argc < 6) return 2;
	int product = (int)strtol(argv[1], NULL, 16), piece = atoi(argv[2]), columns = atoi(argv[3]), rows = atoi(argv[4]);
	int orders = argc - 5, frames, result, moved;
	size_t bytes = 2 * (size_t)columns * (size_t)rows;
	unsigned char *pixels = malloc(bytes * (size_t)orders);
	libusb_context *context;
	if (!pixels || libusb_init(&context)) return 2;
	long long took[MOST][2];
	while (scanf("%d", &frames) == 1 && frames <= MOST) {
		libusb_device_handle *camera = libusb_open_device_with_vid_pid(context, VENDOR, (unsigned short)product);
		if (!camera) return fail("open", LIBUSB_ERROR_NO_DEVICE);
		if ((result = libusb_claim_interface(camera, 0))) return fail("claim", result);
		for (int frame = 0; frame < frames; frame++) {
			long long wall = 0, processor = 0;
			for (int order = 0; order < orders; order++) {
				/* one order: timed by the camera, 1 ms; several: at once */
				int timed = orders == 1, length = timed ? 14 : 10;
				unsigned char block[22] = {0x40, (unsigned char)(timed ? TIMER : NOW), (unsigned char)atoi(argv[5 + order]),
					0, 0, 0, (unsigned char)length, 0, 0, 0, 0, 0, (unsigned char)columns, (unsigned char)(columns >> 8),
					(unsigned char)rows, (unsigned char)(rows >> 8), 1, 1, 1};
				unsigned char *at = pixels + bytes * (size_t)order, *end = at + bytes;
				if ((result = libusb_bulk_transfer(camera, OUT, block, 8 + length, &moved, SHORT_MS))) return fail("order", result);
				long long began = nanos(CLOCK_MONOTONIC), busy = nanos(CLOCK_PROCESS_CPUTIME_ID);
				while (at < end) {
					int most = end - at < piece ? (int)(end - at) : piece;
					if ((result = libusb_bulk_transfer(camera, IN, at, most, &moved, FRAME_MS))) return fail("read", result);
					at += moved;
				}
				wall += nanos(CLOCK_MONOTONIC) - began;
				processor += nanos(CLOCK_PROCESS_CPUTIME_ID) - busy;
			}
			took[frame][0] = wall;
			took[frame][1] = processor;
		}
		libusb_release_interface(camera, 0);
		libusb_close(camera);
		/* whoever reads this may have it */
		for (int frame = 0; frame < frames; frame++) printf("%lld %lld ", took[frame][0], took[frame][1]);
		printf("\n");
		fflush(stdout);
	}
	return 0;
}
