"""A Starlight Xpress camera as a state machine: bytes in, bytes out, no bus. It fails as it is told to.

Commands on order: stall N | short N | hang 0|1 | slow BYTES_PER_S (0: fast) | temp C | told
"""
import array
import math
import random
import struct
import time

MODELS = {  # product, model word, columns, rows of a field, pixel in um x and y, capabilities
    "h694": (0x0194, 0x57, 2750, 2200, 4.54, 4.54, 0x31 | 0x04),
    "h9": (0x0119, 0x09, 1392, 1040, 6.45, 6.45, 0x11 | 0x04),
    "h36": (0x0136, 0x24, 4904, 3280, 7.4, 7.4, 0x31 | 0x04),
    "26mp": (0x07FF, 0x3F, 6248, 4176, 3.76, 3.76, 0x31 | 0x04),  # nobody made it
    "m8": (0x0308, 0xC8, 2312, 860, 3.4, 6.8, 0x11),
    "m7": (0x0107, 0x47, 752, 290, 8.6, 16.6, 0x11),
    # smaller than any that is sold
    "tiny": (0x0525, 0x3C, 320, 240, 4.54, 4.54, 0x11 | 0x04),
    "woven": (0x0507, 0x46, 320, 120, 8.2, 16.4, 0x01),
}
ODD, EVEN, BOTH, NO_WIPE = 1, 2, 3, 8
PACKET = 512
AMBIENT_C = 15.0


