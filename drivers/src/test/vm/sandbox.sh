# Read by the jobs, in the machine: our user, Java, and a way to run it as the daemon is run.
java="/opt/jdk/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED"
java="$java -cp /job/lib/classes:$(ls /job/lib/*.jar 2>/dev/null | tr '\n' ':')"

cp darkbox.sysusers /usr/lib/sysusers.d/darkbox.conf && systemd-sysusers

# sandboxed COMMAND...: once, by the daemon's user in the daemon's own unit; says what it said
sandboxed() {
    sed -e '/^ConditionPathExists/d; /^NotifyAccess/d; /^WatchdogSec/d; /^Restart/d; /^After/d; /^Wants/d; /^StartLimit/d' \
        -e 's/^Type=.*/Type=oneshot/' -e "s#^ExecStart=.*#ExecStart=$*#" \
        -e 's#^TimeoutStartSec=.*#TimeoutStartSec=600\nStandardOutput=truncate:/run/sandboxed.log\nStandardError=append:/run/sandboxed.log#' \
        darkboxd.service > /run/systemd/system/sandboxed.service
    systemctl daemon-reload
    systemctl start sandboxed
    ended=$?
    cat /run/sandboxed.log
    return $ended
}
