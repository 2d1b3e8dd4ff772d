package dev.darkbox.device.indi;

import dev.darkbox.linux.SharingPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// A server that answers by the book, except where a test tells it otherwise: one camera, `Cam`, of 8 by 4 pixels.
///
/// Tests give it more properties before a client connects. Whatever it is told to set it echoes with state `Ok`. What
/// an exposure, or any other order, does instead is a [Script]. What it said last is what it answers when asked. Speaks
/// real TCP on loopback and, once told to [#shareAs], over a local socket.
final class ScriptedServer implements AutoCloseable {

    static final String CAMERA = "Cam";
    static final int WIDTH = 8;
    static final int HEIGHT = 4;

    /// Of a millisecond, while somebody who wants frames is waited for.
    private static final int MOST_TURNS = 10_000;

    /// For tests: as usual, but drivers that play by the script answer at once.
    static final Pace PACE = Pace.USUAL.with(Wait.SETTLED, Duration.ofMillis(100))
            .with(Wait.GRACE, Duration.ofMillis(250)).with(Wait.ASK_AGAIN, Duration.ofMillis(400))
            .with(Wait.QUIET_AFTER_ABORT, Duration.ofMillis(500))
            .with(Wait.AFTER_STRAY, Duration.ofMillis(300))
            .with(Wait.FIRST_BACK_OFF, Duration.ofMillis(50));

    /// What to do instead of the usual for an order to one property.
    interface Script {
        void order(ScriptedServer server, Map<String, String> members) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private Optional<SharingPeer> sharing = Optional.empty();
    private volatile boolean connected;
    private volatile String driver = "scripted";
    private volatile boolean mute;
    private final List<ByteArrayOutputStream> heard = new CopyOnWriteArrayList<>();

    /// A connection of either kind.
    private interface Wire extends AutoCloseable {

        int read(byte[] into) throws IOException;

        void write(byte[] bytes, int... memory) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// One property and what it holds now.
    private static final class Property {
        private final String kind;
        private final String perm;
        private final String rule;
        private final String firstState;
        private final Map<String, String> first;
        private String state;
        private Map<String, String> values;

        Property(String kind, String perm, String rule, String state, Map<String, String> values) {
            this.kind = kind;
            this.perm = perm;
            this.rule = rule;
            firstState = state;
            first = values;
            this.state = state;
            this.values = new LinkedHashMap<>(values);
        }

        void startAgain() {
            state = firstState;
            values = new LinkedHashMap<>(first);
        }

        void hold(String newState, Map<String, ?> news) {
            state = newState;
            // what stands behind a quote is an attribute, which stays
            news.forEach((member, value) -> values.computeIfPresent(member, (_, old) -> old.indexOf('\'') < 0
                    ? String.valueOf(value)
                    : value + old.substring(old.indexOf('\''))));
        }
    }

    ScriptedServer() throws IOException {
        define("CCD_INFO", "Number", "Idle", "ro",
                Map.of("CCD_MAX_X", WIDTH, "CCD_MAX_Y", HEIGHT, "CCD_PIXEL_SIZE", "3.76"));
        define("CCD_EXPOSURE", "Number", "Idle", "rw",
                Map.of("CCD_EXPOSURE_VALUE", "0' min='0.001' max='3600"));
        define("CCD_ABORT_EXPOSURE", "Switch", "Idle", "rw", Map.of("ABORT", "Off"));
        define("CCD_FRAME_TYPE", "Switch", "Idle", "rw", Map.of("FRAME_BIAS", "Off", "FRAME_DARK", "Off"));
        define("CCD_GAIN", "Number", "Idle", "rw", Map.of("GAIN", "7"));
        define("CCD_TEMPERATURE", "Number", "Idle", "rw", Map.of("CCD_TEMPERATURE_VALUE", "11.5"));
        define("CCD1", "BLOB", "Idle", "ro", Map.of());
        Thread.ofPlatform().daemon().name("scripted-server").start(this::accept);
    }

