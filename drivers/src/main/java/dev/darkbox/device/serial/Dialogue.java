package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// One conversation over one open line: a request at a time, short reads against a deadline of our own, lines that do
/// not fit the question are skipped, everything is noted on the wire log.
///
/// Threading: for one thread.
final class Dialogue {

    private final String place;
    private final ByteLine line;
    private final Framing framing;
    private final Time time;
    private final WireLog wire;
    private final byte[] buffer = new byte[256];
    private String said = "";

    /// @param place for error lines
    Dialogue(String place, ByteLine line, Framing framing, Time time, WireLog wire) {
        this.place = place;
        this.line = line;
        this.framing = framing;
        this.time = time;
        this.wire = wire;
    }

    String place() {
        return place;
    }

    Time time() {
        return time;
    }

    WireLog wire() {
        return wire;
    }

    /// The last line of the box that was understood, whole, for error lines; empty if none was. What [WireLog] has of it
    /// may be in pieces.
    String said() {
        return said;
    }

    /// Asks, and waits for the first line that `decode` understands.
    ///
    /// @param request whole, with its line end
    /// @param decode empty for a line that is no answer to this
    /// @param limit for the answer
    /// @throws DeviceException.TimedOut silence
    /// @throws DeviceException.Garbled lines came, none of them an answer
    <T> T ask(String request, Duration limit, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        discard();
        tell(request);
        return await(visible(request), limit, decode);
    }

    /// The same, asked again after silence or nonsense.
    ///
    /// @param tries at least 1
    <T> T ask(String request, Duration limit, int tries, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        for (int left = tries; left > 1; left--) {
            try {
                return ask(request, limit, decode);
            } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
                // asked again below
            }
        }
        return ask(request, limit, decode);
    }

    /// The same for a box that does not end each of its lines: what has come of one is offered to `decode` as it stands.
    ///
    /// @param decode empty for what is not whole
    <T> T askUnended(String request, Duration limit, int tries, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        for (int left = tries; left > 1; left--) {
            try {
                return askUnended(request, limit, 1, decode);
            } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
                // asked again below
            }
        }
        discard();
        tell(request);
        return await(theAnswer(visible(request)), anAnswer(visible(request)), limit, decode, true);
    }

    /// Sends, and expects no answer.
    void tell(String request) throws DeviceException, InterruptedException {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        wire.note(time.now(), WireLog.Side.TO_BOX, bytes, bytes.length);
        line.write(bytes);
    }

    /// Waits for a line that comes without a question, or late.
    ///
    /// @param what was wanted, for the error line
    <T> T await(String what, Duration limit, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        return await(theAnswer(what), anAnswer(what), limit, decode, false);
    }

    /// Waits for a line that the box says by itself.
    ///
    /// @param what it is, for the error line, e.g. `its status`
    <T> T awaitUnasked(String what, Duration limit, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        return await(what, what, limit, decode, false);
    }

    private static String theAnswer(String request) {
        return "the answer to \"" + request + "\"";
    }

    private static String anAnswer(String request) {
        return "an answer to \"" + request + "\"";
    }

    private <T> T await(String late, String wanted, Duration limit, Function<String, Optional<T>> decode,
            boolean unended) throws DeviceException, InterruptedException {
        long end = time.nanos() + limit.toNanos();
        String last = "";
        while (true) {
            for (Optional<String> next = framing.next(); next.isPresent(); next = framing.next()) {
                Optional<T> answer = decode.apply(next.get());
                if (answer.isPresent()) {
                    said = visible(next.get());
                    return answer.get();
                }
                last = next.get();
            }
            Optional<T> begun = unended ? begun(decode) : Optional.empty();
            if (begun.isPresent()) {
                return begun.get();
            }
            if (time.nanos() >= end) {
                break;
            }
            listen();
        }
        if (last.isEmpty()) {
            last = framing.begun();
        }
        if (last.isEmpty()) {
            throw new DeviceException.TimedOut(place, late, limit);
        }
        throw new DeviceException.Garbled(place, wanted, visible(last));
    }

    /// A line that is there already or comes within one short read, of those `decode` understands the newest.
    <T> Optional<T> glance(Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        listen();
        Optional<T> newest = Optional.empty();
        for (Optional<String> next = framing.next(); next.isPresent(); next = framing.next()) {
            Optional<T> answer = decode.apply(next.get());
            if (answer.isPresent()) {
                said = visible(next.get());
                newest = answer;
            }
        }
        return newest;
    }

    /// The same for a box that does not end each of its lines.
    <T> Optional<T> glanceUnended(Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        Optional<T> whole = glance(decode);
        return whole.isPresent() ? whole : begun(decode);
    }

    private <T> Optional<T> begun(Function<String, Optional<T>> decode) {
        String text = framing.begun();
        Optional<T> answer = text.isEmpty() ? Optional.empty() : decode.apply(text);
        if (answer.isPresent()) {
            said = visible(text);
            framing.clear();
        }
        return answer;
    }

    /// Throws away what has come in.
    void discard() throws DeviceException, InterruptedException {
        line.discard();
        framing.clear();
    }

    void close() {
        line.close();
        wire.note(time.now(), "port closed");
    }

    private void listen() throws DeviceException, InterruptedException {
        int came = line.read(buffer);
        if (came > 0) {
            wire.note(time.now(), WireLog.Side.FROM_BOX, buffer, came);
            framing.feed(buffer, came);
        }
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "");
    }
}
