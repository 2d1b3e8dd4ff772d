/* Stands in for ZWO's libASICamera2.so: cooled cameras that are not there, with failures on order. Our own code; only
 * names, types and numbers follow the published interface.
 *
 *   gcc -shared -fPIC -O2 -o libASICamera2.so standin_asi.c -lm -ldl
 *
 * Orders stand in the file whose name is the library's with ".orders" behind, a line each; it is read at every call, so
 * orders come and go while a program runs. Exposures are counted from 1 on since the library was loaded.
 *
 *   cameras N               this many, serial numbers 0a0b0c0d00000000 and so on; 1 without
 *   fail A B                exposures A to B fail
 *   endless A B             exposures A to B never end
 *   spoil A B               frames A to B cannot be fetched (error 11)
 *   hang A B                fetching frames A to B does not come back while this line is here
 *   removed                 no camera is there. Without the line again they come back with other numbers, unopened
 *   removed-from A          likewise, from the middle of exposure A on
 *   held                    opening fails as if another program had the camera
 *   warmest-cold T          the cooler does not get below T degrees
 *   deaf C                  control C takes nothing
 *   coarse US               exposures are whole multiples of so many microseconds
 *   shrink                  a window is set to less than was asked
 *   nameless                the camera has no serial number
 *   sdk N                   the library is version 1.N instead of 1.37
 *
 * What was done, with cooler, fan and heater when they change, is appended to the file with ".calls" behind. Two calls at once for one camera are written there as
 * OVERLAP.
 *
 * Time is the machine's, until standin_skip is called: from then on it moves by that alone.
 * -DOLD=1 leaves out what came with newer versions, -DOLD=2 more than anybody can do without. */
#define _GNU_SOURCE
#include "standin_asi.h"

#include <dlfcn.h>
#include <math.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef OLD
#define OLD 0
#endif
#ifndef WIDTH
#define WIDTH 644
#endif
#ifndef HEIGHT
#define HEIGHT 482
#endif
#define MOST_CAMERAS 4
#define DEPTH 14
#define AMBIENT 18.0

static const control_caps CAPS[] = {
    {"Gain", "gain in 0.1 dB", 570, 0, 100, 1, 1, GAIN, ""},
    {"Exposure", "exposure in us", 2000000000, 32, 10000, 1, 1, EXPOSURE, ""},
    {"Gamma", "gamma", 100, 1, 50, 0, 1, GAMMA, ""},
    {"Offset", "offset", 240, 0, 8, 0, 1, OFFSET, ""},
    {"BandWidth", "share of the bus in per cent", 100, 40, 50, 1, 1, BANDWIDTH, ""},
    {"Temperature", "sensor in 0.1 degrees", 1000, -500, 20, 0, 0, TEMPERATURE, ""},
    {"Flip", "flip", 3, 0, 0, 0, 1, FLIP, ""},
    {"HardwareBin", "bins on the sensor", 1, 0, 0, 0, 1, HARDWARE_BIN, ""},
    {"HighSpeedMode", "fewer bits", 1, 0, 0, 0, 1, HIGH_SPEED, ""},
    {"CoolPowerPerc", "cooler power in per cent", 100, 0, 0, 0, 0, COOLER_POWER, ""},
    {"TargetTemp", "set point in degrees", 30, -40, 0, 0, 1, TARGET, ""},
    {"CoolerOn", "cooler", 1, 0, 0, 0, 1, COOLER_ON, ""},
    {"FanOn", "fan", 1, 0, 0, 0, 1, FAN_ON, ""},
    {"AntiDewHeater", "heater of the window", 1, 0, 0, 0, 1, HEATER, ""},
};
#define NCAPS ((int)(sizeof CAPS / sizeof *CAPS))

typedef struct {
    int open, init, status, width, height, bin, type, x, y, generation;
    long value[CONTROLS];
    int powered;
    double began, cooled_at, celsius, dark_celsius;
    long exposure;
    atomic_int inside;
} camera;

static camera cameras[MOST_CAMERAS];
static long exposures;
static int generation, was_removed;
static int is_virtual;
static double skipped;

/* ---- time, orders, log ---- */

