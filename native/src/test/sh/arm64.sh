#!/bin/sh
# Compares the C kernels built for each of this machine's instruction sets, the C kernels built for arm64 and run by an
# emulator, and the Java kernels: all have to give the same bits for the same stacks.
# usage: arm64.sh [FIRST LAST STEP]      stacks of FIRST, FIRST + STEP, ... LAST frames; 1 513 1 takes two minutes
# Needs `mvn verify` or `mvn test-compile -pl native` once. Status 0: equal; 1: they differ; 2: something went wrong;
# 77: something is missing and nothing was compared.
set -u
cd "$(dirname "$0")/../../.." || exit 2
first=${1:-1} last=${2:-513} step=${3:-1}
cross=${CROSS_CC:-aarch64-linux-gnu-gcc}
system=${CROSS_ROOT:-/usr/aarch64-linux-gnu}

missing() {
    echo "nothing was compared: $1 is missing (Debian: apt install $2)"
    exit 77
}
command -v make >/dev/null || missing make make
command -v "$cross" >/dev/null || missing "$cross" gcc-aarch64-linux-gnu
[ -e "$system/lib/ld-linux-aarch64.so.1" ] || missing "the C library for arm64" libc6-dev-arm64-cross
emulator=
for name in qemu-aarch64-static qemu-aarch64; do
    [ -z "$emulator" ] && command -v $name >/dev/null && emulator=$name
done
[ -n "$emulator" ] || missing qemu-aarch64-static qemu-user-static
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
for home in /usr/lib/jvm/*25*; do
    "$java" -version 2>&1 | grep -q 'version "25' || java=$home/bin/java
done
[ -d target/test-classes ] || missing "target/test-classes" "nothing, but run mvn test-compile -pl native"

out=$PWD/target/digests
mkdir -p "$out" || exit 2
build() { # FOLDER COMPILER
    make --silent --directory=src/main/c CC="$2" OUT="$out/$1" LIB="$out/$1" "$out/$1/digest" || exit 2
}
build own "${CC:-cc}"
build arm64 "$cross"

status=0
same() { # NAME: compares $out/NAME.txt with the first one
    lines=$(wc -l <"$out/$1.txt")
    if [ "$lines" -eq 32 ] && cmp -s "$out/java.txt" "$out/$1.txt"; then
        echo "$1: equal, $(cksum <"$out/$1.txt" | cut -d ' ' -f 1)"
    else
        echo "$1: DIFFERENT"
        diff "$out/java.txt" "$out/$1.txt" | head -20
        status=1
    fi
}
"$java" --enable-native-access=ALL-UNNAMED -cp target/classes:target/test-classes dev.darkbox.kernel.Digests \
    java "$first" "$last" "$step" >"$out/java.txt" || exit 2
same java
number=0
for set in base avx2 avx512; do
    "$out/own/digest" $number "$first" "$last" "$step" >"$out/$set.txt" 2>"$out/$set.log"
    case $? in
        0) same $set ;;
        3) echo "$set: not on this machine" ;;
        *) cat "$out/$set.log"; exit 2 ;;
    esac
    number=$((number + 1))
done
"$emulator" -L "$system" "$out/arm64/digest" 0 "$first" "$last" "$step" >"$out/arm64.txt" || exit 2
same arm64
exit $status