    /// Listens on a local socket as well; frames go there as shared memory.
    void shareAs(String name) throws IOException {
        var peer = new SharingPeer(name);
        sharing = Optional.of(peer);
        Thread.ofPlatform().daemon().name("scripted-sharing").start(() -> acceptLocal(peer));
    }

    int port() {
        return listener.getLocalPort();
    }

    /// From now on, or no longer, questions get no answer.
    void mute(boolean on) {
        mute = on;
    }

    /// What came in so far, as it came, of each connection there ever was, in the order they were made.
    List<String> heard() {
        return heard.stream().map(h -> h.toString(StandardCharsets.UTF_8)).toList();
    }

    /// Every property once more, as after somebody's `getProperties`.
    void tellAll() throws IOException {
        sendControl(definitions());
    }

    /// What the camera's driver says it is.
    void driver(String executable) {
        driver = executable;
    }

    /// From now on, an order to `property` does this.
    void on(String property, Script script) {
        scripts.put(property, script);
    }

    /// Orders received so far, `PROPERTY{MEMBER=VALUE}`.
    List<String> orders() {
        return List.copyOf(orders);
    }

    /// Sends `set…Vector` to every control connection.
    void set(String property, String kind, String state, Map<String, ?> values) throws IOException {
        synchronized (properties) {
            Property known = properties.get(property);
            if (known != null) {
                known.hold(state, values);
            }
        }
        sendControl(vector("set", "one", property, kind, state, "rw", "OneOfMany", values));
    }

    void exposure(String state, String value) throws IOException {
        set("CCD_EXPOSURE", "Number", state, Map.of("CCD_EXPOSURE_VALUE", value));
    }

    /// A frame with the driver's usual header, to every connection that wants frames.
    void frame(double seconds, String type) throws IOException {
        byte[] fits = fits(seconds, type, WIDTH, HEIGHT);
        if (sharing.isPresent()) {
            shareFrame(fits);
        } else {
            sendFrames(blob(fits, ".fits"));
        }
    }

    /// A file in shared memory.
    void shareFrame(byte[] file) throws IOException {
        int memory = SharingPeer.memory(file);
        sendFrames(attached("CCD1", ".fits", file.length), memory);
        SharingPeer.close(memory);
    }

    /// What announces a frame in shared memory.
    static String attached(String property, String format, long bytes) {
        return "<setBLOBVector device='%s' name='%s' state='Ok'>%s</setBLOBVector>\n"
                .formatted(CAMERA, property, member(format, bytes));
    }

    /// One member of such a message.
    static String member(String format, long bytes) {
        return "<oneBLOB name='CCD1' size='%d' format='%s' len='%d' attached='true'/>\n"
                .formatted(bytes, format, bytes);
    }

    static String blob(byte[] file, String format) {
        return "<setBLOBVector device='%s' name='CCD1' state='Ok'><oneBLOB name='CCD1' size='%d' format='%s' len='%d'>%s"
                .formatted(CAMERA, file.length, format, file.length, Base64.getEncoder().encodeToString(file))
                + "</oneBLOB></setBLOBVector>\n";
    }

    /// A file whose pixels are 0, 1, 2, … ADU.
    static byte[] fits(double seconds, String type, int width, int height) {
        var file = new ByteArrayOutputStream();
        for (String card : List.of("SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = " + width,
                "NAXIS2  = " + height,
                "BZERO   = 32768", "BSCALE  = 1", "EXPTIME = " + seconds + " / s", "FRAME   = '" + type + "'",
                "CCD-TEMP= -9.9", "DATE-OBS= '2026-11-22T20:00:00'", "END")) {
            file.writeBytes("%-80s".formatted(card).getBytes(StandardCharsets.US_ASCII));
        }
        file.writeBytes(" ".repeat(2880 - file.size()).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < width * height; i++) {
            int raw = i - 32_768;
            file.write(raw >> 8);
            file.write(raw);
        }
        while (file.size() % 2880 != 0) {
            file.write(0);
        }
        return file.toByteArray();
    }

    void sendControl(String text) throws IOException {
        for (Client client : clients) {
            if (!client.wantsFrames) {
                client.send(text);
            }
        }
    }

