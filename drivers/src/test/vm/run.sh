#!/bin/bash
# Runs the machine that build.sh made, once: FOLDER/job.sh in it, its output here. What it does to its disk is thrown away.
#
#   run.sh MACHINE FOLDER JDK [SECONDS]
#
# Without KVM, which need not be there: ten to twenty times slower than this machine, and the same everywhere.
set -euo pipefail
machine=$1 job=$2 jdk=$3 seconds=${4:-300}
exec timeout --foreground -k 5 "$seconds" qemu-system-x86_64 \
    -M q35,graphics=off,smbus=off,sata=off -accel tcg,thread=multi -cpu max -smp 2 -m 1024 \
    -nographic -nodefaults -no-reboot -serial stdio -kernel "$machine/vmlinuz" -initrd "$machine/initrd.gz" \
    -append "console=ttyS0 quiet root=/dev/vda rw net.ifnames=0 panic=-1 systemd.show_status=no" \
    -drive "file=$machine/root.img,if=virtio,format=raw,snapshot=on" \
    -virtfs "local,path=$job,mount_tag=job,security_model=none,multidevs=remap" \
    -virtfs "local,path=$jdk,mount_tag=jdk,security_model=none,readonly=on,multidevs=remap" \
    -device virtio-rng-pci