static double now(void)
{
    struct timespec t;
    if (is_virtual)
        return skipped;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void standin_skip(long ns)
{
    is_virtual = 1;
    skipped += (double)ns / 1e9;
}

static const char *beside(const char *ending, char *path, size_t n)
{
    Dl_info here;
    path[0] = 0;
    if (dladdr((void *)CAPS, &here))
        snprintf(path, n, "%s%s", here.dli_fname, ending);
    return path;
}

static int order(const char *word, double *a, double *b)
{
    char path[4096], line[200], first[64];
    int found = 0;
    FILE *f = fopen(beside(".orders", path, sizeof path), "r");
    if (!f)
        return 0;
    while (!found && fgets(line, sizeof line, f)) {
        double x = 0, y = 0;
        int n = sscanf(line, "%63s %lf %lf", first, &x, &y);
        if (n >= 1 && !strcmp(first, word)) {
            found = 1;
            if (a)
                *a = x;
            if (b)
                *b = n > 2 ? y : x;
        }
    }
    fclose(f);
    return found;
}

static int ordered(const char *word)
{
    return order(word, NULL, NULL);
}

static int ordered_for(const char *word, long n)
{
    double a, b;
    return order(word, &a, &b) && n >= a && n <= b;
}

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...)
{
    char path[4096];
    va_list list;
    FILE *f = fopen(beside(".calls", path, sizeof path), "a");
    if (!f)
        return;
    va_start(list, format);
    vfprintf(f, format, list);
    va_end(list);
    fputc('\n', f);
    fclose(f);
}

/* ---- cameras ---- */

static int removed(void)
{
    double from;
    int is = ordered("removed");
    if (!is && order("removed-from", &from, NULL)) {
        is = exposures > from;
        for (int i = 0; i < MOST_CAMERAS; i++)
            is |= cameras[i].exposure >= from && cameras[i].status == WORKING
                    && now() - cameras[i].began >= (double)cameras[i].value[EXPOSURE] / 2e6;
        is |= was_removed;
    }
    if (is && !was_removed) {
        note("removed");
        for (int i = 0; i < MOST_CAMERAS; i++)
            cameras[i].open = cameras[i].powered = 0, cameras[i].status = IDLE;
        generation++;
    }
    was_removed = is;
    return is;
}

static int count(void)
{
    double n = 1;
    order("cameras", &n, NULL);
    return removed() ? 0 : n > MOST_CAMERAS ? MOST_CAMERAS : (int)n;
}

/* Numbers change whenever the cameras were away. */
static int id_of(int index)
{
    return generation * MOST_CAMERAS + index;
}

static camera *find(int id)
{
    int n = count();
    for (int i = 0; i < n; i++)
        if (id_of(i) == id)
            return &cameras[i];
    return NULL;
}

static void power_up(camera *c)
{
    memset(c->value, 0, sizeof c->value);
    for (int i = 0; i < NCAPS; i++)
        c->value[CAPS[i].type] = CAPS[i].by_default;
    c->width = WIDTH / 8 * 8, c->height = HEIGHT / 2 * 2, c->bin = 1, c->type = RAW8, c->x = c->y = 0;
    if (c->cooled_at == 0)
        c->celsius = AMBIENT, c->cooled_at = now();
    c->powered = 1;
}

static void thermal(camera *c)
{
    double floor = AMBIENT - 35, t = now();
    order("warmest-cold", &floor, NULL);
    double goal = c->value[COOLER_ON] ? fmax((double)c->value[TARGET], floor) : AMBIENT;
    c->celsius += (goal - c->celsius) * (1 - exp(-(t - c->cooled_at) / 8));
    c->cooled_at = t;
    double load = (AMBIENT - (double)c->value[TARGET]) * 100 / (AMBIENT - floor);
    c->value[COOLER_POWER] = c->value[COOLER_ON] ? lround(fmin(100, fmax(0, load))) : 0;
}

/* ---- pixels ---- */

static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* Nearly normal, from the four quarters of a word. */
static double normal(uint64_t bits)
{
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += (double)(bits >> (16 * i) & 0xffff) - 32767.5;
    return sum / 65536 * 1.7320508;
}

