/* The part of ZWO's camera interface that is used here, in our own words: what the names, types and numbers of
 * libASICamera2.so are, for a library that stands in for it in tests. 64-bit Linux. */
#ifndef STANDIN_ASI_H
#define STANDIN_ASI_H

typedef struct {
    char name[64];
    int id;
    long max_height, max_width;
    int color;
    int bayer;
    int bins[16];
    int image_types[8];
    double pixel_micron;
    int mechanical_shutter;
    int st4_port;
    int cooler;
    int usb3_host;
    int usb3_camera;
    float electrons_per_adu;
    int bit_depth;
    int trigger;
    char unused[16];
} camera_info;

typedef struct {
    char name[64];
    char description[128];
    long max, min, by_default;
    int auto_;
    int writable;
    int type;
    char unused[32];
} control_caps;

enum { SUCCESS, INVALID_INDEX, INVALID_ID, INVALID_CONTROL, CLOSED, REMOVED, INVALID_SIZE = 8, INVALID_TYPE = 9,
       OUT_OF_BOUNDS = 10, TIMEOUT = 11, INVALID_SEQUENCE = 12, BUFFER_TOO_SMALL = 13, EXPOSING = 15, GENERAL = 16 };

enum { GAIN, EXPOSURE, GAMMA, RED, BLUE, OFFSET, BANDWIDTH, TEMPERATURE = 8, FLIP = 9, HARDWARE_BIN = 13,
       HIGH_SPEED = 14, COOLER_POWER = 15, TARGET = 16, COOLER_ON = 17, MONO_BIN = 18, FAN_ON = 19, HEATER = 21,
       CONTROLS = 32 };

enum { IDLE, WORKING, DONE, FAILED };

enum { RAW8 = 0, RAW16 = 2 };

#endif
