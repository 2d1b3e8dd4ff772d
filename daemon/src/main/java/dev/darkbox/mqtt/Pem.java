package dev.darkbox.mqtt;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys as `openssl` writes them.
final class Pem {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CONVERT = "; convert it with openssl pkcs8 -topk8 -nocrypt";

    private Pem() {}

    /// All certificates of a file, at least one, in its order.
    static List<Certificate> certificates(String what, Path file) throws LinkException {
        var found = new ArrayList<Certificate>();
        Matcher block = BLOCK.matcher(SecretFile.text(what, file));
        try {
            var factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                if (block.group(1).endsWith("CERTIFICATE")) {
                    found.add(factory.generateCertificate(new ByteArrayInputStream(decoded(block))));
                }
            }
        } catch (CertificateException | IllegalArgumentException _) {
            throw SecretFile.refused(what, file, "certificate " + (found.size() + 1) + " in it is damaged");
        }
        if (found.isEmpty()) {
            throw SecretFile.refused(what, file, "no certificate in it (-----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    /// The key that belongs to a certificate.
    static PrivateKey key(String what, Path file, Certificate certificate) throws LinkException {
        Matcher block = BLOCK.matcher(SecretFile.text(what, file));
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return fitting(what, file, block, certificate.getPublicKey());
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw SecretFile.refused(what, file, "the key is encrypted" + CONVERT);
                case String old when old.endsWith("PRIVATE KEY") ->
                    throw SecretFile.refused(what, file, "the key is not in PKCS 8" + CONVERT);
                case String _ -> {
                    // parameters of a curve, or the certificate in the same file
                }
            }
        }
        throw SecretFile.refused(what, file, "no key in it (-----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey fitting(String what, Path file, Matcher block, PublicKey other)
            throws LinkException {
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(other.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(decoded(block)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw SecretFile.refused(what, file,
                    "the key is damaged, or not of the certificate's kind (" + other.getAlgorithm() + ")");
        }
        if (!isPair(key, other)) {
            throw SecretFile.refused(what, file, "the key does not belong to the certificate");
        }
        return key;
    }

    private static boolean isPair(PrivateKey key, PublicKey other) {
        String scheme = switch (other.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case String rest -> rest;
        };
        byte[] something = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(scheme);
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static byte[] decoded(Matcher block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }
}
