package dev.darkbox.device.sim;

/// One readout mode of the simulated sensor. Gain is set in steps of 0.1 dB.
///
/// @param name as the driver calls it (FITS `READOUTM`)
/// @param electronsPerAdu conversion at gain 0, e- per ADU of the 16-bit scale
/// @param sourceNoiseElectrons noise before the amplifier, e- rms; in ADU it grows with gain
/// @param converterNoiseAdu noise after the amplifier, ADU rms, whatever the gain
public record SimMode(
        String name, double electronsPerAdu, double sourceNoiseElectrons, double converterNoiseAdu) {

    public SimMode {
        if (!(electronsPerAdu > 0)) {
            throw new IllegalArgumentException("mode " + name + ": " + electronsPerAdu + " e-/ADU");
        }
    }

    /// Conversion at a gain setting, e- per ADU (FITS `EGAIN`): 200 steps are a factor of ten.
    public double electronsPerAdu(int gain) {
        return electronsPerAdu * Math.pow(10, -gain / 200.0);
    }

    /// Read noise at a gain setting, ADU rms: both parts added in quadrature.
    public double readNoiseAdu(int gain) {
        return Math.hypot(converterNoiseAdu, sourceNoiseElectrons / electronsPerAdu(gain));
    }
}
