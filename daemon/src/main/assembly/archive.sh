#!/bin/sh
# Leaves lib/darkbox.jsa in a tree: the classes of `darkbox stack` as the JVM that made it holds them in memory, so that it
# need not read and check them again. Another JVM, or one whose jars have other times, passes it over and starts as ever.
# usage: archive.sh TREE
tree=$1
archive=$tree/lib/darkbox.jsa
rm -f "$archive"
work=$(mktemp -d) || exit 0
trap 'rm -rf "$work"' EXIT

# frame: an empty 16x16 dark, one block of cards and one of samples
frame() {
    {
        printf '%-80s' 'SIMPLE  =                    T' 'BITPIX  =                   16' 'NAXIS   =                    2' \
            'NAXIS1  =                   16' 'NAXIS2  =                   16' 'BZERO   =                32768' \
            'BSCALE  =                    1' END
        head -c 2240 /dev/zero | tr '\0' ' '
        head -c 2880 /dev/zero
    }
}
for number in 1 2 3; do
    frame > "$work/$number.fit"
done
DARKBOX_JVM_FLAGS="-XX:ArchiveClassesAtExit=$archive" \
    "$tree/bin/darkbox" stack -o "$work/master.fit" "$work" > "$work/said" 2>&1 && [ -s "$archive" ] && exit 0
echo "[WARNING] no archive of classes was made: the command starts a little slower"
sed 's/^/[WARNING]   /' "$work/said"
rm -f "$archive"
