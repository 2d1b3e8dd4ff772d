package dev.darkbox.config;

import dev.darkbox.config.Loaded.Ok;
import dev.darkbox.config.Loaded.Wrong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads a configuration file. Every mistake at once.
public final class ConfigReader {

    /// A hundred rigs fit; a frame picked by mistake does not.
    private static final int LARGEST_BYTES = 256 << 10;

    private ConfigReader() {}

    /// Reads and checks `file`.
    ///
    /// Relative paths in it are relative to its folder. Disks are looked at only to see that a library's folder
    /// is not a file.
    ///
    /// @param file named in the lines as it is given
    public static Loaded load(Path file) {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_BYTES + 1);
        } catch (NoSuchFileException _) {
            return new Wrong(List.of(file + ": there is no such file"));
        } catch (AccessDeniedException _) {
            return new Wrong(
                    List.of(file + ": the user " + System.getProperty("user.name") + " may not read it"));
        } catch (IOException e) {
            return new Wrong(List.of(file + ": cannot be read: " + e.getMessage()));
        }
        if (bytes.length > LARGEST_BYTES) {
            return new Wrong(List.of(file + ": longer than 256 KiB, not a configuration file"));
        }
        var text = CharBuffer.allocate(bytes.length);
        var in = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
        if (result.isError()) {
            long line = 1 + text.flip().chars().filter(c -> c == '\n').count();
            return new Wrong(List.of(file + ":" + line + ": not UTF-8 text"));
        }
        return read(file, text.flip().toString());
    }

    /// The same for text already in memory.
    ///
    /// @param file what relative paths are relative to the folder of, and what the lines begin with
    static Loaded read(Path file, String text) {
        TomlText toml = TomlText.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        var findings = new Findings(file.toString(), toml.lost());
        toml.errors().forEach(findings::problem);
        if (!toml.whole()) {
            return new Wrong(findings.problems());
        }
        Config config = new ConfigBinder(file).bind(new Section(findings, "", toml.top()));
        List<String> problems = findings.problems();
        return problems.isEmpty() ? new Ok(config, findings.warnings()) : new Wrong(problems);
    }
}
