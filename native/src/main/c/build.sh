#!/bin/sh
# Builds the C kernels for Maven. A machine without make or a C compiler gets the Java kernels, and is told so.
# usage: build.sh FOLDER-FOR-OBJECTS FOLDER-FOR-LIBRARY [own-cpu|all-cpus]
# FOLDER-FOR-LIBRARY is named as Java names this machine's processor. With all-cpus the others are built beside it, as far
# as there are compilers for them; without, what stands beside it is removed: nobody brings it up to date.
cc=${CC:-cc}
here=$(dirname "$0")
own=$(basename "$2")
beside=$(dirname "$2")

build() { # CPU COMPILER FOLDER-FOR-OBJECTS
    for tool in make "${2%% *}"; do
        command -v "$tool" >/dev/null 2>&1 && continue
        echo "[WARNING] no \"$tool\" here: the C kernels for $1 are not built, stacking will use the slower Java ones there"
        rm -f "$beside/$1/libdarkboxkernels.so"
        return 0
    done
    mkdir -p "$beside/$1" && make --silent --directory="$here" CC="$2" OUT="$3" LIB="$beside/$1"
}

build "$own" "$cc" "$1" || exit
for cpu in amd64:x86_64-linux-gnu-gcc aarch64:aarch64-linux-gnu-gcc; do
    name=${cpu%%:*}
    [ "$name" = "$own" ] && continue
    if [ "${3:-}" = all-cpus ]; then
        build "$name" "${cpu#*:}" "$1/$name" || exit
    else
        rm -rf "${beside:?}/$name"
    fi
done
