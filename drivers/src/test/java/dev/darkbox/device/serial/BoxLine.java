package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.Faulty;
import dev.darkbox.device.sim.wire.WireBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A line to a simulated box in virtual time: a read with nothing to read lets 100 ms pass.
public final class BoxLine implements LineOpener {

    private static final Duration STEP = Duration.ofMillis(100);

    private final VirtualTime time;
    private final Faulty box;
    private int opened;

    public BoxLine(WireBox box, VirtualTime time) {
        this.box = new Faulty(box);
        this.time = time;
    }

    public Faulty box() {
        return box;
    }

    public void fail(WireFault fault) {
        box.fail(fault, time.now());
    }

    public WireBox.Truth truth() {
        return box.truth(time.now());
    }

    /// How often it was opened.
    public int opened() {
        return opened;
    }

    @Override
    public ByteLine open(String place, PortProfile profile) throws DeviceException {
        if (box.isUnplugged()) {
            throw new DeviceException.Lost(place, "there is no such port");
        }
        opened++;
        box.opened(time.now());
        return new Line(place);
    }

    private final class Line implements ByteLine {
        private final String place;
        private final StringBuilder waiting = new StringBuilder();

        Line(String place) {
            this.place = place;
        }

        @Override
        public int read(byte[] into) throws DeviceException, InterruptedException {
            here();
            waiting.append(box.due(time.now()));
            if (waiting.isEmpty()) {
                time.sleep(STEP);
                waiting.append(box.due(time.now()));
            }
            int length = Math.min(waiting.length(), into.length);
            byte[] bytes = waiting.substring(0, length).getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, into, 0, length);
            waiting.delete(0, length);
            return length;
        }

        @Override
        public void write(byte[] bytes) throws DeviceException {
            here();
            waiting.append(box.hear(new String(bytes, StandardCharsets.ISO_8859_1), time.now()));
        }

        @Override
        public void discard() throws DeviceException {
            here();
            box.due(time.now());
            waiting.setLength(0);
        }

        private void here() throws DeviceException {
            if (box.isUnplugged()) {
                throw new DeviceException.Lost(place, "read failed: Input/output error");
            }
        }

        @Override
        public void close() {
            waiting.setLength(0);
        }
    }
}
