package dev.darkbox.plan;

import java.nio.file.Path;

/// What must be so while a run that began by itself goes on: somebody else's word that the camera is free.
public sealed interface OnlyWhile {

    /// A file is there.
    ///
    /// @param path absolute
    record HasFile(Path path) implements OnlyWhile {}

    /// The last value of a topic of the broker is this one.
    record Says(String topic, String value) implements OnlyWhile {}

    /// A switch behind the rig's server is on.
    ///
    /// @param device the driver's name for it
    /// @param control `PROPERTY.MEMBER`
    record IsOn(String device, String control) implements OnlyWhile {}
}
