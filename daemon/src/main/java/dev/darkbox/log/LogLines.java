package dev.darkbox.log;

import java.util.Map;
import org.tinylog.configuration.Configuration;

/// Where log lines go and how they look: standard error, one line each, the thread's name as the subject.
public final class LogLines {

    private LogLines() {}

    /// Sets the form of every line. Before the first line is written, or it has no effect.
    ///
    /// @param level least important line written: `TRACE`, `DEBUG`, `INFO`, `WARN` or `ERROR`
    /// @param environment of the process; `JOURNAL_STREAM` says that journald reads and adds the time itself
    public static void begin(String level, Map<String, String> environment) {
        boolean journald = environment.containsKey("JOURNAL_STREAM");
        String text = "{level|min-size=5} {thread}: {message}";
        Configuration.set("writer", "console");
        Configuration.set("writer.stream", "err");
        Configuration.set("writer.format", journald ? text : "{date: yyyy-MM-dd HH:mm:ss} " + text);
        Configuration.set("level", level);
        Configuration.set("autoshutdown", "true");
    }
}
