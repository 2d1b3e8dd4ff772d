package dev.darkbox.sdk;

import java.util.Arrays;
import java.util.Optional;

/// What can be set or asked of a camera, one number each. Which of them a camera has, and their ranges, it tells itself.
public enum AsiControl {

    /// Steps.
    GAIN(0, "Gain"),
    /// Microseconds.
    EXPOSURE(1, "Exposure"),
    /// Steps; 50 does nothing.
    GAMMA(2, "Gamma"),
    /// Steps; 50 does nothing.
    WHITE_BALANCE_RED(3, "WB_R"),
    /// Steps; 50 does nothing.
    WHITE_BALANCE_BLUE(4, "WB_B"),
    /// Steps.
    OFFSET(5, "Offset"),
    /// Per cent of what the bus has.
    BANDWIDTH(6, "BandWidth"),
    /// Steps; 0 is none.
    OVERCLOCK(7, "Overclock"),
    /// Tenths of a degree Celsius; read only.
    TEMPERATURE(8, "Temperature"),
    /// 0 is none.
    FLIP(9, "Flip"),
    /// 1 is on.
    HARDWARE_BIN(13, "HardwareBin"),
    /// 1 is on: faster, fewer bits.
    HIGH_SPEED(14, "HighSpeedMode"),
    /// Per cent; read only.
    COOLER_POWER(15, "CoolPowerPerc"),
    /// Whole degrees Celsius.
    TARGET_TEMPERATURE(16, "TargetTemp"),
    /// 1 is on.
    COOLER_ON(17, "CoolerOn"),
    /// 1 is on.
    MONO_BIN(18, "MonoBin"),
    /// 1 is on.
    FAN_ON(19, "FanOn"),
    /// 1 is on.
    PATTERN_ADJUST(20, "PatternAdjust"),
    /// 1 is on.
    ANTI_DEW_HEATER(21, "AntiDewHeater");

    private final int number;
    private final String title;

    AsiControl(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /// As the header numbers it.
    public int number() {
        return number;
    }

    /// As the library itself and other programs call it.
    public String title() {
        return title;
    }

    /// Empty for one that is not bound.
    public static Optional<AsiControl> of(int number) {
        return Arrays.stream(values()).filter(c -> c.number == number).findFirst();
    }
}
