package dev.darkbox.library;

import dev.darkbox.device.Celsius;
import java.time.Duration;

/// Keys of masters for tests.
public final class Keys {

    public static final Conditions CONDITIONS = new Conditions("Sim 26", "sim-1", "High Gain", 100, 50, 1, 40,
            6248,
            4176, "");
    public static final MasterKeys DARK_180 = new MasterKeys(MasterKeys.Kind.DARK, CONDITIONS,
            Celsius.of(-10),
            Duration.ofSeconds(180), "");

    private Keys() {}
}
