package dev.darkbox.mqtt;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whom we trust and who we are, in TLS.
final class Trust {

    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private Trust() {}

    /// Reads the files.
    static SSLContext context(BrokerAddress.Tls tls) throws LinkException {
        Optional<KeyStore> authorities = tls.ca().isPresent()
                ? Optional.of(authorities(tls.ca().get()))
                : Optional.empty();
        Optional<KeyStore> own = own(tls);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.isPresent() ? keys(own.get()) : null,
                    authorities.isPresent() ? trusted(authorities.get()) : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new LinkException(LinkException.Kind.REFUSED, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyStore authorities(Path file) throws LinkException {
        List<Certificate> certificates = Pem.certificates("CA file", file);
        try {
            KeyStore store = empty();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException _) {
            throw SecretFile.refused("CA file", file, "not to be used as authorities");
        }
    }

    private static Optional<KeyStore> own(BrokerAddress.Tls tls) throws LinkException {
        if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
            return Optional.empty();
        }
        Path file = tls.certificate().get();
        List<Certificate> chain = Pem.certificates("certificate file", file);
        PrivateKey key = Pem.key("key file", tls.key().get(), chain.getFirst());
        try {
            KeyStore store = empty();
            store.setKeyEntry("own", key, IN_MEMORY, chain.toArray(Certificate[]::new));
            return Optional.of(store);
        } catch (GeneralSecurityException | IOException _) {
            throw SecretFile.refused("certificate file", file,
                    "its certificates are no chain, our own first");
        }
    }

    private static KeyManager[] keys(KeyStore own) throws GeneralSecurityException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trusted(KeyStore authorities) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }
}
