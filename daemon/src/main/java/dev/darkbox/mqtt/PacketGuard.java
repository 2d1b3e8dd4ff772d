package dev.darkbox.mqtt;

import dev.darkbox.mqtt.LinkException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Looks at the heads of packets that come from the broker, and ends the connection before one that it must not send is
/// read: Paho would make room for 256 MB if it were told to, and keep every message of QoS 2 for ever.
///
/// Source: OASIS, "MQTT Version 5.0", 2019, 2.1 (fixed header), 3.2 and 3.3.1.
final class PacketGuard extends FilterInputStream {

    /// Largest packet we take.
    static final int MOST_BYTES = 65_536;

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int CONNACK_BYTES_OF_MQTT_3 = 2;
    private static final int MOST_LENGTH_BYTES = 4;

    private int type;
    private boolean greeted;
    private int lengthBytes;
    private int length;
    private int bodyLeft;

    PacketGuard(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            return b;
        }
        if (bodyLeft > 0) {
            bodyLeft--;
        } else if (type == 0) {
            first(b);
        } else {
            length(b);
        }
        return b;
    }

    /// Within a packet as much as there is, else one byte.
    @Override
    public int read(byte[] to, int offset, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (bodyLeft > 0) {
            int n = in.read(to, offset, Math.min(most, bodyLeft));
            bodyLeft -= Math.max(n, 0);
            return n;
        }
        int b = read();
        if (b < 0) {
            return -1;
        }
        to[offset] = (byte) b;
        return 1;
    }

    private void first(int b) throws LinkException {
        type = b >> 4;
        if (!greeted && b != CONNACK << 4) {
            throw new LinkException(Kind.REFUSED, "what answers there does not speak MQTT");
        }
        if (type == 0) {
            throw new LinkException(Kind.AWAY, "the broker sends what is not MQTT");
        }
        if (type == PUBLISH && (b & 0b0110) > 0b0010) {
            throw new LinkException(Kind.AWAY, "the broker sends with a quality of service nobody asked for");
        }
        greeted = true;
        lengthBytes = 0;
        length = 0;
    }

    private void length(int b) throws LinkException {
        length |= (b & 0x7f) << (7 * lengthBytes);
        lengthBytes++;
        boolean more = b > 0x7f;
        if ((more && lengthBytes == MOST_LENGTH_BYTES) || length > MOST_BYTES) {
            throw new LinkException(Kind.AWAY,
                    "the broker sends a packet of more than " + MOST_BYTES + " bytes");
        }
        if (more) {
            return;
        }
        if (type == CONNACK && length == CONNACK_BYTES_OF_MQTT_3) {
            throw new LinkException(Kind.REFUSED, "the broker does not speak MQTT 5");
        }
        type = 0;
        bodyLeft = length;
    }
}
