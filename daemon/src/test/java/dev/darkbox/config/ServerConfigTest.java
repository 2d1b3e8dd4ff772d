package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.EquipmentConfig.Restart;
import dev.darkbox.device.indi.ServerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `[indiserver]`, and what the rigs take from it.
class ServerConfigTest {

    private static final Path FILE = Path.of("/etc/darkbox.toml");
    private static final String SERVER = "[indiserver]\ndrivers = [\"indi_asi_ccd\"]\n";

    private static Loaded read(String server, String camera) {
        return ConfigReader.read(FILE, """
                library = "/srv/darkbox"
                %s[[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "indi"
                device = "CCD Simulator"
                %s[[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180]
                """.formatted(server, camera));
    }

    private static EquipmentConfig.Indi camera(String server, String camera) {
        Loaded loaded = read(server, camera);
        Config config = assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).config();
        return assertInstanceOf(EquipmentConfig.Indi.class, config.rigs().getFirst().equipment());
    }

    @Test
    void theExamplesOwnServerIsRightOnceItIsNoComment() throws Exception {
        String text = Files.readString(ExampleFilesTest.FOLDER.resolve("darkbox.toml"));
        int from = text.indexOf("# [indiserver]");
        int to = text.indexOf("# ----", from);
        String on = text.substring(from, to).lines().map(line -> line.matches("# (\\[|[a-z_]+ =).*")
                ? line.substring(2)
                : line).reduce("", (a, b) -> a + b + "\n");
        Loaded loaded = ConfigReader.read(FILE, text.substring(0, from) + on + text.substring(to));
        Config config = assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).config();
        assertEquals(Optional.of(new ServerConfig("indiserver",
                List.of("indi_asi_ccd", "indi_asi_wheel", "indi_flipflat"), 7624, "/tmp/indiserver",
                ServerSpec.DEFAULT_MEMORY_LIMIT_MB, Path.of("/var/lib/darkbox/indi"),
                Path.of("/run/darkbox"))),
                config.server());
    }

    @Test
    void aRigThatSaysNothingOfItsServerUsesOurs() {
        EquipmentConfig.Indi camera = camera(SERVER + "port = 7700\n", "");
        assertEquals("localhost:7700", camera.host() + ":" + camera.port());
        var fifo = Path.of("/run/darkbox/indiserver-7700.fifo");
        assertEquals(Optional.of(new Restart(fifo, false)), camera.restart());
        assertEquals(fifo, new ServerSpec("indiserver", List.of("x"), 7700, "/x", 1, Path.of("/h"),
                Path.of("/run/darkbox")).fifo());
        assertEquals(Optional.empty(), camera(SERVER, "port = 7625\n").restart());
        assertEquals(Optional.empty(), camera(SERVER, "host = \"pi.local\"\n").restart());
        assertEquals(Optional.of(new Restart(Path.of("/run/indi/fifo"), true)),
                camera(SERVER, "restart_fifo = \"/run/indi/fifo\"\nrestart_named = true\n").restart());
        assertEquals(Optional.empty(), camera(SERVER, "restart_fifo = \"\"\n").restart());
    }

    @Test
    void everyMistakeHasItsLine() {
        assertProblem("[indiserver]\n", "", "/etc/darkbox.toml:2: indiserver.drivers missing; allowed: "
                + "names of INDI drivers, such as [\"indi_asi_ccd\"]");
        assertProblem("[indiserver]\ndrivers = []\n", "",
                "/etc/darkbox.toml:3: indiserver.drivers is an empty list; allowed: 1 to 64 names of INDI drivers");
        assertProblem("[indiserver]\ndrivers = [\"indi_asi_ccd\", \"indi_asi_ccd\"]\n", "",
                "each name once, \"indi_asi_ccd\" is there twice");
        assertProblem("[indiserver]\ndrivers = [\"indi asi\"]\n", "",
                "/etc/darkbox.toml:3: indiserver.drivers is \"indi asi\"; allowed: the name of a program in "
                        + "PATH, or a path");
        assertProblem(SERVER + "memory_limit_mb = 2048\n", "",
                "/etc/darkbox.toml:4: indiserver.memory_limit_mb is 2048; allowed: a whole number 1..2047");
        assertProblem(SERVER + "port = 0\n", "",
                "/etc/darkbox.toml:4: indiserver.port is 0; allowed: a whole number 1..65535");
        assertProblem(SERVER + "local_socket = \"a b\"\n", "",
                "/etc/darkbox.toml:4: indiserver.local_socket is \"a b\"; allowed: a name of 1 to 100 printable "
                        + "characters without spaces");
        assertProblem(SERVER + "memory_limit = 3\n", "",
                "/etc/darkbox.toml:4: indiserver.memory_limit unknown; did you mean \"memory_limit_mb\"?");
        assertProblem("", "restart_named = true\n",
                "/etc/darkbox.toml:8: rig.camera.restart_named is true; allowed: false unless there is a "
                        + "restart_fifo");
    }

    private static void assertProblem(String server, String camera, String problem) {
        var wrong = assertInstanceOf(Loaded.Wrong.class, read(server, camera));
        assertEquals(1, wrong.problems().size(), wrong::toString);
        assertTrue(wrong.problems().getFirst().endsWith(problem), wrong::toString);
    }
}
