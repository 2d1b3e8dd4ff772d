# Read by bin/darkbox and bin/darkboxd, which set home, name, main and flags. Looks for Java 25 in JAVA_HOME, then
# behind `java` on the PATH, then where distributions put it (DARKBOX_JVM_DIRS overrides these, separated by spaces).

# is25 JAVA_HOME: whether that is Java 25, by the `release` file every JDK and JRE has
is25() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in JAVA_VERSION=\"25*) return 0 ;; esac
    done < "$1/release"
    return 1
}

java=
if [ -n "${JAVA_HOME:-}" ] && is25 "$JAVA_HOME"; then
    java=$JAVA_HOME/bin/java
fi
if [ -z "$java" ] && found=$(command -v java); then
    found=$(readlink -f "$found")
    is25 "${found%/bin/java}" && java=$found
fi
if [ -z "$java" ]; then
    for dir in ${DARKBOX_JVM_DIRS:-/usr/lib/jvm /usr/java /opt /opt/java "${HOME:-/root}/.sdkman/candidates/java" "${HOME:-/root}/.jdks"}; do
        for jvm in "$dir"/*; do
            if is25 "$jvm"; then
                java=$jvm/bin/java
                break 2
            fi
        done
    done
fi
if [ -z "$java" ]; then
    echo "$name: needs Java 25 and found none; install it (apt install openjdk-25-jre-headless, or Eclipse Temurin 25) or set JAVA_HOME" >&2
    exit 2
fi

path=
for jar in "$home"/lib/*.jar; do
    path=$path${path:+:}$jar
done
# classes as this JVM keeps them in memory, where the build left them; one that does not fit is passed over in silence
archive=$home/lib/$name.jsa
[ -r "$archive" ] || archive=
# shellcheck disable=SC2086 # flags are words
exec "$java" -XX:+UseSerialGC -Xlog:disable -Xlog:all=warning:stderr '-Xlog:cds*=off:stderr' '-Xlog:aot*=off:stderr' \
    ${archive:+"-XX:SharedArchiveFile=$archive"} $flags ${DARKBOX_JVM_FLAGS:-} --enable-native-access=ALL-UNNAMED \
    -Ddarkbox.home="$home" -DjSerialComm.library.path="$home/lib/native" \
    -Dusb4java.library.path="$home/lib/native" -cp "$path" "$main" "$@"
