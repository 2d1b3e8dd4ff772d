package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A program on a USB bus of its own, with emulated cameras on it and nothing else; others may join it there. The test is
/// skipped where what emulates is missing.
public final class SxBench implements AutoCloseable {

    private static final long LIMIT_S = 180;

    private final Path folder;
    private final Process process;

    /// @param folder an empty one
    /// @param cameras each `MODEL[:SERIAL]@PORT`
    public SxBench(Path folder, List<String> cameras, List<String> program) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/umockdev-wrapper")),
                "umockdev is not installed");
        Assumptions.assumeTrue(hasBindings(), "gir1.2-umockdev-1.0 and python3-gi are not installed");
        this.folder = folder;
        String emulator = unpacked(folder, "sx_umockdev.py").toString();
        unpacked(folder, "sx_camera.py");
        unpacked(folder, "sx_plugs.py");
        var command = new ArrayList<>(
                List.of("/usr/bin/umockdev-wrapper", "/usr/bin/python3", emulator, "--control",
                        control(folder).toString()));
        for (String camera : cameras) {
            command.addAll(List.of("--camera", camera));
        }
        command.add("--");
        command.addAll(program);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("HOME", folder.toString());
        process = builder.start();
    }

    /// That of the shipped program: the tests' own has the library of USB in it, where it would be taken from unseen.
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("libusb4java"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path unpacked(Path folder, String name) throws IOException {
        Path file = Files.createDirectories(folder.resolve("peer")).resolve(name);
        try (InputStream script = Objects.requireNonNull(
                SxBench.class.getResourceAsStream("/peer/" + name), name)) {
            Files.copy(script, file);
        }
        return file;
    }

    /// What a program needs in its environment to see this bus instead of the machine's.
    public Map<String, String> environment() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!Files.exists(control(folder)) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return Map.of("UMOCKDEV_DIR", order("- bus"), "LD_PRELOAD", "libumockdev-preload.so.0");
    }

    static Path control(Path folder) {
        return folder.resolve("control");
    }

    private static boolean hasBindings() throws Exception {
        return new ProcessBuilder("/usr/bin/python3", "-c",
                "import gi; gi.require_version('UMockdev', '1.0'); from gi.repository import UMockdev")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor() == 0;
    }

    /// What the program said, a line each, once it has ended well.
    List<String> lines() throws Exception {
        boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        String text = said();
        assertTrue(ended && process.exitValue() == 0, text);
        return text.lines().toList();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
    }

    /// An order to the emulator, carried out when this returns; its answer.
    public String order(String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(control(folder)));
            channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
            var answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            return String.valueOf(answers.readLine());
        }
    }

    /// Returns when nothing of it runs any more.
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(LIMIT_S, TimeUnit.SECONDS).join());
    }
}
