package dev.darkbox.device.alpaca;

import com.grack.nanojson.JsonWriter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// An Alpaca server with a covercalibrator and a switch device, both number 0, on a free port of this machine. Written
/// from ASCOM's interface: strict about what it is asked, and with faults on order. Its motor runs on the given time.
///
/// Switches: 0 `Dew heater` (0..100, in steps), 1 `Relay`, 2 `Lid contact` (cannot be set).
public final class AlpacaBox implements AutoCloseable {

    /// What can go wrong.
    public enum Fault {
        /// The cover stops half way and the driver says so.
        STALL,
        /// The lamp goes on shining, and the driver says "off" all the same.
        LAMP_STUCK,
        /// The heater goes on warming; acknowledged all the same.
        SWITCH_STUCK,
        /// Lighting the lamp opens the cover.
        LAMP_MOVES_COVER,
        /// Every question for a state ends in an error of the driver.
        DRIVER_ERROR,
        /// No answer.
        MUTE,
        /// The head of an answer and nothing more.
        HALF_ANSWER,
        /// Not JSON.
        GARBAGE,
        /// Nested a hundred thousand deep, within the limit of bytes.
        DEEP,
        /// The connection is closed in place of an answer.
        HANG_UP,
        /// HTTP 302.
        REDIRECT,
        /// 5 MB.
        HUGE,
        /// HTTP 400 with a text.
        BAD_REQUEST,
        /// HTTP 500 with a text.
        BROKEN_SERVER,
        /// Somebody else's answer.
        WRONG_TRANSACTION,
        /// Never tells the transaction: some do.
        NO_TRANSACTION,
        /// Everything that is connected is disconnected, once.
        DISCONNECT,
        /// Its cover is what it cannot tell.
        UNKNOWN_COVER,
        /// Its cover is broken.
        BROKEN_COVER,
        /// It connects for ever.
        DOES_NOT_CONNECT,
        /// It has another driver.
        OTHER_DEVICE
    }

    private static final Duration TRAVEL = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int FULL = 200;
    private static final String MEGABYTES = " ".repeat(5_000_000);

    private final int version;
    private final Time time;
    private final Set<Fault> faults = Collections.synchronizedSet(EnumSet.noneOf(Fault.class));
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final double[] switches = {100, 0, 1};
    private HttpServer server;
    private int port;
    private boolean connected;
    private long connectedAt;
    private boolean hasCover = true;
    private boolean hasLamp = true;
    private double from = 1;
    private double goal = 1;
    private long began;
    private int level;
    private long lampAt;
    private int transactions;

    /// An error of the device.
    private static final class Trouble extends Exception {
        private static final long serialVersionUID = 1L;
        private final int number;

        Trouble(int number, String message) {
            super(message);
            this.number = number;
        }
    }

    /// @param version of both interfaces: 1 or 2 (the switch's connects asynchronously from 3 on)
    public AlpacaBox(int version, Time time) throws IOException {
        this.version = version;
        this.time = time;
        start();
    }

