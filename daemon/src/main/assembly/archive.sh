#!/bin/sh
# Leaves lib/darkbox.jsa in a tree: the classes of `darkbox stack`, `library` and `due` as the JVM that made it holds them in
# memory, so that it need not read and check them again. Another JVM, or one whose jars have other times, passes it over and
# starts as ever.
# usage: archive.sh TREE
tree=$1
archive=$tree/lib/darkbox.jsa
rm -f "$archive"
work=$(mktemp -d) || exit 0
trap 'rm -rf "$work"' EXIT

# frame: an empty 16x16 dark, one block of cards and one of samples; cards of its own as arguments
frame() {
    {
        printf '%-80s' 'SIMPLE  =                    T' 'BITPIX  =                   16' 'NAXIS   =                    2' \
            'NAXIS1  =                   16' 'NAXIS2  =                   16' 'BZERO   =                32768' \
            'BSCALE  =                    1' "$@" END
        head -c $((2880 - 80 * ($# + 8))) /dev/zero | tr '\0' ' '
        head -c 2880 /dev/zero
    }
}
for number in 1 2 3; do
    frame > "$work/$number.fit"
done
dated=$work/library/Calibration/2025-09-23
mkdir -p "$dated" "$work/library/masters/production" "$work/library/ops"
master=master-dark_1s_GAIN100_OFFSET50_T-10C.fit
frame "IMAGETYP= 'Dark Frame'" "DBXSET  = 'dark_1s '" "INSTRUME= 'camera  '" "GAIN    =                  100" \
    "OFFSET  =                   50" "XBINNING=                    1" "SET-TEMP=                -10.0" \
    "EXPTIME =                  1.0" "DBXMEAN =                500.0" "DBXMEDN =                500.0" \
    "DBXSIGMA=                  3.0" "DBXMADS =                  3.0" "DBXMIN  =                480.0" \
    "DBXMAX  =                520.0" "DBXHOT  =                    0" "DBXVERD = 'PASS    '" \
    "DBXREMRK= 'none    '" "NCOMBINE=                   40" "DBXRUN  = '2025-09-23-main-1'" \
    "DATE-OBS= '2025-09-23T18:00:00'" "DBXRIG  = 'main    '" "DBXPRSET= 'standard'" > "$dated/$master"
ln "$dated/$master" "$work/library/masters/production/$master"
cat > "$work/darkbox.toml" <<TOML
library = "library"
[[rig]]
name = "main"
dark = "dark-box"
[rig.camera]
driver = "sim"
[[rig.preset]]
name = "standard"
gain = 100
offset = 50
darks = [1]
TOML

# loads NAME VERB...: the classes a command loads, in a list
loads() {
    list=$work/$1.list
    shift
    DARKBOX_JVM_FLAGS="-XX:DumpLoadedClassList=$list" "$tree/bin/darkbox" "$@" >> "$work/said" 2>&1
    [ $? -le 1 ] && [ -s "$list" ]
}
library="--in $work/library"
# shellcheck disable=SC2086 # two words
loads stack stack -o "$work/master.fit" "$work" && loads list library list $library &&
    loads pick library pick --exposure 1 --gain 100 $library && loads audit library audit --quick $library &&
    loads due due $library --config "$work/darkbox.toml" && {
    # one list of all, without the numbers each list has of its own
    cat "$work"/*.list | grep -v -e '^#' -e ' source: ' | sed 's/ id: .*//' | awk '!seen[$0]++' > "$work/classes"
    DARKBOX_JVM_FLAGS="-Xshare:dump -XX:SharedClassListFile=$work/classes -XX:SharedArchiveFile=$archive" \
        "$tree/bin/darkbox" --version >> "$work/said" 2>&1
}
[ -s "$archive" ] && exit 0
echo "[WARNING] no archive of classes was made: the command starts a little slower"
sed 's/^/[WARNING]   /' "$work/said"
rm -f "$archive"
