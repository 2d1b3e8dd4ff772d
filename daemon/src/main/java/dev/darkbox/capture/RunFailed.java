package dev.darkbox.capture;

/// No further frame of this run is worth taking, or can be taken.
final class RunFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final String why;

    /// @param why one line for a person: the device, what was asked, its last answer
    RunFailed(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
