package dev.darkbox.control;

/// A line is not what it should be; the message names the key, what it holds and what is allowed.
public final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
        super(message);
    }
}
