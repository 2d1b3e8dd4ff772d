#!/bin/sh
# In the machine: emulated cameras on the kernel's own bus, our user, our udev rule; each story of SxBusProcess by that user
# in the daemon's own unit, on cameras just plugged in. What it said is left in said/STORY, and what else is looked at.
. vm/sandbox.sh
. vm/usb.sh
mkdir -p said

# story NAME
story() {
    sandboxed $java -Dpatience=5 -Dusb4java.library.path=/job/usb dev.darkbox.device.usb.SxBusProcess /run/sx $1 > said/$1
    echo "# $1: ended with $?, $(wc -l < said/$1) lines, up $(cut -d' ' -f1 /proc/uptime) s"
}

plugged h9:SX0042@1
node=/dev/bus/usb/$(printf '001/%03d' "$(cat /sys/bus/usb/devices/1-1/devnum)")
stat -c '%U:%G %a' $node > said/without-rule
story survey
unplugged

cp darkbox-usb.rules /etc/udev/rules.d/60-darkbox-usb.rules && udevadm control --reload
plugged h9:SX0042@1
node=/dev/bus/usb/$(printf '001/%03d' "$(cat /sys/bus/usb/devices/1-1/devnum)")
stat -c '%U:%G %a' $node > said/with-rule
for name in whole faults unplug; do
    story $name
    unplugged
    plugged h9:SX0042@1
done

# a driver of the kernel's has taken it
modprobe usbserial vendor=0x1278 product=0x0119
readlink /sys/bus/usb/devices/1-1:1.0/driver > said/driver
story held
readlink /sys/bus/usb/devices/1-1:1.0/driver >> said/driver
modprobe -r usbserial
unplugged

plugged h9:A1@1 m7@2 h694:B2@3
story several
unplugged
systemctl --no-pager --full status sandboxed | head -n 4
dmesg | grep -E 'usb|vhci' | tail -n 5
