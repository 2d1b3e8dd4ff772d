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
    private String heard = "";

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

    /// The last whole line the box said, for error lines; empty if it never spoke.
    String heard() {
        return visible(heard);
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
        long end = time.nanos() + limit.toNanos();
        String last = "";
        do {
            for (Optional<String> next = line(); next.isPresent(); next = line()) {
                Optional<T> answer = decode.apply(next.get());
                if (answer.isPresent()) {
                    return answer.get();
                }
                last = next.get();
            }
            listen();
        } while (time.nanos() < end);
        if (last.isEmpty()) {
            String before = heard.isEmpty() ? "" : " (last heard \"" + heard() + "\")";
            throw new DeviceException.TimedOut(place, "the answer to \"" + what + "\"" + before, limit);
        }
        throw new DeviceException.Garbled(place, "an answer to \"" + what + "\"", visible(last));
    }

    /// A line that is there already or comes within one short read, of those `decode` understands the newest.
    <T> Optional<T> glance(Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        listen();
        Optional<T> newest = Optional.empty();
        for (Optional<String> next = line(); next.isPresent(); next = line()) {
            newest = decode.apply(next.get()).or(keep(newest));
        }
        return newest;
    }

    private static <T> java.util.function.Supplier<Optional<T>> keep(Optional<T> newest) {
        return () -> newest;
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

    private Optional<String> line() {
        Optional<String> next = framing.next();
        next.ifPresent(line -> heard = line);
        return next;
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
