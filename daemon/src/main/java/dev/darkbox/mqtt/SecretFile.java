package dev.darkbox.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reading the files that let us in. What is wrong with one is said with its name, never with its content.
final class SecretFile {

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_PASSWORD_BYTES = 65_535;

    private SecretFile() {}

    /// The first line, without its end.
    static byte[] password(Path file) throws LinkException {
        String text = text("password file", file);
        byte[] password = text.lines().findFirst().orElse("").getBytes(StandardCharsets.UTF_8);
        if (password.length == 0 || password.length > MOST_PASSWORD_BYTES) {
            throw refused("password file", file, "its first line has " + password.length
                    + " bytes; allowed: 1.." + MOST_PASSWORD_BYTES);
        }
        return password;
    }

    /// The whole file.
    ///
    /// @param what it is to the user, e.g. `password file`
    static String text(String what, Path file) throws LinkException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused(what, file, "larger than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            throw refused(what, file, "there is no such file");
        } catch (AccessDeniedException _) {
            throw refused(what, file, "this user may not read it");
        } catch (LinkException e) {
            throw e;
        } catch (IOException _) {
            throw refused(what, file, Files.isDirectory(file) ? "it is a folder" : "it cannot be read");
        }
    }

    static LinkException refused(String what, Path file, String why) {
        return new LinkException(LinkException.Kind.REFUSED, what + " " + file + ": " + why);
    }
}
