package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// The last 256 transactions of ten minutes: none is carried out twice.
///
/// Threading: any.
final class Transactions {

    /// What is known of one.
    enum Seen {
        NEVER,
        /// Once; that it is a duplicate was not said yet.
        ONCE, OFTEN
    }

    private static final int MOST = 256;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private record First(Instant at, boolean often) {}

    private final Map<String, First> firsts = new LinkedHashMap<>();

    /// What was known before, and remembers.
    synchronized Seen see(String transaction, Instant now) {
        firsts.values().removeIf(first -> first.at().plus(MEMORY).isBefore(now));
        First before = firsts.get(transaction);
        if (before == null) {
            firsts.put(transaction, new First(now, false));
            if (firsts.size() > MOST) {
                firsts.remove(firsts.keySet().iterator().next());
            }
            return Seen.NEVER;
        }
        firsts.put(transaction, new First(before.at(), true));
        return before.often() ? Seen.OFTEN : Seen.ONCE;
    }
}
