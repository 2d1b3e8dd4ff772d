#!/bin/bash
# Builds a small Debian 12 machine for QEMU that has what no ordinary machine has: a simulated GPIO chip (the kernel's own
# gpio-sim, which Debian does not ship), a PWM chip without hardware (fakepwm, beside this script), and a USB bus whose
# devices are programs (the kernel's USB/IP). All of it comes from the package mirror that apt is set up for. A minute and
# a half from nothing; at once when nothing has changed.
#
#   build.sh FOLDER     leaves FOLDER/{vmlinuz,initrd.gz,root.img}
#
# Ends with 3, and one line beginning with "cannot:", where it cannot be done.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cannot() { echo "cannot: $*" >&2; exit 3; }

[ $# -eq 1 ] || { echo "usage: build.sh FOLDER" >&2; exit 2; }
[ "$(uname -m)" = x86_64 ] || cannot "built on x86-64 only, this is $(uname -m)"
[ "$(id -u)" -eq 0 ] || cannot "debootstrap wants root"
release=$(. /etc/os-release && echo "$ID $VERSION_ID")
[ "$release" = "debian 12" ] || cannot "built on Debian 12 only, this is $release"
for tool in qemu-system-x86_64:qemu-system-x86 debootstrap:debootstrap gcc-12:gcc-12 make:make cpio:cpio \
        mke2fs:e2fsprogs busybox:busybox-static xz:xz-utils; do
    command -v "${tool%%:*}" >/dev/null || cannot "${tool%%:*} is not there: apt-get install ${tool##*:}"
done

mkdir -p "$1"
cd "$1"
out=$(pwd)
kernel=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-6/ {print $2; exit}')
[ -n "$kernel" ] || cannot "apt knows no linux-image-amd64: apt-get update"
version=${kernel#linux-image-}
series=$(echo "$version" | cut -d. -f1,2)

stamp="$version $(cat "$here"/build.sh "$here"/guest-* "$here"/fakepwm/* | sha256sum)"
if [ -f root.img ] && [ "$(cat stamp 2>/dev/null)" = "$stamp" ]; then exit 0; fi
rm -f stamp

echo "kernel $version"
mkdir -p debs
for package in "$kernel" "linux-headers-$version" "linux-headers-${version%-amd64}-common" "linux-kbuild-$series" \
        "linux-source-$series"; do
    ls debs/"$package"_*.deb >/dev/null 2>&1 || (cd debs && apt-get -qq download "$package") \
        || cannot "$package could not be downloaded"
done
[ -d image/boot ] || dpkg-deb -x debs/"$kernel"_*.deb image
modules=image/lib/modules/$version

echo "modules"
if [ ! -d headers ]; then
    for deb in debs/linux-headers-* debs/linux-kbuild-*; do dpkg-deb -x "$deb" headers; done
    # the headers name their other half by an absolute path
    common=$out/headers/usr/src/linux-headers-${version%-amd64}-common
    sed -i "s#^include .*#include $common/Makefile#" "headers/usr/src/linux-headers-$version/Makefile"
fi
if [ ! -d source ]; then
    dpkg-deb -x debs/linux-source-"$series"_*.deb source
    tar -C source -xf "source/usr/src/linux-source-$series.tar.xz" --strip-components=1 \
        "linux-source-$series/drivers/gpio" "linux-source-$series/kernel/irq"
fi
rm -rf modules && mkdir -p modules/gpiosim modules/fakepwm
cp source/drivers/gpio/gpiolib.h modules/gpiosim/
cp source/drivers/gpio/gpio-sim.c modules/gpiosim/chip.c
# the simulated interrupts it wants are switched off in Debian's kernel as well: into the same module, and round the one
# function that modules may not call
sed 's/handle_simple_irq(irq_to_desc(\(.*\)));/generic_handle_irq(\1);/' source/kernel/irq/irq_sim.c \
    > modules/gpiosim/irq_sim.c
printf 'obj-m := gpio-sim.o\ngpio-sim-y := chip.o irq_sim.o\nccflags-y := -I$(src)\n' > modules/gpiosim/Kbuild
cp "$here"/fakepwm/* modules/fakepwm/
for module in gpiosim fakepwm; do
    make -s -C "headers/usr/src/linux-headers-$version" M="$out/modules/$module" modules > "modules/$module.log" 2>&1 \
        || { tail -3 "modules/$module.log" >&2; cannot "the module $module was not built, see $out/modules/$module.log"; }
done

echo "root file system"
packages=systemd,systemd-sysv,udev,dbus,kmod,gpiod,procps,python3-minimal,libpython3-stdlib
if [ "$(cat root.packages 2>/dev/null)" != "$packages" ]; then
    rm -rf root root.packages
    mirror=$(apt-get indextargets --format '$(SITE)' | head -n 1)
    debootstrap --variant=minbase --include=$packages bookworm root "$mirror" > debootstrap.log 2>&1 \
        || { rm -rf root; cannot "debootstrap failed, see $out/debootstrap.log"; }
    echo "$packages" > root.packages
fi
rm -rf root/lib/modules && mkdir -p "root/lib/modules/$version/extra"
for module in 9p 9pnet 9pnet_virtio netfs fscache configfs autofs4 virtio_rng rng-core usb-common usbcore usbip-core vhci-hcd \
        usbserial; do
    file=$(find "$modules" -name "$module.ko" | head -n 1)
    [ -z "$file" ] || install -D -m644 "$file" "root/lib/modules/$version/${file#"$modules"/}"
done
for module in gpiosim/gpio-sim fakepwm/fakepwm; do
    strip -d -o "root/lib/modules/$version/extra/${module#*/}.ko" "modules/$module.ko"
done
cp "$modules"/modules.builtin* "$modules"/modules.order "root/lib/modules/$version/"
chroot root /sbin/depmod "$version"

echo darkbox-guest > root/etc/hostname
echo 'LABEL=guest / ext4 defaults 0 1' > root/etc/fstab
mkdir -p root/job root/opt/jdk
install -m755 "$here/guest-job" root/usr/local/sbin/guest-job
install -m644 "$here/guest-job.service" root/etc/systemd/system/guest-job.service
ln -sf ../guest-job.service root/etc/systemd/system/multi-user.target.wants/guest-job.service
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
        fstrim.timer getty@tty1.service serial-getty@ttyS0.service systemd-timesyncd.service; do
    ln -sf /dev/null "root/etc/systemd/system/$unit"
done
chroot root usermod -p '*' root
rm -f root.img && truncate -s 1500M root.img
mke2fs -q -t ext4 -L guest -d root root.img

echo "initramfs"
rm -rf initramfs && mkdir -p initramfs/{bin,proc,sys,dev,root,modules}
cp "$(command -v busybox)" initramfs/bin/busybox
initramfs/bin/busybox --list >/dev/null && ! ldd initramfs/bin/busybox >/dev/null 2>&1 \
    || cannot "busybox is not a static one: apt-get install busybox-static"
for applet in sh mount insmod switch_root sleep; do ln -s busybox "initramfs/bin/$applet"; done
number=10
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk crc16 crc32c_generic \
        libcrc32c mbcache jbd2 ext4; do
    file=$(find "$modules" -name "$module.ko" | head -n 1)
    [ -z "$file" ] || cp "$file" "initramfs/modules/$number-$module.ko"
    number=$((number + 1))
done
install -m755 "$here/guest-initramfs" initramfs/init
(cd initramfs && find . | cpio -o -H newc --quiet | gzip -1) > initrd.gz
cp "image/boot/vmlinuz-$version" vmlinuz
echo "$stamp" > stamp
