package dev.darkbox.config;

/// Where an INDI device is found.
///
/// @param host name or address of the machine indiserver runs on, default `localhost`
/// @param port TCP, default 7624
/// @param device the driver's name for it, e.g. `ZWO CCD ASI2600MM Pro`; at most 63 bytes
public record IndiDevice(String host, int port, String device) {

    @Override
    public String toString() {
        return device + " at " + host + ":" + port;
    }
}
