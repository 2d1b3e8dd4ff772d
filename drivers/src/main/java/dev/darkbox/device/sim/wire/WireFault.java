package dev.darkbox.device.sim.wire;

/// What can go wrong with a box or its line.
public enum WireFault {
    /// The cover stops at 60 % of its way, and the box gives up as its kind does.
    STALL,
    /// The cover stops half way at once, and the box does not notice: power for the motor was lost.
    HALF_WAY,
    /// The lamp goes on shining when it is put out; acknowledged all the same.
    LAMP_STUCK,
    /// The heater goes on warming when it is switched off; acknowledged all the same.
    HEATER_STUCK,
    /// It understands another spelling of its protocol only.
    WRONG_DIALECT,
    /// Every third answer is damaged.
    GARBAGE,
    /// Answers come 800 ms late.
    SLOW,
    /// It hears and says nothing.
    MUTE,
    /// It forgets everything and boots for 1.7 s when its port is opened; what stood half way stays there.
    RESET_ON_OPEN,
    /// Another product's name.
    WRONG_ID,
    /// The line is cut: the port vanishes.
    UNPLUG;

    /// For the command line: `lamp-stuck`.
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
