# Read by the jobs, in the machine: emulated cameras on the kernel's own bus.
modprobe vhci-hcd

# plugged CAMERA@PORT...: returns when the kernel has configured all of them and udev has done its part
plugged() {
    arguments=
    for camera in "$@"; do arguments="$arguments --camera $camera"; done
    rm -f /run/sx
    python3 -B peer/sx_usbip.py --control /run/sx $arguments &
    emulator=$!
    waited=0
    until [ "$(ls -d /sys/bus/usb/devices/1-[1-9]:1.0 2>/dev/null | wc -l)" = $# ] && [ -S /run/sx ]; do
        [ $waited -lt 300 ] && kill -0 $emulator || { echo "not ok the kernel sees no camera"; exit 1; }
        sleep 0.1
        waited=$((waited + 1))
    done
    udevadm settle
}

# all of them, and whoever played them
unplugged() {
    kill $emulator
    wait $emulator 2>/dev/null
    while ls -d /sys/bus/usb/devices/1-? >/dev/null 2>&1; do sleep 0.1; done
}

# order "PORT WORD...": says the answer
order() {
    python3 -c 'import socket, sys
wire = socket.socket(socket.AF_UNIX)
wire.connect("/run/sx")
lines = wire.makefile("rw")
print(sys.argv[1], file=lines, flush=True)
print(lines.readline(), end="")' "$1"
}
