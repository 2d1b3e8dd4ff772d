package dev.darkbox.device.alpaca;

import dev.darkbox.device.DeviceSurvey.Kind;

/// A device of an Alpaca server that a rig of the configuration wants.
///
/// @param rig as in the configuration
/// @param part what it is in the rig, e.g. `cap`, `heater Dew`
/// @param kind `CAP`, `PANEL`, or `OTHER` for a switch
/// @param number of the device
/// @param id of the switch within a switch device; else without meaning
public record AlpacaWish(String rig, String part, Kind kind, int number, int id) {

    /// As in addresses.
    String type() {
        return kind == Kind.OTHER ? AlpacaSurvey.SWITCH : AlpacaSurvey.COVER;
    }

    /// For people: `covercalibrator 0`.
    String device() {
        return type() + " " + number;
    }
}