    /// Waits for somebody who wants frames, for a moment: the client may have asked on its other connection first.
    ///
    /// @throws IOException nobody does, which the client sees as a lost connection
    void sendFrames(String text, int... memory) throws IOException {
        // turns, not time: a machine that stood still did not give anybody a chance to ask
        for (int turn = 0; clients.stream().noneMatch(c -> c.wantsFrames); turn++) {
            if (turn == MOST_TURNS) {
                throw new IOException("nobody wants frames");
            }
            LockSupport.parkNanos(1_000_000);
        }
        for (Client client : clients) {
            if (client.wantsFrames) {
                client.send(text, memory);
            }
        }
    }

    /// Closes every connection and forgets what was set; new ones are welcome.
    void hangUp() throws IOException {
        connected = false;
        synchronized (properties) {
            properties.values().forEach(Property::startAgain);
        }
        for (Client client : clients) {
            client.wire.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sharing.ifPresent(SharingPeer::close);
        hangUp();
    }

    /// Adds a property to the camera.
    ///
    /// @param values by member; attributes may follow one after a quote: `7' min='0' max='9`
    void define(String property, String kind, String state, String perm, Map<String, ?> values) {
        define(property, kind, state, perm, "OneOfMany", values);
    }

    void define(String property, String kind, String state, String perm, String rule, Map<String, ?> values) {
        var texts = new LinkedHashMap<String, String>();
        values.forEach((member, value) -> texts.put(member, String.valueOf(value)));
        synchronized (properties) {
            properties.put(property, new Property(kind, perm, rule, state, texts));
        }
    }

    /// Takes a property away, before a client connects.
    void undefine(String property) {
        synchronized (properties) {
            properties.remove(property);
        }
    }

    private String definition(String property) {
        synchronized (properties) {
            Property p = properties.get(property);
            return p == null
                    ? ""
                    : vector("def", "def", property, p.kind, p.state, p.perm, p.rule, p.values);
        }
    }

    private String definitions() {
        synchronized (properties) {
            return properties.keySet().stream().map(this::definition).reduce("", String::concat);
        }
    }

    private static String vector(String what, String member, String property, String kind, String state,
            String perm, String rule,
            Map<String, ?> values) {
        var text = new StringBuilder(
                "<%s%sVector device='%s' name='%s' state='%s' perm='%s' rule='%s'>\n"
                        .formatted(what, kind, CAMERA, Tokenizer.escaped(property), state, perm, rule));
        values.forEach((name, value) -> {
            // a value may bring attributes with it: text' min='1
            String[] parts = String.valueOf(value).split("'", 2);
            text.append("<%s%s name='%s'%s>\n%s\n</%s%s>\n".formatted(member, kind,
                    Tokenizer.escaped(name), parts.length == 2 ? parts[1] + "'" : "",
                    Tokenizer.escaped(parts[0]), member, kind));
        });
        return text.append("</%s%sVector>\n".formatted(what, kind)).toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                welcome(wire(listener.accept()));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void acceptLocal(SharingPeer peer) {
        while (true) {
            try {
                welcome(wire(peer.accept()));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void welcome(Wire wire) {
        var client = new Client(wire);
        clients.add(client);
        Thread.ofPlatform().daemon().name("scripted-client").start(client::read);
    }

    private static Wire wire(Socket socket) {
        return new Wire() {
            @Override
            public int read(byte[] into) throws IOException {
                return socket.getInputStream().read(into);
            }

            @Override
            public void write(byte[] bytes, int... memory) throws IOException {
                if (!socket.isClosed()) {
                    socket.getOutputStream().write(bytes);
                }
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    private static Wire wire(SharingPeer.Connection connection) {
        return new Wire() {
            @Override
            public int read(byte[] into) throws IOException {
                return connection.read(into);
            }

            @Override
            public void write(byte[] bytes, int... memory) throws IOException {
                connection.send(bytes, memory);
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }

    /// Passes an order to some other device on to those who named it, as `indiserver` does.
    private void echo(Client from, String device) throws IOException {
        for (Client client : clients) {
            if (!client.equals(from) && client.named.contains(device)) {
                client.send("<newTextVector device='%s' name='PROOF'></newTextVector>\n".formatted(device));
            }
        }
    }

    private void order(String property, Map<String, String> members, boolean isSwitch) throws IOException {
        orders.add(property + members);
        Script script = scripts.get(property);
        if (script != null) {
            script.order(this, members);
        } else if (property.equals("CONNECTION")) {
            connected = !"On".equals(members.get("DISCONNECT"));
            set("CONNECTION", "Switch", "Ok",
                    Map.of("CONNECT", connected ? "On" : "Off", "DISCONNECT", connected ? "Off" : "On"));
            sendControl(connected ? definitions() : "");
        } else if (isSwitch) {
            var all = new LinkedHashMap<String, String>();
            synchronized (properties) {
                Property known = properties.get(property);
                if (known != null && known.rule.equals("OneOfMany")) {
                    known.values.keySet().forEach(other -> all.put(other, "Off"));
                }
            }
            all.putAll(members);
            set(property, "Switch", "Ok", all);
        } else {
            set(property, "Number", "Ok", members);
        }
    }

    private void tell(Client client, String property) throws IOException {
        if (property.isEmpty()) {
            client.send(vector("def", "def", "CONNECTION", "Switch", "Idle", "rw",
                    "OneOfMany",
                    Map.of("CONNECT", connected ? "On" : "Off", "DISCONNECT", connected ? "Off" : "On")));
            client.send(vector("def", "def", "DRIVER_INFO", "Text", "Idle", "ro", "",
                    Map.of("DRIVER_EXEC", driver, "DRIVER_VERSION", "1.0")));
        }
        if (connected) {
            client.send(property.isEmpty() ? definitions() : definition(property));
        }
    }

    /// One connection; its thread carries the scripts out.
    private final class Client implements Tokenizer.Handler {

        private final Wire wire;
        private final Set<String> named = ConcurrentHashMap.newKeySet();
        private final Map<String, String> members = new LinkedHashMap<>();
        private Map<String, String> vector = Map.of();
        private String member = "";
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private volatile boolean wantsFrames;

        Client(Wire wire) {
            this.wire = wire;
            heard.add(said);
        }

        void read() {
            var tokenizer = new Tokenizer(this);
            var buffer = new byte[4096];
            try (wire) {
                for (int n = wire.read(buffer); n >= 0; n = wire.read(buffer)) {
                    said.write(buffer, 0, n);
                    tokenizer.feed(buffer, 0, n);
                }
            } catch (IOException | java.io.UncheckedIOException _) {
                // gone; so is this thread
            } finally {
                clients.remove(this);
            }
        }

        synchronized void send(String text, int... memory) throws IOException {
            wire.write(text.getBytes(StandardCharsets.UTF_8), memory);
        }

        @Override
        public void open(int depth, String name, Map<String, String> attributes) {
            if (depth == 1) {
                vector = attributes;
                members.clear();
            } else {
                member = attributes.getOrDefault("name", "");
            }
        }

        @Override
        public void close(int depth, String name, String text) {
            if (depth == 2) {
                members.put(member, text.strip());
                return;
            }
            String property = vector.getOrDefault("name", "");
            String device = vector.getOrDefault("device", "");
            try {
                named.add(device);
                if (name.startsWith("new") && !device.equals(CAMERA)) {
                    echo(this, device);
                } else if (name.equals("enableBLOB")) {
                    wantsFrames = true;
                } else if (name.equals("getProperties") && !property.equals("CCD1") && !mute
                        && (device.isEmpty() || device.equals(CAMERA))) {
                    tell(this, property);
                } else if (name.equals("pingRequest")) {
                    send("<pingReply uid='" + vector.get("uid") + "'/>");
                } else if (name.startsWith("new")) {
                    order(property, Map.copyOf(members), name.toLowerCase(Locale.ROOT).contains("switch"));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public int blob(byte[] bytes, int from, int to) {
            throw new AssertionError("a client sends no frames");
        }

        @Override
        public void dropped(Tokenizer.Flaw flaw) {
            throw new AssertionError("the client sent " + flaw);
        }
    }
}
