package dev.darkbox.config;

import java.util.List;

/// A cap, panel or heater that has a driver of its own, in place of the camera's: where it hangs.
public sealed interface PartConfig {

    /// Drivers of boxes on serial ports.
    List<String> SERIAL = List.of("alnitak", "snapcap", "gemini", "wanderer", "deepskydad", "flatmaster",
            "flatmaster-neo", "darklight", "lacerta", "excalibur");

    /// A box on a serial port.
    ///
    /// @param driver one of [#SERIAL]
    /// @param port e.g. `/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A8XXXX-if00-port0`
    record Serial(String driver, String port) implements PartConfig {}

    /// A device of an ASCOM Alpaca server.
    ///
    /// @param host name or address
    /// @param port TCP, 1..65,535
    /// @param number of the device, 0..
    /// @param id of the switch within a switch device, 0..; -1 for what is no switch
    record Alpaca(String host, int port, int number, int id) implements PartConfig {}

    /// What is wired to the pins of this machine.
    record Gpio(GpioConfig wiring) implements PartConfig {}

    /// A contact on a pin of this machine.
    ///
    /// @param chip label of the GPIO chip; empty for the one of the header
    record GpioContact(String chip, GpioConfig.In input) implements PartConfig {}
}
