#!/usr/bin/python3
"""Cameras of sx_camera.py on the kernel's own USB bus, by USB/IP: real ports, real drivers, real rights.

  modprobe vhci-hcd; sx_usbip.py [--camera MODEL[:SERIAL]@PORT]... --control SOCKET

As root. A camera at port 1 is plugged into the first socket of the bus that vhci-hcd brings: 1-1, where there is no other bus.
Orders come by the socket, see sx_plugs.py.
"""
import argparse
import collections
import errno
import os
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sx_plugs  # noqa: E402

HUB = "/sys/devices/platform/vhci_hcd.0/"
FREE, HIGH_SPEED = 4, 3
DETACH_LIMIT_S = 10
NAP_S = 0.003

# <drivers/usb/usbip>: the kernel is the client
HEADER = struct.Struct(">5I")
SUBMIT, UNLINK, SUBMITTED, UNLINKED = 1, 2, 3, 4
OUT = 0
MOST_BYTES = 16 << 20

# USB 2.0, chapter 9
GET_STATUS, CLEAR_FEATURE, GET_DESCRIPTOR, GET_CONFIGURATION, SET_CONFIGURATION, GET_INTERFACE, SET_INTERFACE = (
    0, 1, 6, 8, 9, 10, 11)
TO_ENDPOINT, TYPE = 0x02, 0x60
DEVICE, CONFIGURATION = 1, 2

# held whenever a camera is touched
cameras = threading.Condition()


class Gone(Exception):
    pass


class Plug:
    """One camera in one socket of the bus."""

    def __init__(self, port, camera):
        self.port, self.camera = int(port), camera
        self.wire = None
        self.plug()

    def plug(self):
        """The kernel gets one end of a pair of sockets, as from its own tool after it has asked a server."""
        if self.wire is not None:
            raise ValueError("plugged in")
        ours, theirs = socket.socketpair()
        with theirs, open(HUB + "attach", "w") as attach:
            attach.write("%d %d %d %d" % (self.port - 1, theirs.fileno(), 1 << 16 | self.port, HIGH_SPEED))
        self.wire = Wire(ours, self.camera)

    def unplug(self):
        """Returns when the kernel has noticed."""
        if self.wire is None:
            raise ValueError("not plugged in")
        self.wire.cut()
        self.wire = None
        deadline = time.monotonic() + DETACH_LIMIT_S
        while self.state() != FREE:
            if time.monotonic() > deadline:
                raise TimeoutError("the kernel keeps port %d" % self.port)
            time.sleep(NAP_S)
        self.camera.reset()

    def state(self):
        with open(HUB + "status") as status:
            for line in status:
                hub, port, state, *_ = line.split()
                if hub == "hs" and int(port) == self.port - 1:
                    return int(state)
        raise ValueError("the bus has no port %d" % self.port)


class Pending:
    """A transfer that the kernel waits for."""

    def __init__(self, number, transfer):
        self.number, self.transfer, self.ended = number, transfer, False


