package dev.darkbox.schedule;

/// Why a run was interrupted. Asked by the run after its `InterruptedException`.
///
/// Threading: any.
public final class Stop {

    /// The kinds of end from outside.
    public enum Why {
        /// Nobody asked.
        NOT,
        /// The operator does not want this run any more.
        ABORT,
        /// The daemon ends; the next one goes on with the run.
        SHUTDOWN
    }

    private volatile Why why = Why.NOT;

    public Why why() {
        return why;
    }

    /// A person's word stands: a run that was aborted is not gone on with because the daemon ends meanwhile.
    synchronized void because(Why reason) {
        if (why != Why.ABORT) {
            why = reason;
        }
    }
}
