package dev.darkbox.app;

import dev.darkbox.device.Camera;
import dev.darkbox.device.Rig;

/// A rig of which only parts with drivers of their own are wanted: nothing of the camera's is connected.
record NoCamera(String name) implements Rig {

    @Override
    public Camera camera() {
        throw new IllegalStateException("the camera was not connected");
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
