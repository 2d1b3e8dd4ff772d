package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import java.util.Optional;

/// One look at one switch of a server, by somebody who commands nothing there.
public final class IndiGlance {

    private IndiGlance() {}

    /// Whether a switch, or a light, is on; a number is when it is not zero.
    ///
    /// @param device the driver's name for it
    /// @param control `PROPERTY.MEMBER`
    /// @throws DeviceException.Lost no server, no such device
    /// @throws DeviceException.Refused no such switch
    public static boolean isOn(String host, int port, String device, String control)
            throws DeviceException, InterruptedException {
        return isOn(host, port, device, control, Pace.USUAL);
    }

    static boolean isOn(String host, int port, String device, String control, Pace pace)
            throws DeviceException, InterruptedException {
        MemberName member = MemberName.parse(device + "/" + control);
        try (IndiConnection connection = IndiConnection.to(host, port, pace)) {
            if (!connection.awaitUp(pace.of(Wait.SERVER))) {
                throw new DeviceException.Lost(device,
                        "no indiserver at " + connection.server() + ": " + connection.lastLoss(), true);
            }
            var at = new IndiDevice(connection, device);
            connection.store().await(() -> at.has(member.property()),
                    System.nanoTime() + pace.of(Wait.SETTLING).toNanos());
            Optional<Vector> found = at.find(member.property());
            if (found.isEmpty() || !found.get().members().containsKey(member.member())) {
                throw new DeviceException.Refused(device, "the server has no " + member);
            }
            Vector v = found.get();
            return switch (v.kind()) {
                case SWITCH -> v.isOn(member.member());
                case NUMBER -> v.number(member.member()) != 0;
                case LIGHT -> v.text(member.member()).equalsIgnoreCase("Ok");
                case TEXT, BLOB -> throw new DeviceException.Refused(device, member + " is no switch");
            };
        }
    }
}
