#!/usr/bin/python3
"""Cameras of sx_camera.py on a bus that one program sees instead of the machine's:

  umockdev-wrapper /usr/bin/python3 sx_umockdev.py [--camera MODEL[:SERIAL]@PORT]... --control SOCKET -- PROGRAM...

No kernel, no rights. On the socket, a command a line: PORT unplug | PORT plug | PORT ORDER N (see sx_camera.py) | PORT told;
each is answered with a line. Needs umockdev, gir1.2-umockdev-1.0, python3-gi.
"""
import argparse
import errno
import os
import socket
import struct
import subprocess
import sys
import threading
import time

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sx_camera  # noqa: E402

# <linux/usbdevice_fs.h>
CLAIM, RELEASE, SETCONF, CLEAR_HALT, RESET = 0x8004550F, 0x80045510, 0x80045505, 0x80045515, 0x5514
CAPABILITIES, SUBMIT, DISCARD, REAP, REAP_NOW = 0x8004551A, 0x8038550A, 0x550B, 0x4008550C, 0x4008550D
GETDRIVER, DISCONNECT_CLAIM = 0x41045508, 0x8108551B
URB = struct.Struct("<BBxxiIxxxxQiiiiiIQ")
STATUS_AT, BUFFER_AT, ACTUAL_AT = 4, 16, 28
CONTROL, NO_SIZE_LIMIT = 2, 0x04
NAP_S = 0.001


class Transfer:
    def __init__(self, urb):
        fields = URB.unpack(bytes(urb.retrieve()))
        self.urb, self.kind, self.pipe, self.length = urb, fields[0], fields[1], fields[5]
        self.buffer = urb.resolve(BUFFER_AT, self.length) if self.length else None
        self.got, self.status = bytearray(), 0
        self.done = False

    def end(self, status, actual):
        self.urb.update(STATUS_AT, struct.pack("<i", status))
        self.urb.update(ACTUAL_AT, struct.pack("<i", actual))
        if self.got:
            self.buffer.update(0, bytes(self.got))
        self.done = True