/* In ADU of DEPTH bits: what is fixed follows from camera and place, noise from the exposure's number as well. */
static double pixel(const camera *c, int x, int y)
{
    uint64_t place = mix((uint64_t)(c - cameras) << 56 ^ (uint64_t)y << 28 ^ (uint64_t)x);
    double electrons_per_adu = pow(10, (100 - (double)c->value[GAIN]) / 200);
    double rate = 0.02 * (1 + 0.1 * normal(mix(place ^ 1)));
    if (place % 2000 == 0)
        rate *= 200;
    double dark = rate * pow(2, (c->dark_celsius - 20) / 6) * (double)c->value[EXPOSURE] / 1e6 * c->bin * c->bin;
    double noise = sqrt(3.0 * 3.0 * (c->value[HARDWARE_BIN] ? 1 : c->bin * c->bin) + fmax(0, dark));
    uint64_t dice = mix(place ^ mix((uint64_t)c->exposure * 2 + 1));
    return (double)c->value[OFFSET] * 10 + 0.5 * normal(mix(place ^ 2))
            + (dark + noise * normal(dice)) / electrons_per_adu;
}

__attribute__((unused)) static void develop(const camera *c, unsigned char *into)
{
    const int top = (1 << DEPTH) - 1;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            long v = lround(pixel(c, c->x + x, c->y + y));
            v = v < 0 ? 0 : v > top ? top : v;
            if (c->value[HIGH_SPEED])
                v &= ~3L;
            v <<= 16 - DEPTH;
            size_t at = (size_t)y * (size_t)c->width + (size_t)x;
            if (c->type == RAW16)
                into[2 * at] = (unsigned char)(v & 255), into[2 * at + 1] = (unsigned char)(v >> 8);
            else
                into[at] = (unsigned char)(v >> 8);
        }
}

/* ---- the interface ---- */

static void leave(camera **c)
{
    if (*c)
        atomic_fetch_sub(&(*c)->inside, 1);
}

static camera *enter(camera *c)
{
    if (c && atomic_fetch_add(&c->inside, 1) > 0)
        note("OVERLAP");
    return c;
}

#define ENTER_UNOPENED                                                              \
    camera *c __attribute__((cleanup(leave))) = enter(find(id));                    \
    if (!c)                                                                         \
        return was_removed || id / MOST_CAMERAS != generation ? REMOVED : INVALID_ID
#define ENTER                                                                       \
    ENTER_UNOPENED;                                                                 \
    if (!c->open)                                                                   \
        return CLOSED

int ASIGetNumOfConnectedCameras(void)
{
    return count();
}

int ASIGetCameraProperty(camera_info *info, int index)
{
    if (index < 0 || index >= count())
        return INVALID_INDEX;
    memset(info, 0, sizeof *info);
    strcpy(info->name, "ZWO ASI294MM Pro");
    info->id = id_of(index);
    info->max_height = HEIGHT, info->max_width = WIDTH;
    info->bins[0] = 1, info->bins[1] = 2;
    info->image_types[0] = RAW8, info->image_types[1] = RAW16, info->image_types[2] = -1;
    info->pixel_micron = 4.63;
    info->cooler = 1, info->usb3_host = 1, info->usb3_camera = 1, info->st4_port = 1;
    info->electrons_per_adu = (float)pow(10, (100 - (double)(cameras[index].powered ? cameras[index].value[GAIN] : 100)) / 200);
    info->bit_depth = DEPTH;
    return SUCCESS;
}

int ASIOpenCamera(int id)
{
    ENTER_UNOPENED;
    if (ordered("held"))
        return GENERAL;
    note("open %d", (int)(c - cameras));
    if (!c->powered)
        power_up(c);
    c->open = 1, c->init = 0;
    return SUCCESS;
}

int ASIInitCamera(int id)
{
    ENTER;
    c->init = 1, c->status = IDLE;
    return SUCCESS;
}

int ASICloseCamera(int id)
{
    ENTER_UNOPENED;
    note("close %d", (int)(c - cameras));
    c->open = 0;
    return SUCCESS;
}

int ASIGetNumOfControls(int id, int *n)
{
    ENTER;
    *n = NCAPS;
    return SUCCESS;
}

#if OLD < 2
int ASIGetControlCaps(int id, int index, control_caps *caps)
{
    ENTER;
    if (index < 0 || index >= NCAPS)
        return INVALID_INDEX;
    *caps = CAPS[index];
    return SUCCESS;
}
#endif

static const control_caps *caps_of(int type)
{
    for (int i = 0; i < NCAPS; i++)
        if (CAPS[i].type == type)
            return &CAPS[i];
    return NULL;
}

int ASIGetControlValue(int id, int type, long *value, int *is_auto)
{
    ENTER;
    if (!caps_of(type))
        return INVALID_CONTROL;
    thermal(c);
    *value = type == TEMPERATURE ? lround(c->celsius * 10) : c->value[type];
    *is_auto = 0;
    return SUCCESS;
}

