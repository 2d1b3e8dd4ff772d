package dev.darkbox.sdk;

import java.util.Arrays;
import java.util.Optional;

/// What `ASIGetExpStatus` tells.
public enum AsiExposureStatus {

    /// Nothing was begun, or its frame was taken.
    IDLE(0),
    /// It exposes or reads out.
    WORKING(1),
    /// The frame is there.
    SUCCESS(2),
    /// There will be no frame.
    FAILED(3);

    private final int number;

    AsiExposureStatus(int number) {
        this.number = number;
    }

    /// Empty for a number of a newer library.
    public static Optional<AsiExposureStatus> of(int number) {
        return Arrays.stream(values()).filter(s -> s.number == number).findFirst();
    }
}