    /// Listens (again), having forgotten who was connected.
    public synchronized void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        port = server.getAddress().getPort();
        connected = false;
    }

    /// Does not listen any more.
    public synchronized void stop() {
        server.stop(0);
    }

    public int port() {
        return port;
    }

    AlpacaServer server() {
        return new AlpacaServer("127.0.0.1", port);
    }

    public void fail(Fault fault) {
        if (fault == Fault.DISCONNECT) {
            connected = false;
        } else {
            faults.add(fault);
        }
    }

    public void mend() {
        faults.clear();
    }

    /// What the device has.
    public void has(boolean cover, boolean lamp) {
        hasCover = cover;
        hasLamp = lamp;
    }

    /// Questions and orders since it began, e.g. `PUT closecover`.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /// Where the cover really is: 0 shut .. 1 open.
    public synchronized double openPart() {
        double way = Math.min(1, (time.nanos() - began) / (double) TRAVEL.toNanos());
        return from + (goal - from) * (faults.contains(Fault.STALL) ? Math.min(way, 0.6) : way);
    }

    /// Real brightness, 0..200.
    public synchronized int level() {
        return level;
    }

    /// Real value of a switch.
    public synchronized double value(int id) {
        return switches[id];
    }

    public synchronized void turn(int id, double value) {
        switches[id] = value;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String verb = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            heard.add(verb + " " + path.substring(path.lastIndexOf('/') + 1));
            if (faults.contains(Fault.MUTE)) {
                pause();
                return;
            }
            if (faults.contains(Fault.HANG_UP)) {
                return;
            }
            String form = verb.equals("PUT") ? body : exchange.getRequestURI().getRawQuery();
            if (verb.equals("PUT") && !"application/x-www-form-urlencoded"
                    .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                send(exchange, 400, "a form, please");
                return;
            }
            answer(exchange, verb, path, parameters(form));
        }
    }

    private void pause() {
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> parameters(String form) {
        var parameters = new TreeMap<String, String>();
        for (String pair : form == null ? new String[0] : form.split("&")) {
            String[] both = pair.split("=", 2);
            parameters.put(both[0], both.length < 2
                    ? ""
                    : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private void answer(HttpExchange exchange, String verb, String path, Map<String, String> parameters)
            throws IOException {
        if (faults.contains(Fault.REDIRECT)) {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
            send(exchange, 302, "");
        } else if (faults.contains(Fault.HUGE)) {
            send(exchange, 200, MEGABYTES);
        } else if (faults.contains(Fault.DEEP)) {
            send(exchange, 200, "{\"Value\":" + "[".repeat(60_000));
        } else if (faults.contains(Fault.GARBAGE)) {
            send(exchange, 200, "<html>\r\n<b>It works!</b>\u0007</html>");
        } else if (faults.contains(Fault.BAD_REQUEST)) {
            send(exchange, 400, "Device 0 is not configured");
        } else if (faults.contains(Fault.BROKEN_SERVER)) {
            send(exchange, 500, "NullReferenceException");
        } else if (faults.contains(Fault.HALF_ANSWER)) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            pause();
        } else if (!parameters.getOrDefault("ClientID", "").matches("[1-9][0-9]*")) {
            send(exchange, 400, "no ClientID");
        } else if (path.equals("/management/v1/configureddevices")) {
            send(exchange, 200,
                    """
                            {"ServerTransactionID":1,"Value":[
                              {"DeviceName":"Cover Box","DeviceType":"CoverCalibrator","DeviceNumber":0,"UniqueID":"a"},
                              {"DeviceName":"Power Box","DeviceType":"Switch","DeviceNumber":0,"UniqueID":"b"},
                              {"DeviceName":"Wind","DeviceType":"ObservingConditions","DeviceNumber":0,"UniqueID":"c"}]}
                            """);
        } else {
            send(exchange, 200, device(verb, path, parameters));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try {
            exchange.getResponseBody().write(bytes);
        } catch (IOException _) {
            // whoever asked has heard enough
        }
    }

    private synchronized String device(String verb, String path, Map<String, String> parameters) {
        long told = Long.parseLong(parameters.getOrDefault("ClientTransactionID", "0"));
        if (faults.contains(Fault.WRONG_TRANSACTION)) {
            told += 7;
        } else if (faults.contains(Fault.NO_TRANSACTION)) {
            told = 0;
        }
        transactions++;
        var json = JsonWriter.string().object().value("ClientTransactionID", told)
                .value("ServerTransactionID", transactions);
        try {
            Object value = value(verb, path, parameters);
            if (verb.equals("GET")) {
                json.value("Value", value);
            }
            json.value("ErrorNumber", 0).value("ErrorMessage", "");
        } catch (Trouble trouble) {
            json.value("ErrorNumber", trouble.number).value("ErrorMessage", trouble.getMessage());
        }
        return json.end().done();
    }

    private Object value(String verb, String path, Map<String, String> parameters) throws Trouble {
        return switch (path) {
            case String p when p.startsWith("/api/v1/covercalibrator/0/") ->
                common(verb, p.substring(26), "Cover Box", parameters, 2);
            case String p when p.startsWith("/api/v1/switch/0/") ->
                common(verb, p.substring(17), "Power Box", parameters, 3);
            case String p when p.startsWith("/api/v1/observingconditions/0/connected") -> false;
            default -> throw new Trouble(0x400, "no such device or question: " + path);
        };
    }

    private Object common(
            String verb, String what, String name, Map<String, String> parameters, int asynchronousSince)
            throws Trouble {
        boolean asynchronous = version >= asynchronousSince;
        return switch (verb + " " + what) {
            case "GET interfaceversion" -> version;
            case "GET name" -> name;
            case "GET driverversion" -> faults.contains(Fault.OTHER_DEVICE) ? "2.0" : "1.7";
            case "GET driverinfo" -> "a box for tests";
            case "GET connected" -> connected && time.nanos() >= connectedAt;
            case "PUT connected" -> {
                connected = "True".equals(parameters.get("Connected"));
                connectedAt = time.nanos();
                yield "";
            }
            case "PUT connect" -> {
                need(asynchronous, 0x400, "connect");
                connected = true;
                connectedAt = time.nanos() + (faults.contains(Fault.DOES_NOT_CONNECT)
                        ? Duration.ofDays(1)
                        : Duration.ofSeconds(1)).toNanos();
                yield "";
            }
            case "GET connecting" -> {
                need(asynchronous, 0x400, "connecting");
                yield connected && time.nanos() < connectedAt;
            }
            default -> {
                need(connected && time.nanos() >= connectedAt, 0x407, "Not connected");
                yield name.equals("Cover Box")
                        ? cover(verb + " " + what, parameters)
                        : outlet(verb + " " + what, parameters);
            }
        };
    }

    private static void need(boolean good, int error, String message) throws Trouble {
        if (!good) {
            throw new Trouble(error, message);
        }
    }

    private Object cover(String question, Map<String, String> parameters) throws Trouble {
        if (question.startsWith("GET ") && question.contains("state")) {
            need(!faults.contains(Fault.DRIVER_ERROR), 0x512, "USB: pipe error");
        }
        boolean moving = openPart() != goal && !faults.contains(Fault.STALL);
        boolean changing = time.nanos() < lampAt;
        switch (question) {
            case "GET coverstate" -> {
                return !hasCover
                        ? 0
                        : faults.contains(Fault.UNKNOWN_COVER)
                                ? 4
                                : faults.contains(Fault.BROKEN_COVER) || (openPart() != goal && !moving)
                                        ? 5
                                        : moving ? 2 : goal == 0 ? 1 : 3;
            }
            case "GET covermoving" -> {
                need(version >= 2, 0x400, question);
                return moving;
            }
            case "GET calibratorstate" -> {
                return !hasLamp ? 0 : changing ? 2 : lampAt == 0 ? 1 : 3;
            }
            case "GET calibratorchanging" -> {
                need(version >= 2, 0x400, question);
                return changing;
            }
            case "GET maxbrightness" -> {
                return FULL;
            }
            case "GET brightness" -> {
                need(hasLamp, 0x400, question);
                return level;
            }
            case "PUT closecover" -> move(0);
            case "PUT opencover" -> move(1);
            case "PUT haltcover" -> {
                from = openPart();
                goal = from;
            }
            case "PUT calibratoron" -> {
                int wanted = Integer.parseInt(parameters.getOrDefault("Brightness", "-1"));
                need(wanted >= 0 && wanted <= FULL, 0x401, "Brightness " + wanted);
                level = wanted;
                lampAt = time.nanos() + WARM_UP.toNanos();
                if (faults.contains(Fault.LAMP_MOVES_COVER)) {
                    move(1);
                }
            }
            case "PUT calibratoroff" -> {
                lampAt = 0;
                level = faults.contains(Fault.LAMP_STUCK) ? level : 0;
            }
            default -> throw new Trouble(0x400, question);
        }
        return "";
    }

    private void move(double openPart) {
        from = openPart();
        goal = openPart;
        began = time.nanos();
    }

    private Object outlet(String question, Map<String, String> parameters) throws Trouble {
        if (question.equals("GET maxswitch")) {
            return switches.length;
        }
        String told = parameters.getOrDefault("Id", "-1");
        int id = Integer.parseInt(told);
        need(id >= 0 && id < switches.length, 0x401, "switch " + told);
        return switch (question) {
            case "GET canwrite" -> id != 2;
            case "GET getswitchname" -> List.of("Dew heater", "Relay", "Lid contact").get(id);
            // as many have it: on from half its range
            case "GET getswitch" -> switches[id] * 2 >= most(id);
            case "GET getswitchvalue" -> switches[id];
            case "GET minswitchvalue" -> 0.0;
            case "PUT setswitch" -> {
                need(id != 2, 0x400, "it is an input");
                boolean on = parameters.getOrDefault("State", "").equals("True");
                if (on || !faults.contains(Fault.SWITCH_STUCK)) {
                    switches[id] = on ? most(id) : 0;
                }
                yield "";
            }
            default -> throw new Trouble(0x400, question);
        };
    }

    private static double most(int id) {
        return id == 0 ? 100 : 1;
    }

    @Override
    public synchronized void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
