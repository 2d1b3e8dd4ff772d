#!/usr/bin/python3
"""Cameras of sx_camera.py on a bus that one program sees instead of the machine's:

  umockdev-wrapper /usr/bin/python3 sx_umockdev.py [--camera MODEL[:SERIAL]@PORT]... --control SOCKET -- PROGRAM...

No kernel, no rights. Orders come by the socket, see sx_plugs.py. Needs umockdev, gir1.2-umockdev-1.0, python3-gi.
"""
import argparse
import errno
import os
import queue
import struct
import subprocess
import sys
import threading
import time

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sx_plugs  # noqa: E402

# <linux/usbdevice_fs.h>
CLAIM, RELEASE, SETCONF, CLEAR_HALT, RESET = 0x8004550F, 0x80045510, 0x80045505, 0x80045515, 0x5514
CAPABILITIES, SUBMIT, DISCARD, REAP, REAP_NOW = 0x8004551A, 0x8038550A, 0x550B, 0x4008550C, 0x4008550D
GETDRIVER, DISCONNECT_CLAIM = 0x41045508, 0x8108551B
URB = struct.Struct("<BBxxiIxxxxQiiiiiIQ")
STATUS_AT, BUFFER_AT, ACTUAL_AT = 4, 16, 28
CONTROL, NO_SIZE_LIMIT = 2, 0x04
NAP_S = 0.001


class Urb:
    """A transfer in the memory of the program."""

    def __init__(self, urb):
        fields = URB.unpack(bytes(urb.retrieve()))
        self.urb, self.kind, self.inwards, length = urb, fields[0], fields[1] & 0x80, fields[5]
        self.buffer = urb.resolve(BUFFER_AT, length) if length else None
        self.transfer = sx_plugs.Transfer(length, None if self.inwards else bytes(self.buffer.retrieve()) if length else b"")
        self.done = False

    def end(self, status):
        self.urb.update(STATUS_AT, struct.pack("<i", status))
        self.urb.update(ACTUAL_AT, struct.pack("<i", self.transfer.moved(status)))
        if self.transfer.got:
            self.buffer.update(0, bytes(self.transfer.got))
        self.done = True


class Plug:
    """One camera in one socket."""

    def __init__(self, bed, port, camera, number):
        self.bed, self.port, self.camera, self.address = bed, port, camera, number
        self.kept = []
        self.owner = None  # who has claimed it
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

    def driver(self, name):
        """What the kernel shows as bound to its interface."""
        folder = "%s/sys/bus/usb/devices/1-%s:1.0" % (GLib.getenv("UMOCKDEV_DIR"), self.port)
        os.makedirs(folder, exist_ok=True)
        link = folder + "/driver"
        if os.path.lexists(link):
            os.unlink(link)
        if name:
            os.symlink("../../../../bus/usb/drivers/" + name, link)

    def claim(self, client):
        if self.owner is not None and self.owner != client and self.owner.get_connected():
            return errno.EBUSY
        self.owner = client
        self.driver("usbfs")
        return 0

    def release(self, client):
        if self.owner == client:
            self.owner = None
            self.driver("")
        return 0

    def unplug(self):
        self.gone = True
        self.owner = None
        self.driver("")
        self.bed.uevent("/sys" + self.path, "remove")
        self.bed.remove_device("/sys" + self.path)
        self.camera.reset()

    def pump(self):
        for urb in self.live:
            if urb.done:
                continue
            if self.gone:
                urb.end(-errno.ESHUTDOWN)
            elif urb.kind == CONTROL:
                urb.end(-errno.EPIPE)
            else:
                status = urb.transfer.move(self.camera)
                if status is not None:
                    urb.end(status)
                elif urb.inwards:
                    return  # those behind it wait for it

    def ioctl(self, base, client):
        request = client.get_request() & 0xFFFFFFFF
        argument = client.get_arg()
        if self.gone and request not in (REAP, REAP_NOW, DISCARD):
            client.complete(-1, errno.ENODEV)
        elif request == CAPABILITIES:
            argument.resolve(0, 4).update(0, struct.pack("<I", NO_SIZE_LIMIT))
            client.complete(0, 0)
        elif request in (CLAIM, DISCONNECT_CLAIM, RELEASE):
            error = self.release(client) if request == RELEASE else self.claim(client)
            client.complete(-1 if error else 0, error)
        elif request == SETCONF:
            client.complete(0, 0)
        elif request == CLEAR_HALT:
            self.camera.clear_halt()
            client.complete(0, 0)
        elif request == RESET:
            self.camera.reset()
            self.camera.told.append("reset")
            client.complete(0, 0)
        elif request == GETDRIVER:
            client.complete(-1, errno.ENODATA)
        elif request == SUBMIT:
            self.live.append(Urb(argument.resolve(0, URB.size)))
            self.pump()
            client.complete(0, 0)
        elif request == DISCARD:
            address = struct.unpack("<Q", bytes(argument.retrieve()))[0]
            found = [u for u in self.live if u.urb.client_addr == address and not u.done]
            for urb in found:
                urb.end(-errno.ENOENT)
            client.complete(0, 0) if found else client.complete(-1, errno.EINVAL)
        elif request in (REAP, REAP_NOW):
            self.reap(client, argument)
        else:
            client.complete(-1, errno.ENOTTY)
        return True

    def reap(self, client, argument):
        self.pump()
        done = next((u for u in self.live if u.done), None)
        if done is None:
            if not self.gone:
                time.sleep(NAP_S)  # the node always polls ready: whoever waits would ask without end
            client.complete(-1, errno.ENODEV if self.gone else errno.EAGAIN)
            return
        self.live.remove(done)
        self.kept = self.kept[-64:] + [done]
        argument.resolve(0, 8).set_ptr(0, done.urb)
        client.complete(0, 0)


def between_two_ioctls(call):
    """Calls on the main loop's thread."""
    answer = queue.Queue()
    GLib.idle_add(lambda: answer.put(call()))
    return answer.get()


def main():
    arguments = argparse.ArgumentParser()
    sx_plugs.add_arguments(arguments)
    arguments.add_argument("program", nargs="+")
    given = arguments.parse_args()
    bed = UMockdev.Testbed.new()
    plugs = {port: Plug(bed, port, camera, 10 * number + 1)
             for number, (port, camera) in enumerate(sx_plugs.cameras(given).items())}
    if given.control:
        sx_plugs.listen(given.control, plugs, between_two_ioctls, GLib.getenv("UMOCKDEV_DIR"))
    loop = GLib.MainLoop()
    result = []

    def wait():
        result.append(subprocess.call(given.program))
        loop.quit()

    threading.Thread(target=wait, daemon=True).start()
    loop.run()
    os._exit(result[0] if result[0] >= 0 else 128 - result[0])


main()
