package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;

/// A line to a box that understands one rate only: at every other it says nonsense and understands nothing.
record AtBaud(int baud, BoxLine box) implements LineOpener {

    @Override
    public ByteLine open(String place, PortProfile profile) throws DeviceException {
        ByteLine line = box.open(place, profile);
        return profile.baud() == baud ? line : new Deaf(line);
    }

    private record Deaf(ByteLine line) implements ByteLine {

        @Override
        public int read(byte[] into) throws DeviceException, InterruptedException {
            int came = line.read(into);
            for (int i = 0; i < came; i++) {
                into[i] = (byte) 0xf8;
            }
            return came;
        }

        @Override
        public void write(byte[] bytes) throws DeviceException, InterruptedException {
            line.write(new byte[bytes.length]);
        }

        @Override
        public void discard() throws DeviceException, InterruptedException {
            line.discard();
        }

        @Override
        public void close() {
            line.close();
        }
    }
}
