package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// `[mqtt]`, its files and its example.
class MqttConfigTest {

    private static final String RIG = """
            [[rig]]
            name = "main"
            dark = "dark-box"
            [rig.camera]
            driver = "indi"
            device = "CCD Simulator"
            [[rig.preset]]
            name = "standard"
            gain = 100
            offset = 50
            darks = [180]
            """;
    private static final String HOST = "host = \"broker\"\n";
    private static final Pattern KEY = Pattern.compile("([a-z_]+) = (.+)");
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBgjCCASegAwIBAgIUVlUqPjp81NsWLmYSt4cZTR0cEVUwCgYIKoZIzj0EAwIw
            FjEUMBIGA1UEAwwLb2JzZXJ2YXRvcnkwHhcNMjYxMTIzMDc0MDQ4WhcNMzYxMTIw
            MDc0MDQ4WjAWMRQwEgYDVQQDDAtvYnNlcnZhdG9yeTBZMBMGByqGSM49AgEGCCqG
            SM49AwEHA0IABLu1v3jLubEPQlxOC3Fwjdb/XV+Y0JUedEIfuvL1gkRSbxgoELs+
            lJEbzQScNWSbnzG4IyZDFDf8spGgxzaThmajUzBRMB0GA1UdDgQWBBT10SPq1e7R
            GIG3ZEySSRwXKDSJgjAfBgNVHSMEGDAWgBT10SPq1e7RGIG3ZEySSRwXKDSJgjAP
            BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDooiN/0lyATR0KccZS
            7WCCMGQcK7zXW8PfCxARCrCC0wIhAMAjF8M7lVB6BBNSvobEBixDxmY1o6mhuhjZ
            vFzORqAL
            -----END CERTIFICATE-----
            """;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("darkbox.toml");
    }

    private Loaded read(String mqtt) {
        return ConfigReader.read(file(), "library = \"/srv/darkbox\"\n[mqtt]\n" + mqtt + RIG);
    }

    private MqttConfig good(String mqtt) {
        Loaded loaded = read(mqtt);
        var ok = assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString());
        assertEquals(List.of(), ok.warnings());
        return ok.config().mqtt().orElseThrow();
    }

    private void assertProblems(String mqtt, String... problems) {
        assertEquals(new Loaded.Wrong(Stream.of(problems).map(line -> file() + ":" + line).toList()),
                read(mqtt));
    }

    private String write(String name, String text, String mode) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return path.toString();
    }

    @Test
    void aHostIsEnough() {
        var config = good(HOST);
        assertEquals(new MqttConfig("broker", 1883, "", Optional.empty(), Optional.empty(), "darkbox",
                config.box(), "homeassistant", "homeassistant/status", "online", List.of(), false), config);
        assertTrue(config.box().matches("[a-z0-9_-]{1,32}"), config.box());
        assertEquals(config.box(), good(HOST).box());
    }

    @Test
    void noSectionIsNoBroker() {
        Loaded loaded = ConfigReader.read(file(), "library = \"/srv/darkbox\"\n" + RIG);
        assertEquals(Optional.empty(), assertInstanceOf(Loaded.Ok.class, loaded).config().mqtt());
    }

    @Test
    void everyKeyArrives() throws IOException {
        String password = write("password", "secret\n", "rw-r-----");
        assertEquals(new MqttConfig("10.0.0.2", 18830, "darkbox", Optional.of(Path.of(password)),
                Optional.of(new MqttConfig.Tls(Optional.empty(), Optional.empty(), Optional.empty())), "sky",
                "dome-1", "ha/devices", "ha/up", "here", List.of("refresh", "abort"), true), good("""
                        host = "10.0.0.2"
                        port = 18830
                        user = "darkbox"
                        password_file = "password"
                        tls = true
                        base = "sky"
                        box = "dome-1"
                        discovery = "ha/devices"
                        birth_topic = "ha/up"
                        birth_payload = "here"
                        commands = ["abort", "refresh"]
                        plain_topics = true
                        """));
        assertEquals(8883, good(HOST + "tls = true\n").port());
        assertEquals("ha/status", good(HOST + "discovery = \"ha\"\n").birthTopic());
        assertEquals("", good(HOST + "discovery = \"\"\n").birthTopic());
    }

    @Test
    void theNameOfTheMachineIsMadeFit() {
        assertEquals("pi", BoxName.fit("Pi.observatory.example\n"));
        assertEquals("dome-1_a", BoxName.fit("dome 1_a"));
        assertEquals("k-ppel", BoxName.fit("küppel"));
        assertEquals("box", BoxName.fit(""));
        assertEquals("box", BoxName.fit("..."));
        assertEquals("a_b", BoxName.fit("_a___b_"));
        assertEquals("a".repeat(32), BoxName.fit("a".repeat(64)));
    }

    @Test
    void twoUnderscoresAreWhatPartsABoxFromItsRig() {
        String allowed = "; allowed: 1 to 32 letters, digits or \"-\", and \"_\" between two of them";
        for (String odd : List.of("obs__main", "obs_", "_obs", "_")) {
            assertProblems(HOST + "box = \"" + odd + "\"\n", "4: mqtt.box is \"" + odd + "\"" + allowed);
            assertProblems(HOST + "base = \"" + odd + "\"\n", "4: mqtt.base is \"" + odd + "\"" + allowed);
        }
        assertEquals("obs_main-2", good(HOST + "box = \"obs_main-2\"\n").box());
    }

    @Test
    void everyMistakeHasItsLine() {
        assertProblems("", "2: mqtt.host missing; allowed: a host name or address");
        assertProblems("""
                host = "mqtt://broker"
                port = 0
                user = 7
                tls = "yes"
                base = "dark/box"
                box = ""
                discovery = "home+assistant"
                birth_topic = "#"
                birth_payload = ""
                commands = ["stop"]
                plain_topics = 1
                topic = "x"
                """,
                "3: mqtt.host is \"mqtt://broker\"; allowed: a host name or address",
                "4: mqtt.port is 0; allowed: a whole number 1..65535",
                "5: mqtt.user is 7; allowed: a name of at most 256 characters, or \"\" for none",
                "6: mqtt.tls is \"yes\"; allowed: true or false",
                "7: mqtt.base is \"dark/box\"; allowed: 1 to 32 letters, digits or \"-\", and \"_\" between two of them",
                "8: mqtt.box is \"\"; allowed: 1 to 32 letters, digits or \"-\", and \"_\" between two of them",
                "9: mqtt.discovery is \"home+assistant\"; allowed: 1 to 32 letters, digits, \"_\" or \"-\", up to"
                        + " four such levels with \"/\" between, or \"\" to announce nothing",
                "10: mqtt.birth_topic is \"#\"; allowed: a topic of at most 128 characters without \"+\" and \"#\","
                        + " or \"\" for \"status\" below discovery",
                "11: mqtt.birth_payload is \"\"; allowed: text of 1 to 64 characters",
                "12: mqtt.commands is \"stop\"; allowed: \"refresh\", \"spot_check\", \"validate\", \"abort\", \"promote\", \"hold\", \"republish\"",
                "13: mqtt.plain_topics is 1; allowed: true or false",
                "14: mqtt.topic unknown; allowed: base, birth_payload, birth_topic, box, ca, certificate, commands,"
                        + " discovery, host, key, password_file, plain_topics, port, tls, user");
        assertProblems(HOST + "commands = \"abort\"\n",
                "4: mqtt.commands is \"abort\"; allowed: a list, each \"refresh\", \"spot_check\", \"validate\", \"abort\", \"promote\", \"hold\", \"republish\"");
        assertProblems(HOST + "commands = [\"abort\", \"abort\"]\n",
                "4: mqtt.commands is a list; allowed: each command once");
    }

    @Test
    void aPasswordInTheFileIsSentAwayAndNotShown() {
        assertProblems(HOST + "password = \"hunter2\"\n",
                "4: mqtt.password may not stand here; allowed: password_file, a file whose first line it is");
    }

    @Test
    void theirTopicsAndOursAreApart() {
        String apart = "discovery and base apart: Home Assistant must not find our own topics below discovery";
        assertProblems(HOST + "base = \"homeassistant\"\n",
                "4: mqtt.base is \"homeassistant\"; allowed: " + apart);
        assertProblems(HOST + "discovery = \"darkbox/ha\"\n",
                "4: mqtt.discovery is \"darkbox/ha\"; allowed: " + apart);
        assertProblems(HOST + "birth_topic = \"darkbox/status\"\n",
                "4: mqtt.birth_topic is \"darkbox/status\"; allowed: a topic outside base, where nobody speaks"
                        + " but Darkbox");
        assertEquals("darkbox2", good(HOST + "discovery = \"darkbox2\"\n").discovery());
    }

    @Test
    void filesMustBeWhatTheyAreFor() throws IOException {
        String password = write("empty", "\nsecret\n", "rw-------");
        String open = write("open", "secret", "rw-r--r--");
        write("rsa.pem", "-----BEGIN RSA PRIVATE KEY-----\n", "rw-------");
        write("torn.pem", CERTIFICATE.replaceFirst("\n.{40}", "\n"), "rw-r--r--");
        write("big", "x".repeat((1 << 20) + 1), "rw-------");
        Files.write(folder.resolve("binary"), new byte[]{(byte) 0xff, 0});
        assertProblems(HOST + "user = \"me\"\npassword_file = \"none\"\n",
                "5: mqtt.password_file is \"none\"; allowed: a file, and there is none");
        assertProblems(HOST + "user = \"me\"\npassword_file = \"" + password + "\"\n",
                "5: mqtt.password_file is \"%s\"; allowed: a file whose first line is the password, 1 to 1024 characters"
                        .formatted(shown(password)));
        assertProblems(HOST + "user = \"me\"\npassword_file = \"big\"\n",
                "5: mqtt.password_file is \"big\"; allowed: a file of at most 1 MiB");
        assertProblems(HOST + "user = \"me\"\npassword_file = \"binary\"\n",
                "5: mqtt.password_file is \"binary\"; allowed: a file of UTF-8 text");
        assertProblems(HOST + "user = \"me\"\npassword_file = \".\"\n",
                "5: mqtt.password_file is \".\"; allowed: a file that can be read: Is a directory");
        assertProblems(HOST + "tls = true\nca = \"torn.pem\"\ncertificate = \"rsa.pem\"\nkey = \"rsa.pem\"\n",
                "5: mqtt.ca is \"torn.pem\"; allowed: a PEM file with at least one certificate, and no damaged one",
                "6: mqtt.certificate is \"rsa.pem\"; allowed: a PEM file with at least one certificate, and no"
                        + " damaged one",
                "7: mqtt.key is \"rsa.pem\"; allowed: a PEM file with a private key, PKCS 8 and not encrypted, as"
                        + " `openssl pkcs8 -topk8 -nocrypt` writes it");
        assertEquals(List.of(file() + ":5: mqtt.password_file is \"" + shown(open)
                + "\"; everybody on this machine may read it, `chmod o-r` it"),
                assertInstanceOf(Loaded.Ok.class,
                        read(HOST + "user = \"me\"\npassword_file = \"" + open + "\"\n")).warnings());
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        write("secret", "secret", "---------");
        Assumptions.assumeFalse(Files.isReadable(folder.resolve("secret")), "root reads everything");
        assertProblems(HOST + "user = \"me\"\npassword_file = \"secret\"\n",
                "5: mqtt.password_file is \"secret\"; allowed: a file that the user %s may read"
                        .formatted(System.getProperty("user.name")));
    }

    @Test
    void aChainOfCertificatesAndAKeyAreTaken() throws IOException {
        write("ca.pem", "what this is\n" + CERTIFICATE, "rw-r--r--");
        write("me.pem", CERTIFICATE + CERTIFICATE, "rw-r--r--");
        write("key.pem", "-----BEGIN PRIVATE KEY-----\n", "rw-r-----");
        assertEquals(Optional.of(new MqttConfig.Tls(Optional.of(folder.resolve("ca.pem")),
                Optional.of(folder.resolve("me.pem")), Optional.of(folder.resolve("key.pem")))),
                good(HOST + "tls = true\nca = \"ca.pem\"\ncertificate = \"me.pem\"\nkey = \"key.pem\"\n")
                        .tls());
    }

    @Test
    void whatGoesTogetherMustBeTogether() throws IOException {
        write("key.pem", "-----BEGIN PRIVATE KEY-----\n", "rw-------");
        write("password", "secret", "rw-------");
        assertProblems(HOST + "tls = true\nkey = \"key.pem\"\n",
                "2: mqtt.certificate missing; allowed: certificate and key together, or neither");
        assertProblems(HOST + "key = \"key.pem\"\n",
                "2: mqtt.tls missing; allowed: true where there is a ca, certificate or key");
        assertProblems(HOST + "password_file = \"password\"\n",
                "2: mqtt.user missing; allowed: the name the password is for");
    }

    /// What the example shows is right once it is no comment, and is what is left out.
    @Test
    void theExampleIsTheDefaultOnceItIsNoComment() throws IOException {
        String keys = String.join("\n", example()) + "\n";
        MqttConfig shown = good(keys);
        assertEquals(good("host = \"broker.local\"\nbox = \"observatory\"\n"), shown);
        assertFalse(keys.contains("password ="), keys);
    }

    @TestFactory
    Stream<DynamicTest> everyKeyOfTheExampleMayBeMistyped() throws IOException {
        List<String> lines = example();
        assertEquals(15, lines.size(), lines::toString);
        return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> {
            Matcher key = KEY.matcher(line);
            assertTrue(key.matches(), line);
            int at = 3 + lines.indexOf(line);
            String where = file() + ":" + at + ": mqtt." + key.group(1);
            String name = key.group(1);
            var wrong = problems(lines, line, name + " = 1979-05-27");
            assertEquals(1, wrong.size(), wrong::toString);
            assertTrue(wrong.getFirst().startsWith(where + " is 1979-05-27; allowed: "), wrong::toString);
            var typo = problems(lines, line, line.replace(name + " =", name + "x ="));
            assertTrue(typo.contains(where + "x unknown; did you mean \"" + name + "\"?"), typo::toString);
        }));
    }

    private List<String> problems(List<String> lines, String line, String other) {
        var changed = new ArrayList<>(lines);
        changed.set(lines.indexOf(line), other);
        return assertInstanceOf(Loaded.Wrong.class, read(String.join("\n", changed) + "\n")).problems();
    }

    /// The lines with keys in the example's `[mqtt]`.
    private static List<String> example() throws IOException {
        String text = Files.readString(ExampleFilesTest.FOLDER.resolve("darkbox.toml"));
        int from = text.indexOf("# [mqtt]");
        return text.substring(from, text.indexOf("# ----", from)).lines()
                .filter(line -> line.startsWith("# ")).map(line -> line.substring(2))
                .filter(line -> KEY.matcher(line).matches()).toList();
    }

    private static String shown(String path) {
        return path.length() <= 60 ? path : path.substring(0, 59) + "…";
    }
}
