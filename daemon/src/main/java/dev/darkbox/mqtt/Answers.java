package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.device.Time;
import dev.darkbox.event.RunEvent;
import java.time.Duration;

/// Answers to commands, on their topics.
final class Answers {

    private static final int SCHEMA = 1;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofHours(1);

    private final Board board;
    private final Time time;

    Answers(Board board, Time time) {
        this.board = board;
        this.time = time;
    }

    void accepted(Receipt receipt) {
        tell(receipt, "accepted", SOON, "", "");
    }

    void done(Receipt receipt) {
        tell(receipt, "done", LATE, "", "");
    }

    /// It was looked at, and the answer is no.
    void failed(Receipt receipt, String text) {
        tell(receipt, "failed", LATE, "failed", text);
    }

    void refused(Receipt receipt, Refusal why) {
        tell(receipt, "refused", SOON, why.code().word(), why.text());
    }

    /// The run that was ordered is over. One that missed sets is `failed` with the code `partly`.
    void ended(Receipt receipt, RunEvent.RunEnded run) {
        switch (run.end()) {
            case DONE -> done(receipt);
            case PARTLY -> tell(receipt, "failed", LATE, "partly", run.how());
            case FAILED -> tell(receipt, "failed", LATE, "failed", run.how());
            case ABORTED -> tell(receipt, "aborted", LATE, "aborted", run.how());
        }
    }

    private void tell(Receipt receipt, String status, Duration expires, String code, String text) {
        var answer = new Json().put("schema", SCHEMA).put("at", time.now())
                .put("transaction", receipt.transaction()).put("command", receipt.command());
        orNull(answer, "rig", receipt.rig(), receipt.rig().isEmpty()).put("status", status);
        var error = new Json().put("code", code).put("text", Tame.pathless(text));
        orNull(answer, "error", error, code.isEmpty());
        board.tell(receipt.topic(), answer.toString(), expires, receipt.correlation());
    }

    private static Json orNull(Json json, String key, Object value, boolean isNull) {
        return isNull ? json.put(key, Double.NaN) : json.put(key, value);
    }
}
