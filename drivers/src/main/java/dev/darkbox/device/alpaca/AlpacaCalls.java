package dev.darkbox.device.alpaca;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Questions to one Alpaca server and their answers, one at a time: with a limit in time that covers the whole answer, a
/// limit in bytes, no redirects, and one retry where nobody listened. Everything is noted on the wire log.
///
/// Threading: for one thread at a time.
final class AlpacaCalls {

    /// The longest answer that is read; a list of every device of a large observatory is a tenth of it.
    static final int MOST_BYTES = 65_536;

    private static final String FORM = "application/x-www-form-urlencoded";
    /// The same for every device and as long as the program runs: some servers count clients. 1..65,535.
    private static final long CLIENT_ID = 1 + ProcessHandle.current().pid() % 65_535;
    /// Simple servers understand HTTP 1.1 and nothing newer. Its threads do not keep the program from ending.
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();

    private final AlpacaServer server;
    private final String place;
    private final Time time;
    private final AlpacaPatience patience;
    private final WireLog wire;
    private int transaction;

    /// @param place for error lines
    AlpacaCalls(AlpacaServer server, String place, Time time, AlpacaPatience patience, WireLog wire) {
        this.server = server;
        this.place = place;
        this.time = time;
        this.patience = patience;
        this.wire = wire;
    }

    AlpacaServer server() {
        return server;
    }

    String place() {
        return place;
    }

    Time time() {
        return time;
    }

    AlpacaPatience patience() {
        return patience;
    }

    WireLog wire() {
        return wire;
    }

    /// Asks.
    ///
    /// @param path e.g. `/api/v1/switch/0/getswitch`
    /// @param parameters names and values in turn
    /// @return the device may have answered with an error
    /// @throws DeviceException.Lost nobody listens, or the connection broke
    /// @throws DeviceException.Garbled the answer is not Alpaca's, too long, or one to another question
    /// @throws DeviceException.Refused HTTP says no
    AlpacaAnswer get(String path, String... parameters) throws DeviceException, InterruptedException {
        transaction++;
        var request = HttpRequest.newBuilder(server.at(path + "?" + form(parameters))).GET();
        return answer(request.build(), what("GET", path, parameters), patience.question());
    }

    /// Orders; else as [#get].
    AlpacaAnswer put(String path, String... parameters) throws DeviceException, InterruptedException {
        transaction++;
        var request = HttpRequest.newBuilder(server.at(path)).header("Content-Type", FORM)
                .PUT(HttpRequest.BodyPublishers.ofString(form(parameters)));
        return answer(request.build(), what("PUT", path, parameters), patience.order());
    }

    private String form(String... parameters) {
        var form = new StringBuilder();
        for (int i = 0; i + 1 < parameters.length; i += 2) {
            form.append(parameters[i]).append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8)).append('&');
        }
        return form.append("ClientID=").append(CLIENT_ID).append("&ClientTransactionID=").append(transaction)
                .toString();
    }

    /// `PUT setswitch Id=3 State=False`.
    static String what(String verb, String path, String... parameters) {
        var what = new StringBuilder(verb).append(' ').append(path.substring(path.lastIndexOf('/') + 1));
        for (int i = 0; i + 1 < parameters.length; i += 2) {
            what.append(' ').append(parameters[i]).append('=').append(parameters[i + 1]);
        }
        return what.toString();
    }

    private AlpacaAnswer answer(HttpRequest request, String what, Duration limit)
            throws DeviceException, InterruptedException {
        note(WireLog.Side.TO_BOX, what.getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> response = exchange(request, what, limit);
        note(WireLog.Side.FROM_BOX, response.body());
        if (response.statusCode() != 200) {
            String where = response.headers().firstValue("Location")
                    .map(place -> " to " + Shown.text(place) + ", which is not followed").orElse("");
            throw new DeviceException.Refused(place, "%s: HTTP %d%s \"%s\"".formatted(
                    what, response.statusCode(), where, Shown.text(response.body())));
        }
        AlpacaAnswer answer = AlpacaAnswer.decode(response.body())
                .orElseThrow(() -> new DeviceException.Garbled(place, "an Alpaca answer to " + what,
                        Shown.text(response.body())));
        if (answer.transaction() != 0 && answer.transaction() != transaction) {
            throw new DeviceException.Garbled(place,
                    "the answer to %s, transaction %d".formatted(what, transaction),
                    "transaction " + answer.transaction());
        }
        return answer;
    }

    private void note(WireLog.Side side, byte[] bytes) {
        wire.note(time.now(), side, bytes, bytes.length);
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, String what, Duration limit)
            throws DeviceException, InterruptedException {
        try {
            return send(request, what, limit);
        } catch (ConnectException e) {
            wire.note(time.now(), what + ": " + text(e) + ", tried once more");
            time.sleep(patience.pause());
        }
        try {
            return send(request, what, limit);
        } catch (ConnectException e) {
            throw new DeviceException.Lost(place, what + ": " + text(e));
        }
    }

    /// Sends once.
    ///
    /// @throws ConnectException nobody listens: nothing was sent
    private HttpResponse<byte[]> send(HttpRequest request, String what, Duration limit)
            throws ConnectException, DeviceException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> coming = CLIENT.sendAsync(request,
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return coming.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new DeviceException.TimedOut(place, "the answer to " + what, limit);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            switch (cause) {
                case ConnectException refused -> throw refused;
                case IOException io when text(io).contains("exceeds capacity") ->
                    throw new DeviceException.Garbled(place, "an answer to " + what,
                            "more than " + MOST_BYTES + " bytes");
                default -> throw new DeviceException.Lost(place, what + ": " + text(cause));
            }
        } finally {
            coming.cancel(true);
        }
    }

    private static String text(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
        }
        String told = fault.getMessage();
        if (told != null) {
            return told;
        }
        return fault instanceof ConnectException ? "Connection refused" : fault.getClass().getSimpleName();
    }
}