class Plug:
    """One camera in one socket."""

    def __init__(self, bed, port, camera, number):
        self.bed, self.port, self.camera, self.address = bed, port, camera, number
        self.kept = []
        self.plug()

    def plug(self):
        self.gone, self.live, self.address = False, [], self.address + 1
        self.node = "bus/usb/001/%03d" % self.address
        self.path = "/devices/pci0/usb1/1-%s" % self.port
        self.bed.add_from_string(
            "P: %s\nN: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DEVNAME=/dev/%s\nE: BUSNUM=001\nE: DEVNUM=%03d\n"
            "E: MAJOR=189\nE: MINOR=%d\nA: busnum=1\\n\nA: devnum=%d\\n\nA: speed=480\\n\nA: bConfigurationValue=1\\n\n"
            "A: idVendor=%04x\\n\nA: idProduct=%04x\\n\nH: descriptors=%s\n\n" % (
                self.path, self.node, self.node, self.address, self.address - 1, self.address, self.camera.vendor,
                self.camera.product, self.camera.descriptors().hex().upper()))
        self.base = UMockdev.IoctlBase.new()
        self.base.connect("handle-ioctl", self.ioctl)
        self.bed.attach_ioctl("/dev/" + self.node, self.base)
        self.bed.uevent("/sys" + self.path, "add")

    def unplug(self):
        self.gone = True
        self.bed.uevent("/sys" + self.path, "remove")
        self.bed.remove_device("/sys" + self.path)
        self.camera.reset()

    def pump(self):
        for transfer in self.live:
            if transfer.done:
                continue
            if self.gone:
                transfer.end(-errno.ESHUTDOWN, len(transfer.got))
            elif transfer.kind == CONTROL:
                transfer.end(-errno.EPIPE, 0)
            elif not transfer.pipe & 0x80:
                taken = self.camera.take(bytes(transfer.buffer.retrieve()))
                if taken is not None:
                    transfer.end(0 if taken else -errno.EPIPE, transfer.length if taken else 0)
            else:
                part, short = self.camera.give(transfer.length - len(transfer.got))
                transfer.got += part
                if short or len(transfer.got) == transfer.length:
                    transfer.end(0, len(transfer.got))
                else:
                    return  # those behind it wait for it

    def ioctl(self, base, client):
        request = client.get_request() & 0xFFFFFFFF
        argument = client.get_arg()
        if self.gone and request not in (REAP, REAP_NOW, DISCARD):
            client.complete(-1, errno.ENODEV)
        elif request == CAPABILITIES:
            argument.resolve(0, 4).update(0, struct.pack("<I", NO_SIZE_LIMIT))
            client.complete(0, 0)
        elif request in (CLAIM, RELEASE, SETCONF, CLEAR_HALT, DISCONNECT_CLAIM):
            client.complete(0, 0)
        elif request == RESET:
            self.camera.reset()
            client.complete(0, 0)
        elif request == GETDRIVER:
            client.complete(-1, errno.ENODATA)
        elif request == SUBMIT:
            self.live.append(Transfer(argument.resolve(0, URB.size)))
            self.pump()
            client.complete(0, 0)
        elif request == DISCARD:
            address = struct.unpack("<Q", bytes(argument.retrieve()))[0]
            found = [t for t in self.live if t.urb.client_addr == address and not t.done]
            for transfer in found:
                transfer.end(-errno.ENOENT, len(transfer.got))
            client.complete(0, 0) if found else client.complete(-1, errno.EINVAL)
        elif request in (REAP, REAP_NOW):
            self.reap(client, argument)
        else:
            client.complete(-1, errno.ENOTTY)
        return True

    def reap(self, client, argument):
        self.pump()
        done = next((t for t in self.live if t.done), None)
        if done is None:
            if not self.gone:
                time.sleep(NAP_S)  # the node always polls ready: whoever waits would ask without end
            client.complete(-1, errno.ENODEV if self.gone else errno.EAGAIN)
            return
        self.live.remove(done)
        self.kept = self.kept[-64:] + [done]
        argument.resolve(0, 8).set_ptr(0, done.urb)
        client.complete(0, 0)


def listen(path, plugs):
    """Orders are carried out on the main loop's thread, between two ioctls."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(4)

    def carry_out(line, answer):
        port, word, *number = line.split()
        plug = plugs[port]
        try:
            said = "ok"
            if word == "unplug":
                plug.unplug()
            elif word == "plug":
                plug.plug()
            elif word == "told":
                said = "|".join(plug.camera.told)
                plug.camera.told.clear()
            else:
                plug.camera.order(word, float(number[0]))
        except Exception as e:  # a test shall see it
            said = "failed: %r" % e
        answer.append(said)
        return False

    def serve(peer):
        with peer, peer.makefile("rw") as lines:
            for line in lines:
                answer = []
                GLib.idle_add(carry_out, line, answer)
                while not answer:
                    time.sleep(0.001)
                lines.write(answer[0] + "\n")
                lines.flush()

    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--camera", action="append", default=[])
    arguments.add_argument("--control")
    arguments.add_argument("program", nargs="+")
    given = arguments.parse_args()
    bed = UMockdev.Testbed.new()
    plugs = {}
    for number, text in enumerate(given.camera):
        what, port = text.split("@")
        model, _, serial = what.partition(":")
        plugs[port] = Plug(bed, port, sx_camera.Camera(model, serial), 10 * number + 1)
    if given.control:
        threading.Thread(target=listen, args=(given.control, plugs), daemon=True).start()
    loop = GLib.MainLoop()
    result = []

    def wait():
        result.append(subprocess.call(given.program))
        loop.quit()

    threading.Thread(target=wait, daemon=True).start()
    loop.run()
    os._exit(result[0] if result[0] >= 0 else 128 - result[0])


main()
