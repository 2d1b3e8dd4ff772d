"""What every bus of emulated cameras has, whoever plays the bus: cameras by port, transfers, and a socket for orders.

On the socket, a command a line: PORT unplug | PORT plug | PORT ORDER N (see sx_camera.py) | PORT told | - bus (where other
programs find it); each is answered with a line, once it is carried out.
"""
import errno
import os
import socket
import threading

import sx_camera


def add_arguments(parser):
    parser.add_argument("--camera", action="append", default=[], metavar="MODEL[:SERIAL]@PORT")
    parser.add_argument("--control", metavar="SOCKET")


def cameras(given):
    """By port, in the order they were named."""
    found = {}
    for text in given.camera:
        what, port = text.split("@")
        model, _, serial = what.partition(":")
        found[port] = sx_camera.Camera(model, serial)
    return found


class Transfer:
    """One bulk transfer on its way: to the camera when it has data, from it when it has none."""

    def __init__(self, length, data=None):
        self.length, self.data, self.got = length, data, bytearray()

    def move(self, camera):
        """Moves what can be moved now; None as long as there is more to come, else how it ended."""
        if self.data is not None:
            taken = camera.take(self.data)
            return None if taken is None else 0 if taken else -errno.EPIPE
        part, short = camera.give(self.length - len(self.got))
        self.got += part
        return 0 if short or len(self.got) == self.length else None

    def moved(self, status):
        """How many bytes, now that it has ended."""
        return len(self.got) if self.data is None else self.length if status == 0 else 0


def carry_out(line, plugs, bus):
    try:
        port, word, *number = line.split()
        if word == "bus":
            return bus
        plug = plugs[port]
        if word == "unplug":
            plug.unplug()
        elif word == "plug":
            plug.plug()
        elif word == "told":
            said = "|".join(plug.camera.told)
            plug.camera.told.clear()
            return said
        else:
            plug.camera.order(word, float(number[0]))
        return "ok"
    except Exception as e:  # a test shall see it
        return "failed: %r" % e


def listen(path, plugs, safely, bus=""):
    """Takes orders, on threads of its own, from anybody on this machine.

    safely: calls what it is given, and returns what that returns, where plugs may be touched
    bus: what other programs must know to find it
    """
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    os.chmod(path, 0o666)
    server.listen(4)

    def serve(peer):
        with peer, peer.makefile("rw") as lines:
            for line in lines:
                lines.write(safely(lambda: carry_out(line, plugs, bus)) + "\n")
                lines.flush()

    def welcome():
        while True:
            threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=welcome, daemon=True).start()
