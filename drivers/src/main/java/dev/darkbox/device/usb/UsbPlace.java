package dev.darkbox.device.usb;

/// A device as it is plugged in now.
///
/// @param position bus and ports: `1-1.4` as the kernel names it. The same after every start for the same socket
/// @param address number on that bus: another one after every plugging in
/// @param vendor 0..65,535
/// @param product likewise
/// @param hasPipes whether it has the bulk pipes 01 and 82 that the cameras driven here have
record UsbPlace(String position, int address, int vendor, int product, boolean hasPipes) {

    /// A device with pipes.
    UsbPlace(String position, int address, int vendor, int product) {
        this(position, address, vendor, product, true);
    }

    /// `1278:0194 at 1-1.4`
    @Override
    public String toString() {
        return "%04x:%04x at %s".formatted(vendor, product, position);
    }
}
