package dev.darkbox.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/// Looks into the files `[mqtt]` names, so that what is wrong with them is told before a broker says no.
final class BrokerFiles {

    private static final int LARGEST_BYTES = 1 << 20;
    private static final int LONGEST_PASSWORD = 1024;

    private final Section section;

    BrokerFiles(Section section) {
        this.section = section;
    }

    /// Notes when the first line of a file is no password.
    void password(String key, Path file) {
        Optional<String> first = content(key, file).map(text -> text.split("\\R", 2)[0]);
        if (first.filter(line -> line.isEmpty() || line.length() > LONGEST_PASSWORD).isPresent()) {
            section.wrong(key, "a file whose first line is the password, 1 to " + LONGEST_PASSWORD
                    + " characters");
        }
        first.ifPresent(_ -> notForEverybody(key, file));
    }

    /// Notes when a file holds no certificates.
    void certificates(String key, Path file) {
        content(key, file).filter(text -> !holdsCertificates(text)).ifPresent(
                _ -> section.wrong(key, "a PEM file with at least one certificate, and no damaged one"));
    }

    /// Notes when a file holds no key as it is needed.
    void privateKey(String key, Path file) {
        Optional<String> text = content(key, file);
        if (text.filter(pem -> !pem.contains("-----BEGIN PRIVATE KEY-----")).isPresent()) {
            section.wrong(key, "a PEM file with a private key, PKCS 8 and not encrypted, as"
                    + " `openssl pkcs8 -topk8 -nocrypt` writes it");
        }
        text.ifPresent(_ -> notForEverybody(key, file));
    }

    private static boolean holdsCertificates(String text) {
        int from = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (from < 0) {
            return false;
        }
        var in = new ByteArrayInputStream(text.substring(from).getBytes(StandardCharsets.UTF_8));
        try {
            return !CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty();
        } catch (CertificateException _) {
            return false;
        }
    }

    private Optional<String> content(String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length <= LARGEST_BYTES) {
                return Optional.of(
                        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            }
            section.wrong(key, "a file of at most 1 MiB");
        } catch (NoSuchFileException _) {
            section.wrong(key, "a file, and there is none");
        } catch (AccessDeniedException _) {
            section.wrong(key, "a file that the user %s may read".formatted(System.getProperty("user.name")));
        } catch (CharacterCodingException _) {
            section.wrong(key, "a file of UTF-8 text");
        } catch (IOException e) {
            section.wrong(key, "a file that can be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void notForEverybody(String key, Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                section.warn(key, "everybody on this machine may read it, `chmod o-r` it");
            }
        } catch (IOException | UnsupportedOperationException _) {
            // nothing can be told, and it was just read
        }
    }
}
