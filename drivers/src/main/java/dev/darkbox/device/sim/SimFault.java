package dev.darkbox.device.sim;

import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import java.time.Duration;

/// Something that goes wrong on order. The kinds are closed.
///
/// The first group happens once and is used up; the second lasts until [SimFaults#clear].
public sealed interface SimFault {

    /// A fault that happens once.
    sealed interface Once extends SimFault {}

    /// A fault that lasts.
    sealed interface Lasting extends SimFault {}

    /// The frame comes late; later than the driver's grace and it does not come.
    record ExposureLate(Duration by) implements Once {}

    /// The frame never comes: `TimedOut`.
    record FrameLost() implements Once {}

    /// Something arrives that is not the frame: `Garbled`.
    record FrameGarbled() implements Once {}

    /// Every call to the camera and its cooler times out until it is recovered.
    ///
    /// @param cure the least rung that helps
    record CameraHangs(Rung cure) implements Once {

        /// Cured by a reconnection.
        public CameraHangs() {
            this(Rung.RECONNECT);
        }
    }

    /// The server is gone with everything behind it; every call says `Lost`. When it is back, the camera has
    /// forgotten what it was told.
    record ServerAway(Duration lasting) implements Once {}

    /// The camera is gone; every call says `Lost` until it is recovered.
    ///
    /// @param recoveries how often [SimCamera#recover] must be called, at least 1, whatever the rung; all but the
    ///     last fail
    record ConnectionLost(int recoveries) implements Once {
        public ConnectionLost {
            if (recoveries < 1) {
                throw new IllegalArgumentException("recoveries " + recoveries + ", at least 1");
            }
        }
    }

    /// The cable loses a piece of the frame: from the middle on pixels stand 37 further left, and the last rows are noise.
    record ReadoutTorn() implements Once {}

    /// The camera takes a setting and reads back another: `Refused`.
    record SettingIgnored(Setting setting) implements Once {}

    /// A setting of the camera, as its refusals call it.
    enum Setting {
        GAIN("gain"), OFFSET("offset"), BINNING("binning"), MODE("mode"), USB_LIMIT("usbLimit");

        private final String text;

        Setting(String text) {
            this.text = text;
        }

        Object of(Readout readout) {
            return switch (this) {
                case GAIN -> readout.gain();
                case OFFSET -> readout.offset();
                case BINNING -> readout.binning();
                case MODE -> readout.mode();
                case USB_LIMIT -> readout.usbLimit();
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// The cap stops half way: `TimedOut`, position unknown.
    record CapStuck() implements Once {}

    /// The wheel stops between two slots: `TimedOut`.
    record WheelJam() implements Once {}

    /// The cap does not move any more, but says it did.
    record CapLies() implements Lasting {}

    /// The cooling element dies; the regulator asks for more and more.
    record CoolerDies() implements Lasting {}

    /// The air around the camera gets warmer for a time.
    ///
    /// @param riseK kelvins; negative for a cold gust
    record Gust(double riseK, Duration lasting) implements Lasting {}

    /// Every heater is on, whatever it is told.
    record HeaterStuckOn() implements Lasting {}

    /// The bias level creeps.
    record OffsetDrift(double aduPerHour) implements Lasting {}

    /// The panel stands outside: when the cap is shut only a part of its light comes through.
    ///
    /// @param through 0 for a tight cap .. 1
    record PanelOutside(double through) implements Lasting {}

    /// Light comes in past everything, in a gradient, e- per pixel and second in the frame's middle.
    record LightLeak(double electronsPerS) implements Lasting {}
}
