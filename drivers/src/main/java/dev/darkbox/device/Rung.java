package dev.darkbox.device;

/// One way to make a camera that failed usable again, the gentlest first. Which is taken when is the run's decision;
/// how it is done is the camera's.
///
/// ```
///  ABORT  ->  RECONNECT  ->  RESTART_DRIVER  ->  WAIT
/// ```
public enum Rung {

    /// Whatever the camera does is ended, and its driver must answer.
    ABORT("aborting and making its settings again", "its settings were made again"),
    /// The driver lets go of the camera and takes hold of it again.
    RECONNECT("reconnecting the camera", "reconnected"),
    /// The driver is ended and started anew; it has forgotten everything.
    RESTART_DRIVER("restarting its driver", "its driver was restarted"),
    /// Server and camera are waited for, until they come back by themselves.
    WAIT("waiting for it to come back", "it came back");

    private final String doing;
    private final String done;

    Rung(String doing, String done) {
        this.doing = doing;
        this.done = done;
    }

    /// What is done, for a person: `reconnecting the camera`.
    public String doing() {
        return doing;
    }

    /// What it came to when it held: `reconnected`.
    public String done() {
        return done;
    }
}
