package dev.darkbox.device.indi;

/// Where a setting lives in a driver, when it is not where drivers usually keep it.
///
/// @param device INDI device name; empty for the device the setting belongs to
/// @param property INDI property name, e.g. `CCD_CONTROLS`
/// @param member name within the property, e.g. `Gain`; empty where the whole property is meant
public record MemberName(String device, String property, String member) {

    public MemberName {
        if (property.isEmpty()) {
            throw new IllegalArgumentException("an INDI property needs a name");
        }
    }

    /// Reads `PROPERTY`, `PROPERTY.MEMBER` or `DEVICE/PROPERTY.MEMBER`.
    ///
    /// @throws IllegalArgumentException no property name in it
    public static MemberName parse(String text) {
        int slash = text.lastIndexOf('/');
        String device = slash < 0 ? "" : text.substring(0, slash);
        String rest = text.substring(slash + 1);
        int dot = rest.indexOf('.');
        if (dot < 0) {
            return new MemberName(device, rest, "");
        }
        return new MemberName(device, rest.substring(0, dot), rest.substring(dot + 1));
    }

    @Override
    public String toString() {
        return (device.isEmpty() ? "" : device + "/") + property + (member.isEmpty() ? "" : "." + member);
    }
}
