"""Opens FITS files as astropy does, warnings as errors, checksums on; compares XISF twins with theirs.

usage: check_fits.py FILE...    a FILE whose .xisf stands beside it is compared with it
"""
import hashlib
import sys
import warnings
import xml.etree.ElementTree as ET

import numpy as np
from astropy.io import fits

warnings.simplefilter("error")
NS = "{http://www.pixinsight.com/xisf}"


def xisf(path):
    with open(path, "rb") as file:
        raw = file.read()
    assert raw[:8] == b"XISF0100" and raw[12:16] == b"\0\0\0\0", path
    length = int.from_bytes(raw[8:12], "little")
    root = ET.fromstring(raw[16:16 + length])
    assert root.tag == NS + "xisf" and root.get("version") == "1.0"
    image = root.find(NS + "Image")
    width, height, channels = map(int, image.get("geometry").split(":"))
    assert channels == 1 and image.get("sampleFormat") == "Float32" and image.get("bounds") == "0:1"
    kind, offset, size = image.get("location").split(":")
    offset, size = int(offset), int(size)
    assert kind == "attachment" and offset % 4096 == 0 and offset >= 16 + length and size == 4 * width * height
    assert offset + size == len(raw)
    block = raw[offset:offset + size]
    assert image.get("checksum") == "sha-1:" + hashlib.sha1(block).hexdigest()
    keys = {k.get("name"): k.get("value") for k in image.findall(NS + "FITSKeyword")}
    props = {p.get("id"): p.get("value") or p.text for p in image.findall(NS + "Property")}
    return image, keys, props, np.frombuffer(block, "<f4").reshape(height, width)


for path in sys.argv[1:]:
    with fits.open(path, checksum=True) as hdus:
        hdus.verify("exception")
        assert len(hdus) == 1, path
        header, data = hdus[0].header, hdus[0].data
        assert data.dtype == np.uint16, data.dtype
        print(path.split("/")[-1], header["IMAGETYP"], header["EXPTIME"], data.shape,
              int(data[0, 0]), int(data[0, -1]), int(data[-1, 0]), "%.3f" % data.mean())
        twin = path[:-4] + ".xisf"
        try:
            image, keys, props, unit = xisf(twin)
        except FileNotFoundError:
            continue
        adu = unit.astype(np.float64) * 65535
        worst = np.abs(adu - data).max()
        assert worst <= 0.504, worst  # half an ADU of rounding and the float's own
        # turned over it must not fit, or the line above says nothing about which way up the twins are
        assert np.abs(adu[::-1] - data).max() > 4 and np.abs(adu[:, ::-1] - data).max() > 4, "no asymmetry"
        for key in keys:
            if key != "IMAGETYP":
                value = keys[key]
                text = value[1:-1].rstrip().replace("''", "'") if value.startswith("'") else float(value)
                assert header[key] == text, (key, header[key], text)
        print(image.get("imageType"), keys["IMAGETYP"], props["Instrument:ExposureTime"])
