package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.sim.VirtualTime;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A camera at the other end of a [UsbLink], in virtual time, that fails as it is told to. Each pixel is
/// `field * 10,000 + row * 100 + column` in what was asked for, so that a test can see where it landed.
final class FakeSx implements UsbPorts, UsbLink {

    final VirtualTime time;
    final int word;
    final int width;
    final int height;
    final int capabilities;
    String serial = "";
    int product = 0x0194;
    String position = "1-2";
    int address = 5;
    int buildBytes = 2;
    /// So many attempts to open it are refused.
    int refusals;
    int deciKelvin = 2830;

    /// Everything it was told, as `op/value` or, of reads, `op/value WxH XxY`; and what was done to its pipes.
    final List<String> heard = new ArrayList<>();

    /// The next so many commands are refused with a stall.
    int stalls;
    /// The next frame lacks so many bytes at its end.
    int lacking;
    /// So many bytes of nobody's are in its pipe first.
    int stale;
    /// It neither takes nor gives anything.
    boolean dumb;
    /// Nothing is heard of a frame until this many bytes were read of it; then it is unplugged.
    int unplugsAfterBytes = Integer.MAX_VALUE;
    boolean gone;
    /// What it gives in one read at most, and how long each takes.
    int mostBytes = Integer.MAX_VALUE;
    Duration slowness = Duration.ZERO;
    /// An answer comes in pieces of so many bytes.
    int pieceBytes = Integer.MAX_VALUE;
    /// Operations it does not know: it stays silent.
    final List<Integer> unknown = new ArrayList<>();
    boolean resetHelps;
    Runnable duringRead = () -> {};

    private byte[] pipe = new byte[0];
    private boolean frameInPipe;
    /// Before it the frame does not come.
    private long dueNanos;

    FakeSx(VirtualTime time, int word, int width, int height, int capabilities) {
        this.time = time;
        this.word = word;
        this.width = width;
        this.height = height;
        this.capabilities = capabilities;
    }

    @Override
    public List<UsbPlace> seen(String asker) {
        return gone ? List.of() : List.of(place());
    }

    UsbPlace place() {
        return new UsbPlace(position, address, SxDoor.VENDOR, product);
    }

    @Override
    public UsbLink open(String asker, UsbPlace place) throws DeviceException {
        if (gone) {
            throw new DeviceException.Lost(asker, "gone");
        }
        if (refusals > 0) {
            refusals--;
            throw new DeviceException.Refused(asker, "in use");
        }
        heard.add("open");
        return this;
    }

    @Override
    public Moved write(byte[] bytes, Duration limit) {
        if (gone) {
            return Moved.of(0, End.GONE);
        }
        if (stalls > 0) {
            stalls--;
            return Moved.of(0, End.STALLED);
        }
        if (dumb) {
            time.skip(limit);
            return Moved.of(0, End.TIMED_OUT);
        }
        take(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return Moved.of(bytes.length, End.DONE);
    }

    private void take(ByteBuffer in) {
        int op = Byte.toUnsignedInt(in.get(1));
        int value = Short.toUnsignedInt(in.getShort(2));
        if (op == 2 || op == 3) {
            heard.add(String.format(Locale.ROOT, "%d/%x %dx%d %dx%d%s", op, value, in.getShort(12),
                    in.getShort(14),
                    in.get(16), in.get(17), op == 2 ? " " + in.getInt(18) + "ms" : ""));
        } else {
            heard.add(String.format(Locale.ROOT, "%d/%x", op, value));
        }
        if (unknown.contains(op)) {
            return;
        }
        switch (op) {
            case 2, 3 -> {
                dueNanos = time.nanos() + (op == 2 ? 1_000_000L * in.getInt(18) : 0);
                frame(value & 3, in.getShort(12) / in.get(16), in.getShort(14) / in.get(17));
            }
            case 6 -> { // not what is on its way already
                if (!frameInPipe || time.nanos() < dueNanos) {
                    pipe = new byte[0];
                    frameInPipe = false;
                }
            }
            case 8 -> say(ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN).putShort(2, (short) width)
                    .putShort(6, (short) height).putShort(8, (short) 1162).putShort(10, (short) 1162)
                    .put(14, (byte) 16).put(16, (byte) capabilities));
            case 14 -> say(little(word));
            case 15 -> {
                byte[] memory = new byte[16];
                byte[] text = serial.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                System.arraycopy(text, 0, memory, 0, value == 0x3FC0 ? text.length : 0);
                say(ByteBuffer.wrap(memory));
            }
            case 19 -> say(ByteBuffer.wrap(Arrays.copyOf(little(1108).array(), buildBytes)));
            case 30, 31 -> say(ByteBuffer.wrap(new byte[]{(byte) deciKelvin, (byte) (deciKelvin >> 8), 1}));
            case 32 -> say(little(0));
            case 255 -> say(ByteBuffer.wrap(new byte[]{8, 1, 1, 0}));
            default -> {
            }
        }
    }

    private static ByteBuffer little(int word) {
        return ByteBuffer.wrap(new byte[]{(byte) word, (byte) (word >> 8)});
    }

    private void frame(int field, int columns, int rows) {
        ByteBuffer frame = ByteBuffer.allocate(2 * columns * rows).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                frame.putShort((short) (field * 10_000 + y * 100 + x));
            }
        }
        say(frame.slice(0, frame.capacity() - lacking));
        lacking = 0;
        frameInPipe = true;
    }

    private void say(ByteBuffer more) {
        byte[] all = new byte[pipe.length + more.capacity() + stale];
        ByteBuffer.wrap(all).put(pipe).put(new byte[stale]).put(more.duplicate().clear());
        stale = 0;
        pipe = all;
    }

    @Override
    public Moved read(MemorySegment into, Duration limit) {
        duringRead.run();
        if (gone) {
            return Moved.of(0, End.GONE);
        }
        if (dumb || pipe.length == 0 || slowness.compareTo(limit) > 0) {
            time.skip(limit);
            return Moved.of(0, End.TIMED_OUT);
        }
        long early = frameInPipe ? dueNanos - time.nanos() : 0;
        if (early > limit.toNanos()) {
            time.skip(limit);
            return Moved.of(0, End.TIMED_OUT);
        }
        if (early > 0) {
            time.skip(Duration.ofNanos(early));
        }
        time.skip(slowness);
        int most = frameInPipe ? mostBytes : pieceBytes;
        int bytes = (int) Math.min(Math.min(most, pipe.length), into.byteSize());
        MemorySegment.copy(MemorySegment.ofArray(pipe), 0, into, 0, bytes);
        pipe = Arrays.copyOfRange(pipe, bytes, pipe.length);
        frameInPipe &= pipe.length > 0;
        unplugsAfterBytes -= bytes;
        if (unplugsAfterBytes <= 0) {
            unplug();
            return Moved.of(bytes, End.GONE);
        }
        return Moved.of(bytes, End.DONE);
    }

    void unplug() {
        gone = true;
        pipe = new byte[0];
        frameInPipe = false;
    }

    void plugIn() {
        gone = false;
        address++;
        unplugsAfterBytes = Integer.MAX_VALUE;
    }

    /// What it was told since this was asked last.
    List<String> told() {
        List<String> told = List.copyOf(heard);
        heard.clear();
        return told;
    }

    @Override
    public void clearHalts() {}

    @Override
    public void reset() {
        heard.add("bus reset");
        dumb &= !resetHelps;
    }

    @Override
    public void close() {
        heard.add("close");
    }
}
