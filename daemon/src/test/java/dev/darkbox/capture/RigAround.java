package dev.darkbox.capture;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Switch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The simulated rig with a part exchanged, for what the simulator cannot do wrong.
record RigAround(Rig rig, Camera camera, Optional<FlatPanel> panel) implements Rig {

    static Rig camera(Rig rig, Camera camera) {
        return new RigAround(rig, camera, rig.panel());
    }

    static Rig panel(Rig rig, FlatPanel panel) {
        return new RigAround(rig, rig.camera(), Optional.of(panel));
    }

    @Override
    public String name() {
        return rig.name();
    }

    @Override
    public Optional<DustCap> cap() {
        return rig.cap();
    }

    @Override
    public Optional<FilterWheel> wheel() {
        return rig.wheel();
    }

    @Override
    public List<Switch> heaters() {
        return rig.heaters();
    }

    @Override
    public void close() {
        rig.close();
    }

    /// The simulated camera, to be overridden in one place.
    static class OtherCamera implements Camera {

        private final Camera camera;

        OtherCamera(Rig rig) {
            camera = rig.camera();
        }

        @Override
        public String name() {
            return camera.name();
        }

        @Override
        public CameraFacts facts() throws DeviceException, InterruptedException {
            return camera.facts();
        }

        @Override
        public FrameShape shape(Readout readout) throws DeviceException {
            return camera.shape(readout);
        }

        @Override
        public void configure(Readout readout) throws DeviceException, InterruptedException {
            camera.configure(readout);
        }

        @Override
        public void start(Exposure asked) throws DeviceException, InterruptedException {
            camera.start(asked);
        }

        @Override
        public void attend() throws DeviceException, InterruptedException {
            camera.attend();
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            return camera.finish(into);
        }

        @Override
        public void abort() throws DeviceException, InterruptedException {
            camera.abort();
        }

        @Override
        public Set<Rung> rungs() {
            return camera.rungs();
        }

        @Override
        public void recover(Rung rung) throws DeviceException, InterruptedException {
            camera.recover(rung);
        }

        @Override
        public Optional<Cooler> cooler() {
            return camera.cooler();
        }

        @Override
        public void close() {
            camera.close();
        }
    }
}
