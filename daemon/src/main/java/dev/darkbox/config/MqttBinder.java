package dev.darkbox.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Binds `[mqtt]`.
final class MqttBinder {

    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final String LEVEL = "[A-Za-z0-9_-]{1,32}";
    private static final String LEVEL_TEXT = "1 to 32 letters, digits, \"_\" or \"-\"";
    private static final Allowed<String> WORD = Allowed.matching(
            "(?=.{1,32}$)[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*",
            "1 to 32 letters, digits or \"-\", and \"_\" between two of them", "word");
    private static final Allowed<String> HOST = Allowed.matching(
            "[A-Za-z0-9._:-]{1,253}", "a host name or address", "localhost");
    private static final Allowed<String> USER = Allowed.matching("[^\\p{Cntrl}]{0,256}",
            "a name of at most 256 characters, or \"\" for none", "");
    private static final Allowed<String> DISCOVERY = Allowed.matching("|" + LEVEL + "(/" + LEVEL + "){0,3}",
            LEVEL_TEXT + ", up to four such levels with \"/\" between, or \"\" to announce nothing", "");
    private static final Allowed<String> BIRTH = Allowed.matching("|[^$+#\\p{Cntrl}][^+#\\p{Cntrl}]{0,127}",
            "a topic of at most 128 characters without \"+\" and \"#\", or \"\" for \"status\" below discovery",
            "");
    private static final Allowed<String> PAYLOAD = Allowed.matching("[^\\p{Cntrl}]{1,64}",
            "text of 1 to 64 characters", "online");

    private final Section mqtt;
    private final Path file;
    private final BrokerFiles files;

    private MqttBinder(Section mqtt, Path file) {
        this.mqtt = mqtt;
        this.file = file;
        this.files = new BrokerFiles(mqtt);
    }

    static MqttConfig bind(Section mqtt, Path file) {
        return new MqttBinder(mqtt, file).bind();
    }

    private MqttConfig bind() {
        mqtt.refuse("password", "may not stand here; allowed: password_file, a file whose first line it is");
        String host = mqtt.need("host", HOST);
        Optional<MqttConfig.Tls> tls = tls(mqtt.take("tls", Allowed.flag(), false));
        int port = mqtt.take("port", Allowed.whole(1, 65_535), tls.isPresent() ? TLS_PORT : PLAIN_PORT);
        String user = mqtt.take("user", USER, "");
        Optional<Path> password = path("password_file");
        password.ifPresent(path -> files.password("password_file", path));
        if (password.isPresent() && user.isEmpty() && mqtt.sound("user")) {
            mqtt.wrong("user", "the name the password is for");
        }
        String base = mqtt.take("base", WORD, "darkbox");
        String box = mqtt.take("box", WORD, BoxName.ofMachine());
        String discovery = mqtt.take("discovery", DISCOVERY, "homeassistant");
        if (within(discovery, base) && mqtt.sound("base", "discovery")) {
            mqtt.wrong(mqtt.has("discovery") ? "discovery" : "base",
                    "discovery and base apart: Home Assistant must not find our own topics below discovery");
        }
        String birth = mqtt.take("birth_topic", BIRTH, "");
        if (within(birth, base) && mqtt.sound("base", "birth_topic")) {
            mqtt.wrong("birth_topic", "a topic outside base, where nobody speaks but Darkbox");
        }
        if (discovery.isEmpty() && mqtt.sound("discovery") && !birth.isEmpty()) {
            mqtt.warn("birth_topic", "it has no effect, discovery is \"\"");
        }
        var config = new MqttConfig(host, port, user, password, tls, base, box, discovery,
                discovery.isEmpty() ? "" : birth.isEmpty() ? discovery + "/status" : birth,
                mqtt.take("birth_payload", PAYLOAD, "online"), commands(),
                mqtt.take("plain_topics", Allowed.flag(), false));
        mqtt.done();
        return config;
    }

    private Optional<MqttConfig.Tls> tls(boolean on) {
        Optional<Path> ca = path("ca");
        Optional<Path> certificate = path("certificate");
        Optional<Path> key = path("key");
        if (!on) {
            if (mqtt.sound("tls") && (ca.isPresent() || certificate.isPresent() || key.isPresent())) {
                mqtt.wrong("tls", "true where there is a ca, certificate or key");
            }
            return Optional.empty();
        }
        ca.ifPresent(path -> files.certificates("ca", path));
        certificate.ifPresent(path -> files.certificates("certificate", path));
        key.ifPresent(path -> files.privateKey("key", path));
        if (certificate.isPresent() != key.isPresent() && mqtt.sound("certificate", "key")) {
            mqtt.wrong(key.isPresent() ? "certificate" : "key", "certificate and key together, or neither");
        }
        return Optional.of(new MqttConfig.Tls(ca, certificate, key));
    }

    private Optional<Path> path(String key) {
        return mqtt.find(key, Places.pathOrNone(file)).filter(path -> !path.equals(Places.NONE));
    }

    private List<String> commands() {
        List<String> commands = mqtt.list("commands", Allowed.oneOf(MqttConfig.COMMANDS));
        if (mqtt.sound("commands") && new HashSet<>(commands).size() < commands.size()) {
            mqtt.wrong("commands", "each command once");
        }
        return MqttConfig.COMMANDS.stream().filter(commands::contains).toList();
    }

    private static boolean within(String topic, String base) {
        return topic.equals(base) || topic.startsWith(base + "/");
    }
}
