/* Prints structure.field offset size, as this compiler lays the structures out. */
#include "standin_asi.h"

#include <stddef.h>
#include <stdio.h>

#define FIELD(s, f, name) printf("%s.%s %zu %zu\n", #s, name, offsetof(s, f), sizeof(((s *)0)->f))
#define PRINT(s, f) FIELD(s, f, #f)

int main(void)
{
    PRINT(camera_info, name);
    PRINT(camera_info, id);
    PRINT(camera_info, max_height);
    PRINT(camera_info, max_width);
    PRINT(camera_info, color);
    PRINT(camera_info, bayer);
    PRINT(camera_info, bins);
    PRINT(camera_info, image_types);
    PRINT(camera_info, pixel_micron);
    PRINT(camera_info, mechanical_shutter);
    PRINT(camera_info, st4_port);
    PRINT(camera_info, cooler);
    PRINT(camera_info, usb3_host);
    PRINT(camera_info, usb3_camera);
    PRINT(camera_info, electrons_per_adu);
    PRINT(camera_info, bit_depth);
    PRINT(camera_info, trigger);
    PRINT(camera_info, unused);
    printf("camera_info 0 %zu\n", sizeof(camera_info));
    PRINT(control_caps, name);
    PRINT(control_caps, description);
    PRINT(control_caps, max);
    PRINT(control_caps, min);
    PRINT(control_caps, by_default);
    FIELD(control_caps, auto_, "auto");
    PRINT(control_caps, writable);
    PRINT(control_caps, type);
    PRINT(control_caps, unused);
    printf("control_caps 0 %zu\n", sizeof(control_caps));
    return 0;
}
