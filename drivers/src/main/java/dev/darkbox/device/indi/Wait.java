package dev.darkbox.device.indi;

import java.time.Duration;

/// Everything this room waits for, how long it usually does, and how a wait that is over its limit ends.
///
/// Two limits depend on what is waited for and are not here: how long a rig may take to be connected
/// ([IndiSpec#connectLimit]), and an exposure, which gets its own length plus a readout.
enum Wait {

    /// One TCP connect. Over: the attempt failed; the next follows after a back-off.
    TCP_CONNECT(Duration.ofSeconds(5)),
    /// The server on the local socket, to show that it is the one on the TCP port; a moment for any that is. Over:
    /// frames come by TCP.
    LOCAL_PROOF(Duration.ofSeconds(2)),
    /// Silence of a server, half of it before a ping and half of it after. Over: the connection is lost.
    SILENCE(Duration.ofSeconds(20)),
    /// Before a lost connection is made again; doubles with each failure. Over: the next attempt.
    FIRST_BACK_OFF(Duration.ofMillis(500)),
    /// What the back-off grows to. Over: the next attempt.
    LONGEST_BACK_OFF(Duration.ofSeconds(30)),

    /// A server that is looked for in passing. Over: `Lost`, and it is waited for properly.
    BACK_SOON(Duration.ofSeconds(5)),
    /// A server, or a device of a server, that is waited for. Over: `Lost`, for good.
    BACK_AT_ALL(Duration.ofMinutes(10)),
    /// A device that is there and cannot be connected, before it is tried again. Over: it is.
    RETRY(Duration.ofSeconds(10)),
    /// A driver that is ended. Over: it is started all the same.
    DRIVER_END(Duration.ofSeconds(5)),
    /// A server that somebody only wants to look at. Over: it cannot be reached.
    SERVER(Duration.ofSeconds(3)),
    /// A server's first definitions; its drivers may be slow to begin. Over: what is there counts.
    FIRST_NEWS(Duration.ofMillis(1500)),

    /// A driver that is told to connect may load firmware or home a wheel. Over: `TimedOut`.
    DRIVER_CONNECT(Duration.ofSeconds(45)),
    /// A device for whose connecting the others left less. Over: `Lost`, it did not appear.
    LATE_DEVICE(Duration.ofSeconds(5)),
    /// One property that a device cannot do without, after connecting. Over: `Refused`, it has none.
    DEFINITION(Duration.ofSeconds(10)),
    /// Definitions come without an end mark; this much silence is taken for one. Over: they are complete.
    SETTLED(Duration.ofMillis(500)),
    /// Definitions that never fall silent. Over: what is there counts.
    SETTLING(Duration.ofSeconds(10)),
    /// A driver that announces its shortest exposure after it has announced none. Over: it does not tell.
    LATE_SHORTEST(Duration.ofSeconds(2)),

    /// A bad answer may be the echo of something older. Over: `Refused`, it was meant.
    GRACE(Duration.ofMillis(500)),
    /// No news of an order. Over: the driver itself is asked for the property, again and again.
    ASK_AGAIN(Duration.ofSeconds(2)),
    /// An order or a question that needs no hardware to move. Over: `TimedOut`.
    PROMPT(Duration.ofSeconds(10)),
    /// A cooler's reading: the answer may wait for the download of a frame. Over: `TimedOut`.
    COOLER_READ(Duration.ofSeconds(15)),
    /// A reading that is exactly the new set point, though the sensor was far from it. Over: it is a reading.
    SET_POINT_ECHO(Duration.ofSeconds(15)),
    /// A wheel on its way; homing alone takes some 17 s. Over: its slot decides, else `TimedOut`.
    WHEEL_TRAVEL(Duration.ofSeconds(60)),
    /// A wheel that stands at the slot asked for, so it says, and is `Busy` all the same. Over: it has arrived.
    WHEEL_BUSY(Duration.ofSeconds(20)),
    /// A cap on its way. Over: `TimedOut`, with its position.
    CAP_TRAVEL(Duration.ofSeconds(90)),

    /// A driver that begins an exposure. Over: `TimedOut`.
    BEGIN(Duration.ofSeconds(15)),
    /// A driver that ends an exposure it was told to abort. Over: `TimedOut`.
    ABORT(Duration.ofSeconds(10)),
    /// A frame that was on its way when the abort came. Over: there was none.
    QUIET_AFTER_ABORT(Duration.ofSeconds(1)),
    /// After the end of an exposure that brought only a frame nobody asked for, its own. Over: `Garbled`, that was it.
    AFTER_STRAY(Duration.ofSeconds(1)),
    /// The server's sign of life after a frame, behind which no order of another client can hide. Over: it knows none;
    /// what was heard counts, and it is not asked again.
    ECHOES(Duration.ofSeconds(1)),
    /// From the end of an exposure to its whole frame, at least; else three times the longest seen. Over: `TimedOut`.
    LEAST_READOUT(Duration.ofSeconds(30)),
    /// The same before any was seen. Over: `TimedOut`.
    FIRST_READOUT(Duration.ofSeconds(180));

    private final Duration usual;

    Wait(Duration usual) {
        this.usual = usual;
    }

    Duration usual() {
        return usual;
    }
}