class Wire:
    """What goes between the kernel and one camera, from its being plugged in to its being unplugged."""

    def __init__(self, wire, camera):
        self.wire, self.camera = wire, camera
        self.pending, self.endpoints, self.is_cut = {}, {}, False
        threading.Thread(target=self.serve, daemon=True).start()

    def cut(self):
        self.is_cut = True
        cameras.notify_all()
        self.wire.shutdown(socket.SHUT_RDWR)

    def serve(self):
        try:
            while True:
                command, number, _, direction, endpoint = HEADER.unpack(self.read(HEADER.size))
                rest = self.read(28)
                if command == SUBMIT:
                    length, = struct.unpack_from(">I", rest, 4)
                    data = self.read(length) if direction == OUT else None
                    self.submit(number, endpoint, direction, length, data, rest[20:])
                elif command == UNLINK:
                    self.unlink(number, *struct.unpack_from(">I", rest))
                else:
                    raise ValueError("command %d" % command)
        except (Gone, OSError):
            pass
        finally:
            with cameras:
                self.is_cut = True
                cameras.notify_all()
            self.wire.close()

    def read(self, length):
        if length > MOST_BYTES:
            raise ValueError("%d bytes at once" % length)
        got = bytearray()
        while len(got) < length:
            part = self.wire.recv(length - len(got))
            if not part:
                raise Gone
            got += part
        return bytes(got)

    def submit(self, number, endpoint, direction, length, data, setup):
        if endpoint == 0:
            status, answer = self.control(*struct.unpack("<BBHHH", setup))
            with cameras:
                self.answer(number, status, length if direction == OUT else len(answer), answer)
            return
        pending = Pending(number, sx_plugs.Transfer(length, data))
        with cameras:
            self.pending[number] = pending
            if (endpoint, direction) not in self.endpoints:  # a worker each: transfers of an endpoint end in their order
                transfers = self.endpoints[endpoint, direction] = collections.deque()
                threading.Thread(target=self.work, args=(transfers,), daemon=True).start()
            self.endpoints[endpoint, direction].append(pending)
            cameras.notify_all()

    def work(self, transfers):
        with cameras:
            while not self.is_cut:
                if not transfers:
                    cameras.wait()
                elif transfers[0].ended:
                    transfers.popleft()
                else:
                    status = transfers[0].transfer.move(self.camera)
                    if status is None:
                        cameras.wait(NAP_S)
                    else:
                        self.end(transfers[0], status)

    def end(self, pending, status):
        del self.pending[pending.number]
        pending.ended = True
        moved = pending.transfer.moved(status)
        self.answer(pending.number, status, moved, bytes(pending.transfer.got))

    def answer(self, number, status, length, data):
        try:
            self.wire.sendall(HEADER.pack(SUBMITTED, number, 0, 0, 0) + struct.pack(">iiIII8x", status, length, 0, 0, 0) + data)
        except OSError:
            pass  # the reader notices

    def unlink(self, number, victim):
        """What has come already is not lost: the transfer ends with it, as on a bus of wires, and there is nothing to unlink."""
        with cameras:
            pending = self.pending.get(victim)
            if pending is not None:
                self.end(pending, -errno.ECONNRESET)
            self.wire.sendall(HEADER.pack(UNLINKED, number, 0, 0, 0) + struct.pack(">i24x", 0))

    def control(self, kind, request, value, index, length):
        """Status and answer. The kernel gives addresses and resets ports itself; a reset shows as another configuring."""
        nothing, stall = (0, b""), (-errno.EPIPE, b"")
        if kind & TYPE:
            return stall  # the maker's requests come by the pipes
        if request == GET_DESCRIPTOR:
            descriptors = self.camera.descriptors()
            of = {DEVICE: descriptors[:18], CONFIGURATION: descriptors[18:]}.get(value >> 8)
            return stall if of is None else (0, of[:length])
        if request == GET_STATUS:
            return 0, b"\0\0"[:length]
        if request in (GET_CONFIGURATION, GET_INTERFACE):
            return 0, bytes([request == GET_CONFIGURATION])
        if request == SET_CONFIGURATION:
            with cameras:
                self.camera.reset()
            return nothing
        if request == CLEAR_FEATURE and kind == TO_ENDPOINT:
            with cameras:
                self.camera.clear_halt()
            return nothing
        return nothing if request == SET_INTERFACE else stall


def one_at_a_time(call):
    with cameras:
        return call()


def main():
    arguments = argparse.ArgumentParser()
    sx_plugs.add_arguments(arguments)
    given = arguments.parse_args()
    plugs = {port: Plug(port, camera) for port, camera in sx_plugs.cameras(given).items()}
    if given.control:
        sx_plugs.listen(given.control, plugs, one_at_a_time)
    threading.Event().wait()


main()