int ASISetControlValue(int id, int type, long value, int is_auto)
{
    double deaf, step;
    ENTER;
    const control_caps *caps = caps_of(type);
    (void)is_auto;
    if (!caps)
        return INVALID_CONTROL;
    if (!caps->writable)
        return GENERAL;
    thermal(c);
    if (type == EXPOSURE && order("coarse", &step, NULL))
        value -= value % (long)step;
    if (!order("deaf", &deaf, NULL) || (int)deaf != type) {
        value = value > caps->max ? caps->max : value < caps->min ? caps->min : value;
        if (value != c->value[type] && (type == COOLER_ON || type == FAN_ON || type == HEATER))
            note("%s %ld", caps->name, value);
        c->value[type] = value;
    }
    return SUCCESS;
}

int ASISetROIFormat(int id, int width, int height, int bin, int type)
{
    ENTER;
    if (c->status == WORKING)
        return INVALID_SEQUENCE;
    if (bin < 1 || bin > 2 || width <= 0 || height <= 0 || width % 8 || height % 2 || width * bin > WIDTH
        || height * bin > HEIGHT)
        return INVALID_SIZE;
    if (type != RAW8 && type != RAW16)
        return INVALID_TYPE;
    if (ordered("shrink"))
        width -= 8;
    c->width = width, c->height = height, c->bin = bin, c->type = type;
    c->x = (WIDTH / bin - width) / 2, c->y = (HEIGHT / bin - height) / 2;
    return SUCCESS;
}

int ASIGetROIFormat(int id, int *width, int *height, int *bin, int *type)
{
    ENTER;
    *width = c->width, *height = c->height, *bin = c->bin, *type = c->type;
    return SUCCESS;
}

int ASISetStartPos(int id, int x, int y)
{
    ENTER;
    if (x < 0 || y < 0 || x + c->width > WIDTH / c->bin || y + c->height > HEIGHT / c->bin)
        return OUT_OF_BOUNDS;
    c->x = x, c->y = y;
    return SUCCESS;
}

int ASIGetStartPos(int id, int *x, int *y)
{
    ENTER;
    *x = c->x, *y = c->y;
    return SUCCESS;
}

int ASIStartExposure(int id, int dark)
{
    ENTER;
    if (!c->init)
        return CLOSED;
    if (c->status == WORKING)
        return EXPOSING;
    thermal(c);
    c->exposure = ++exposures;
    c->status = WORKING, c->began = now(), c->dark_celsius = c->celsius;
    note("start %ld dark %d us %ld", c->exposure, dark, c->value[EXPOSURE]);
    return SUCCESS;
}

int ASIStopExposure(int id)
{
    ENTER;
    note("stop");
    c->status = IDLE;
    return SUCCESS;
}

int ASIGetExpStatus(int id, int *status)
{
    ENTER;
    if (c->status == WORKING && now() - c->began >= (double)c->value[EXPOSURE] / 1e6
        && !ordered_for("endless", c->exposure))
        c->status = ordered_for("fail", c->exposure) ? FAILED : DONE;
    *status = c->status;
    return SUCCESS;
}

#if OLD < 2
int ASIGetDataAfterExp(int id, unsigned char *into, long size)
{
    ENTER;
    if (c->status != DONE)
        return INVALID_SEQUENCE;
    while (ordered_for("hang", c->exposure))
        nanosleep(&(struct timespec){0, 5000000}, NULL);
    if (ordered_for("spoil", c->exposure))
        return TIMEOUT;
    if (size < (long)c->width * c->height * (c->type == RAW16 ? 2 : 1))
        return BUFFER_TOO_SMALL;
    develop(c, into);
    c->status = IDLE;
    return SUCCESS;
}
#endif

#if OLD < 1
char *ASIGetSDKVersion(void)
{
    static char version[32];
    double n = 37;
    order("sdk", &n, NULL);
    snprintf(version, sizeof version, "1, %d, 0, 1", (int)n);
    return version;
}

int ASIGetSerialNumber(int id, unsigned char *serial)
{
    ENTER;
    if (ordered("nameless"))
        return GENERAL;
    memcpy(serial, (unsigned char[]){10, 11, 12, 13, 0, 0, 0, (unsigned char)(c - cameras)}, 8);
    return SUCCESS;
}
#endif
