package dev.darkbox.mqtt;

/// What is held against a message: connections that ended while it was on its way. The broker may have thrown us out because of it.
///
/// Who is suspected travels alone, so that the next time it is known who it was.
///
/// Threading: guarded by the [Outbox].
final class Suspicion {

    /// So many connections, lost with nothing but this on its way, are enough.
    static final int MOST_KILLS = 2;

    private boolean suspected;
    private int kills;

    /// It was on its way, maybe among others.
    void present() {
        suspected = true;
    }

    /// It was the only one on its way, and not for long.
    void alone() {
        suspected = true;
        kills++;
    }

    void clear() {
        suspected = false;
        kills = 0;
    }

    boolean travelsAlone() {
        return suspected;
    }

    boolean proven() {
        return kills >= MOST_KILLS;
    }
}
