#!/bin/sh
# Fetches a Java 25 for arm64 that this machine can run by emulation: Debian 13's packages, their signatures checked by apt,
# unpacked into a folder; nothing is installed and no root is needed. With it comes umockdev's library for arm64, so that
# what it runs can be put on a made-up USB bus.
#
#   arm64-java.sh FOLDER      leaves FOLDER/java, to be used like any `java`; at once when it is there (170 MB)
#
# It starts no programs of its own: an arm64 one would not run. Status 77, and one line, where something is missing.
set -u
[ $# -eq 1 ] || { echo "usage: arm64-java.sh FOLDER" >&2; exit 2; }
packages="openjdk-25-jre-headless libc6 zlib1g libgcc-s1 libstdc++6 umockdev"
keys=/usr/share/keyrings/debian-archive-keyring.gpg

missing() {
    echo "no arm64 Java: $1"
    exit 77
}
for tool in qemu-aarch64-static:qemu-user-static apt-get:apt dpkg-deb:dpkg; do
    command -v "${tool%%:*}" >/dev/null || missing "${tool%%:*} is missing (Debian: apt install ${tool##*:})"
done
mkdir -p "$1" && cd "$1" && folder=$PWD || exit 2
[ -x java ] && exit 0

[ -r $keys ] || missing "$keys is missing (Debian: apt install debian-archive-keyring)"
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Component: main' 'Origin: Debian' | head -n 1)
[ -n "$mirror" ] || missing "apt knows no mirror of Debian"
rm -rf apt debs system
mkdir -p apt/lists/partial apt/archives/partial debs system || exit 2
echo "deb [arch=arm64 signed-by=$keys] $mirror trixie main" >apt/sources.list
: >apt/status
cat >apt/conf <<END
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Dir::Etc::sourcelist "$folder/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State "$folder/apt";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt";
END
export APT_CONFIG="$folder/apt/conf"
apt-get -qq update >apt/log 2>&1 || missing "$mirror does not answer, see $folder/apt/log"
# shellcheck disable=SC2086 # names are words
(cd debs && apt-get -qq download $packages) >>apt/log 2>&1 || missing "not all packages came, see $folder/apt/log"
for deb in debs/*.deb; do
    dpkg-deb -x "$deb" system || exit 2
done
for link in bin lib sbin; do
    [ -e system/$link ] || ln -s usr/$link system/$link
done
# the package finds its configuration in /etc by absolute paths
find system/usr/lib/jvm -type l -lname '/etc/*' | while read -r link; do
    ln -sfn "$folder/system$(readlink "$link")" "$link"
done
rm -rf apt/lists apt/*.bin debs

home=$(echo system/usr/lib/jvm/java-25-openjdk-*)
cat >java.new <<END
#!/bin/sh
exec qemu-aarch64-static -L "$folder/system" "$folder/$home/bin/java" "\$@"
END
chmod +x java.new
./java.new -XX:TieredStopAtLevel=1 -version 2>&1 | grep -q 'version "25' || missing "it does not run"
mv java.new java
