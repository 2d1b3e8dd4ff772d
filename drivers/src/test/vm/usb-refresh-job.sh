#!/bin/sh
# In the machine: Darkbox as it is installed, its own unit and udev rule, and an emulated camera that is pulled out and
# plugged in again twice while a whole refresh runs: in the middle of an exposure, and of a readout. What was said is left in
# said/, the library in library/.
. vm/sandbox.sh
. vm/usb.sh
mkdir -p said

cp darkbox-usb.rules /etc/udev/rules.d/60-darkbox-usb.rules && udevadm control --reload
cp darkbox.tmpfiles /usr/lib/tmpfiles.d/darkbox.conf && systemd-tmpfiles --create darkbox.conf
cp -r tree /opt/darkbox
cp darkbox.toml /etc/darkbox/
cp darkboxd.service /etc/systemd/system/
# on a machine as slow as this one nothing is ever hot enough for the daemon's usual compiler
mkdir -p /etc/systemd/system/darkboxd.service.d
printf '[Service]\nEnvironment="DARKBOX_JVM_FLAGS=-XX:+TieredCompilation -XX:TieredStopAtLevel=1"\n' \
    > /etc/systemd/system/darkboxd.service.d/slow.conf
systemctl daemon-reload

# happened N WORDS LIMIT: that the run has told of something so often
happened() {
    waited=0
    while [ "$(grep -c "$2" said/events)" -lt "$1" ]; do
        [ $waited -lt "$3" ] && kill -0 $follower || { echo "not ok: no $1 times $2"; break; }
        sleep 0.2
        waited=$((waited + 1))
    done
}

# away N: until the run waits for it, the Nth time
away() {
    echo "# unplugged: $(order '1 unplug'), up $(cut -d' ' -f1 /proc/uptime) s"
    happened "$1" '"event":"recovering".*"rung":"wait"' 600
    sleep 3
    order '1 slow 0' > /dev/null
    echo "# plugged in: $(order '1 plug')"
}

plugged h9:SX0042@1
systemctl start darkboxd
echo "# the daemon is $(systemctl is-active darkboxd), up $(cut -d' ' -f1 /proc/uptime) s"
/opt/darkbox/bin/darkbox refresh all --follow --json > said/events 2>&1 &
follower=$!

# the exposure after the second that was accepted
happened 2 '"event":"frame-accepted".*"label":"dark_20s"' 3000
exposing=$(grep -c '"event":"exposing".*"label":"dark_20s"' said/events)
happened $((exposing + 1)) '"event":"exposing".*"label":"dark_20s"' 300
sleep 5
away 1

# seven seconds a frame, and the readout of the second
happened 1 '"event":"set-ended".*"label":"dark_20s"' 3000
order '1 slow 100000' > /dev/null
happened 1 '"event":"frame-accepted".*"label":"darkflat_Ha_0p5s"' 3000
exposing=$(grep -c '"event":"exposing".*"label":"darkflat_Ha_0p5s"' said/events)
[ "$exposing" -gt 1 ] || happened 2 '"event":"exposing".*"label":"darkflat_Ha_0p5s"' 300
sleep 2
away 2

wait $follower
echo "# the refresh ended with $?, up $(cut -d' ' -f1 /proc/uptime) s"
systemctl show darkboxd -p User -p MainPID -p NRestarts -p ActiveState -p MemoryPeak > said/unit
grep -E '^(VmHWM|VmRSS|Uid|Groups)' /proc/"$(systemctl show -P MainPID darkboxd)"/status > said/process
order '1 told' > said/told
cp -r /var/lib/darkbox library
journalctl --no-pager -o cat -u darkboxd > said/journal
systemctl stop darkboxd
systemctl show -p Result darkboxd >> said/unit
unplugged
dmesg | grep -E 'audit|usb|vhci' | tail -n 8
