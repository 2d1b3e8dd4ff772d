package dev.darkbox.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// An authority that signs whatever a test needs, by way of the `openssl` program.
public final class Authority {

    private static final List<String> NEW_KEY = List.of("-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes");

    private final Path folder;
    private final String name;

    /// A certificate and its key, as PEM files.
    public record Pair(Path certificate, Path key) {}

    /// @param folder for its files
    /// @param name two of different names do not know each other
    public Authority(Path folder, String name) throws IOException, InterruptedException {
        Assumptions.assumeTrue(new ProcessBuilder("which", "openssl")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0,
                "openssl is not installed");
        this.folder = folder;
        this.name = name;
        openssl("req", "-x509", "-out", file(".pem"), "-keyout", file(".key"), "-subj", "/CN=" + name,
                "-days", "30");
        Files.writeString(folder.resolve(name + ".index"), "");
        Files.writeString(folder.resolve(name + ".serial"), "1000\n");
        Files.writeString(folder.resolve(name + ".cnf"), """
                [ca]
                default_ca = own
                [own]
                database = %s
                serial = %s
                new_certs_dir = %s
                default_md = sha256
                policy = names
                unique_subject = no
                [names]
                commonName = supplied
                """.formatted(file(".index"), file(".serial"), folder));
    }

    /// Its own certificate: what is trusted.
    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /// A certificate valid since years and for years.
    ///
    /// @param who common name, and name of the files
    /// @param alternatives e.g. `DNS:localhost,IP:127.0.0.1`
    public Pair sign(String who, String alternatives) throws IOException, InterruptedException {
        return sign(who, alternatives, "20200101000000Z", "20491231235959Z");
    }

    /// A certificate valid in between.
    public Pair sign(String who, String alternatives, String since, String until)
            throws IOException, InterruptedException {
        String own = folder.resolve(name + "-" + who).toString();
        Files.writeString(Path.of(own + ".ext"), "subjectAltName=" + alternatives + "\n");
        openssl("req", "-new", "-out", own + ".csr", "-keyout", own + ".key", "-subj", "/CN=" + who);
        run(List.of("openssl", "ca", "-batch", "-notext", "-config", file(".cnf"), "-cert",
                file(".pem"), "-keyfile", file(".key"), "-in", own + ".csr", "-out", own + ".pem", "-extfile",
                own + ".ext", "-startdate", since, "-enddate", until));
        return new Pair(Path.of(own + ".pem"), Path.of(own + ".key"));
    }

    /// What `openssl` makes of a key, e.g. in an old format.
    public static void convert(Path from, Path to, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(options));
        command.addAll(List.of("-in", from.toString(), "-out", to.toString()));
        run(command);
    }

    private String file(String ending) {
        return folder.resolve(name + ending).toString();
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        command.addAll(NEW_KEY);
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }
}
