package dev.darkbox.mqtt;

import dev.darkbox.mqtt.LinkException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Why a network connection failed, in words for the person who has to mend it.
final class Reasons {

    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");
    private static final int DEEPEST_CAUSE = 10;

    private Reasons() {}

    static LinkException ofTcp(IOException why, Duration limit) {
        return new LinkException(Kind.AWAY, switch (why) {
            case UnknownHostException _ -> "unknown host name";
            case SocketTimeoutException _ -> "no answer within " + seconds(limit);
            case NoRouteToHostException _ -> "no route to the host";
            case ConnectException e when String.valueOf(e.getMessage()).contains("timed out") ->
                "no answer within " + seconds(limit);
            case ConnectException e when String.valueOf(e.getMessage()).contains("refused") ->
                "connection refused: no broker listens there";
            default -> "no connection: " + plain(why);
        }, why);
    }

    static LinkException ofTlsTimeOut(IOException why, Duration limit) {
        return new LinkException(Kind.AWAY, "no end of the TLS handshake within " + seconds(limit), why);
    }

    /// The handshake failed.
    static LinkException ofTls(IOException why, Optional<BrokerAddress.Tls> tls) {
        String closed = "the connection was closed during the TLS handshake; is TLS spoken there, and "
                + (shows(tls) ? "our client certificate known?" : "no client certificate wanted?");
        return certificate(why, tls).or(() -> alert(why, tls))
                .orElseGet(() -> new LinkException(Kind.AWAY, switch (why) {
                    case SSLException e when String.valueOf(e.getMessage()).contains("SSL message") ->
                        "what answers there does not speak TLS";
                    case SSLException e when e.getCause() instanceof EOFException -> closed;
                    case EOFException _ -> closed;
                    case SocketException _ -> closed;
                    default -> "TLS handshake failed: " + plain(why);
                }, why));
    }

    /// The connection ended before the broker had said anything.
    static LinkException ofSilence(IOException why, Optional<BrokerAddress.Tls> tls) {
        if (why instanceof LinkException e) {
            return e;
        }
        String hint = tls.isEmpty()
                ? "is TLS wanted there?"
                : tls.get().certificate().isEmpty()
                        ? "is a client certificate wanted there?"
                        : "is another client certificate wanted there?";
        return alert(why, tls).orElseGet(() -> new LinkException(Kind.AWAY,
                "the broker closed the connection without a word; " + hint, why));
    }

    /// The connection ended later.
    static LinkException ofLoss(IOException why) {
        return why instanceof LinkException e
                ? e
                : new LinkException(Kind.AWAY, why instanceof EOFException
                        ? "the broker closed the connection"
                        : "the connection broke: " + plain(why), why);
    }

    /// What we hold against the broker's certificate.
    private static Optional<LinkException> certificate(Throwable why, Optional<BrokerAddress.Tls> tls) {
        Throwable cause = why;
        for (int i = 0; i < DEEPEST_CAUSE && cause != null; i++) {
            Optional<LinkException> found = switch (cause) {
                case CertificateExpiredException e ->
                    refusal("the broker's certificate has expired (" + e.getMessage() + ")", why);
                case CertificateNotYetValidException e -> Optional.of(new LinkException(Kind.AWAY,
                        "the broker's certificate is not valid yet (" + e.getMessage()
                                + "); is the clock right?",
                        why));
                case CertPathBuilderException _ -> refusal("the broker's certificate is not trusted: "
                        + tls.flatMap(BrokerAddress.Tls::ca)
                                .map(file -> "nobody in " + file + " has signed it")
                                .orElse("no authority of the system has signed it"),
                        why);
                case CertPathValidatorException e when e.getCause() == null ->
                    refusal("the broker's certificate is not trusted: " + plain(e), why);
                case CertificateException e when String.valueOf(e.getMessage()).startsWith("No ") ->
                    refusal("the broker's certificate is for another host name (" + e.getMessage() + ")",
                            why);
                default -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /// What the broker holds against us.
    private static Optional<LinkException> alert(IOException why, Optional<BrokerAddress.Tls> tls) {
        Matcher alert = ALERT.matcher(String.valueOf(why.getMessage()));
        if (!alert.find()) {
            return Optional.empty();
        }
        boolean shown = shows(tls);
        return refusal(switch (alert.group(1)) {
            case "protocol_version" -> "the broker speaks no TLS 1.2 or 1.3";
            case "unrecognized_name" -> "the broker does not know itself by this host name";
            case "certificate_required" -> "the broker wants a client certificate";
            case "handshake_failure" -> shown
                    ? "TLS handshake refused by the broker: handshake_failure"
                    : "TLS handshake refused by the broker: handshake_failure; is a client certificate wanted there?";
            case "bad_certificate", "unknown_ca", "certificate_unknown", "certificate_expired",
                    "certificate_revoked", "unsupported_certificate", "access_denied" ->
                shown
                        ? "the broker refuses our client certificate (" + alert.group(1) + ")"
                        : "the broker wants a client certificate (" + alert.group(1) + ")";
            case String other -> "TLS refused by the broker: " + other;
        }, why);
    }

    /// `5 s`, `700 ms`.
    static String seconds(Duration limit) {
        return limit.toMillisPart() == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private static boolean shows(Optional<BrokerAddress.Tls> tls) {
        return tls.isPresent() && tls.get().certificate().isPresent();
    }

    private static Optional<LinkException> refusal(String text, Throwable why) {
        return Optional.of(new LinkException(Kind.REFUSED, text, why));
    }

    /// One line, short.
    private static String plain(Throwable why) {
        String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        return text.lines().findFirst().orElse("").strip();
    }
}
