#!/bin/sh
# Builds the C kernels for Maven. A machine without make or a C compiler gets the Java kernels, and is told so.
# usage: build.sh FOLDER-FOR-OBJECTS FOLDER-FOR-LIBRARY
cc=${CC:-cc}
for tool in make "${cc%% *}"; do
    command -v "$tool" >/dev/null 2>&1 && continue
    echo "[WARNING] no \"$tool\" here: the C kernels are not built, stacking will use the slower Java ones"
    rm -f "$2/libdarkboxkernels.so"
    exit 0
done
mkdir -p "$2" && exec make --silent --directory="$(dirname "$0")" CC="$cc" OUT="$1" LIB="$2"
