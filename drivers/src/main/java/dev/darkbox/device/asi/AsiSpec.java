package dev.darkbox.device.asi;

/// Which camera is meant.
///
/// @param model as the library names it, e.g. `ZWO ASI2600MM Pro`; empty for whichever there is
/// @param serial sixteen hex digits, as `darkbox devices` shows them; empty where there is only one of the model
public record AsiSpec(String model, String serial) {

    public AsiSpec {
        if (!serial.matches("(?:[0-9a-f]{16})?")) {
            throw new IllegalArgumentException(
                    "serial number \"" + serial + "\"; allowed: 16 hex digits in lower case, or none");
        }
    }

    /// The only one there is.
    public static AsiSpec any() {
        return new AsiSpec("", "");
    }

    /// For people.
    @Override
    public String toString() {
        String which = model.isEmpty() ? "ZWO camera" : model;
        return serial.isEmpty() ? which : which + " " + serial;
    }
}
