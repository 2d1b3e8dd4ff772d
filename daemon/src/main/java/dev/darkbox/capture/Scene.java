package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import java.time.Instant;

/// What every part of a run works on.
record Scene(Time time, Rig rig, EventSink events) {

    Instant now() {
        return time.now();
    }

    String name() {
        return rig.name();
    }

    void emit(RunEvent event) {
        events.emit(event);
    }

    /// Begins an exposure whose frame fits the buffer it is for. A camera that came back from somewhere may be another,
    /// or read out another part of its sensor.
    void startExposure(Exposure asked, FrameBuffer into) throws DeviceException, InterruptedException {
        FrameShape shape = rig.camera().shape(asked.readout());
        if (!shape.equals(into.shape())) {
            throw new DeviceException.Garbled(rig.camera().name(), "frames of " + into.shape() + " as before",
                    shape.toString());
        }
        rig.camera().start(asked);
    }

    /// Ends whatever the camera still does, so that it can be asked again. Its failure to do so is only noted: the
    /// failure that led here decides what happens next.
    void endExposure(DeviceException why) throws InterruptedException {
        try {
            rig.camera().abort();
        } catch (DeviceException e) {
            why.addSuppressed(e);
        }
    }

    /// Says what a device did and what is done about it.
    void trouble(DeviceException e, String decision) {
        trouble(e.device(), e.what(), decision);
    }

    void trouble(String device, String what, String decision) {
        emit(new RunEvent.DeviceTrouble(now(), name(), device, what, decision));
    }
}