class Camera:
    vendor = 0x1278

    def __init__(self, model, serial="", clock=time.monotonic):
        self.product, self.word, self.columns, self.rows, self.px, self.py, self.capabilities = MODELS[model]
        self.serial, self.clock = serial, clock
        self.random = random.Random(serial + model)
        tape = array.array("H", (max(0, int(self.random.gauss(1000, 12))) for _ in range(8192)))
        self.tape = tape
        self.sensor_c, self.goal_c, self.cools, self.seen = AMBIENT_C, AMBIENT_C, 0, clock()
        self.stalls = self.lacking = self.frames = 0
        self.hangs, self.halted, self.rate, self.told = False, False, 0.0, []
        self.reset()

    def reset(self):
        now = self.clock()
        self.cleared = {ODD: now, EVEN: now}
        self.out = []  # blocks: when it begins to come, its bytes, how many are gone
        self.hangs = self.halted = False

    # ---- the bus asks

    def clear_halt(self):
        self.halted = False

    def take(self, block):
        """One bulk write; False for a stall, which lasts until it is cleared, None for silence."""
        if self.hangs:
            return None
        if self.stalls > 0 and not self.halted:
            self.stalls -= 1
            self.halted = True
        if self.halted:
            return False
        if len(block) < 8:
            return False
        kind, op, value, index, length = struct.unpack_from("<BBHHH", block)
        self.told.append("%02x %d %04x %04x %s" % (kind, op, value, index, bytes(block[8:]).hex()))
        known = self.OPS.get(op)
        if known is None:
            return False
        known(self, value, index, block[8:])
        return True

    def give(self, most):
        """What has come: bytes, and whether they end with a packet that is not full."""
        if self.hangs or not self.out:
            return b"", False
        begins, data, gone = self.out[0]
        now = self.clock()
        if now < begins:
            return b"", False
        there = len(data)
        if self.rate:
            there = min(there, int(self.rate * (now - begins)) // PACKET * PACKET) if now - begins < there / self.rate else there
        n = min(most, there - gone)
        part = bytes(data[gone:gone + n])
        self.out[0][2] += n
        ends = self.out[0][2] == len(data)
        if ends:
            del self.out[0]
        return part, ends and len(data) % PACKET != 0

    # ---- what it does

    def say(self, data, delay=0.0):
        self.out.append([self.clock() + delay, data, 0])

    def cool(self):
        now = self.clock()
        goal = max(self.goal_c, AMBIENT_C - 40) if self.cools else AMBIENT_C
        self.sensor_c += (goal - self.sensor_c) * (1 - math.exp(-(now - self.seen) / 2.0))
        self.seen = now
        return self.sensor_c

    def clear(self, value, index, rest):
        for field in (ODD, EVEN):
            wipes = not value & NO_WIPE and not value & 0x40
            named = (value & BOTH or (BOTH if wipes else 0)) & field
            if named and not value & 0x80:
                self.cleared[field] = self.clock()

    def frame(self, field, window, exposure):
        x, y, columns, rows, xbin, ybin = struct.unpack_from("<HHHHBB", window)
        columns, rows = columns // max(1, xbin), rows // max(1, ybin)
        dark = int(0.5 * 2 ** ((self.cool() + 10) / 6.3) * exposure * xbin * ybin)
        tape = array.array("H", (min(65535, v + dark) for v in self.tape))
        tape = (tape * (columns // len(tape) + 2)).tobytes()
        start = self.random.randrange
        out = bytearray().join(tape[o:o + 2 * columns] for o in (2 * start(8192) for _ in range(rows)))
        self.frames += 1
        struct.pack_into("<HH", out, 0, field, self.frames & 0xFFFF)  # who is who, for tests
        out = out[:len(out) - self.lacking]
        self.lacking = 0
        return out

    def read_now(self, value, index, rest):
        field = value & BOTH or BOTH
        began = max(self.cleared[f] for f in (ODD, EVEN) if field & f)
        self.say(self.frame(field, rest, self.clock() - began))

    def read_delayed(self, value, index, rest):
        # cameras are lenient about the length that is told; the delay is always there
        seconds = struct.unpack_from("<I", rest, 10)[0] / 1000
        self.out.clear()
        self.say(self.frame(value & BOTH or BOTH, rest, seconds), seconds)

    def stop(self, value, index, rest):
        now = self.clock()
        self.out = [block for block in self.out if block[0] <= now and block[2] > 0]

    def sizes(self, value, index, rest):
        self.say(struct.pack("<BBHBBHHHHBBB", 12, 4, self.columns, 4, 2, self.rows, int(self.px * 256),
                             int(self.py * 256), 0x0FFF, 16, 2, self.capabilities))

    def memory(self, value, index, rest):
        text = self.serial.encode().ljust(32, b"\0")
        at = value - 0x3FC0
        self.say(text[at:at + 16] if 0 <= at <= 16 else b"\xff" * 16)

    def cooler(self, value, index, rest):
        was = self.cools
        kelvin = int(round((self.cool() + 273) * 10))
        self.goal_c, self.cools = value / 10 - 273, index & 1
        self.say(struct.pack("<HB", kelvin, was))

    def look(self, value, index, rest):
        self.say(struct.pack("<HB", int(round((self.cool() + 273) * 10)), self.cools))

    OPS = {
        0: lambda self, v, i, rest: self.say(bytes(rest)),
        1: clear, 2: read_delayed, 3: read_now, 6: stop, 8: sizes, 15: memory, 30: cooler, 31: look,
        14: lambda self, v, i, rest: self.say(struct.pack("<H", self.word)),
        19: lambda self, v, i, rest: self.say(struct.pack("<H", 1108)),
        32: lambda self, v, i, rest: self.say(b"\0\0"),
        255: lambda self, v, i, rest: self.say(b"\x08\x01\x01\x00"),
    }

    # ---- what a test orders

    def order(self, word, number):
        if word == "stall":
            self.stalls = int(number)
        elif word == "short":
            self.lacking = int(number)
        elif word == "hang":
            self.hangs = bool(number)
        elif word == "slow":
            self.rate = number
        elif word == "temp":
            self.sensor_c = number
        else:
            raise ValueError("order " + word)

    # ---- what is written in it

    def descriptors(self):
        pipes = b"".join(struct.pack("<BBBBHB", 7, 5, e, 2, PACKET, 0) for e in (0x01, 0x82))
        body = struct.pack("<BBBBBBBBB", 9, 4, 0, 0, 2, 0xFF, 0, 0, 0) + pipes
        config = struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), 1, 1, 0, 0x80, 250) + body
        return struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, self.vendor, self.product, 0x0100, 0, 0, 0,
                           1) + config
