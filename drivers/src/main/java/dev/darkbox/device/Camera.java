package dev.darkbox.device;

import java.util.Optional;
import java.util.Set;

/// A camera that takes one exposure at a time.
///
/// Threading: not thread-safe; one run owns a camera and calls it from one thread. Its cooler may be
/// read while an exposure runs: that is how the gate looks during one.
public interface Camera extends AutoCloseable {

    /// Name for log lines, as in the configuration.
    String name();

    /// What the connected camera says of itself.
    CameraFacts facts() throws DeviceException, InterruptedException;

    /// Size of a frame read out with `readout`.
    ///
    /// @throws DeviceException.Refused the camera cannot bin so
    FrameShape shape(Readout readout) throws DeviceException;

    /// Sets every setting that decides what a frame looks like (gain, offset, binning, mode, USB limit,
    /// full frame, 16 bit) explicitly and reads each back.
    ///
    /// @throws DeviceException.Refused a setting the camera does not have, or that reads back otherwise;
    ///     the message names the setting, what was asked and what was read
    void configure(Readout readout) throws DeviceException, InterruptedException;

    /// Begins an exposure; returns as soon as the camera has taken the order. The run watches the gate until
    /// the exposure's end is near and then calls [#finish].
    ///
    /// @throws DeviceException.Disturbed the settings made last are not known to hold any more: another program
    ///     commands the camera, or its driver began anew. [#configure] again
    /// @throws DeviceException.Refused the camera does not take such an exposure
    /// @throws DeviceException.TimedOut it did not say that it began
    /// @throws DeviceException.Lost the camera or its server is gone
    void start(Exposure asked) throws DeviceException, InterruptedException;

    /// Called every few seconds while an exposure runs, between [#start] and [#finish], for what the camera wants done
    /// meanwhile. Does nothing where there is nothing to do.
    ///
    /// @throws DeviceException the camera failed, or is gone: the exposure is lost
    default void attend() throws DeviceException, InterruptedException {}

    /// Waits for the frame of the exposure begun last and fills `into` with it, row-major, top row first,
    /// `u16` ADU. May be called at any time after [#start].
    ///
    /// @param into a buffer of `shape(asked.readout())`, of an arena for any thread. Its content is undefined if this throws;
    ///     a driver that waited in vain for a library may be writing to it for as long as the arena cannot be closed
    /// @return what the hardware reported for this frame
    /// @throws DeviceException.TimedOut no frame within the exposure plus the driver's grace time
    /// @throws DeviceException.Garbled a frame arrived that is not the one asked for
    /// @throws DeviceException.Disturbed another program commanded the camera since it was configured
    /// @throws DeviceException.Lost the camera or its server is gone
    /// @throws InterruptedException the run was cancelled
    FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException;

    /// Ends the exposure in progress without a frame and leaves the camera idle. Harmless when there is none.
    void abort() throws DeviceException, InterruptedException;

    /// The rungs that [#recover] can take with this camera.
    Set<Rung> rungs();

    /// Takes one rung to make a camera that failed usable again. Bounded by the driver. Afterwards nothing it was told
    /// is remembered: settings and set point are to be made again.
    ///
    /// @throws DeviceException this rung does not hold
    void recover(Rung rung) throws DeviceException, InterruptedException;

    /// The cooler, when the camera has one.
    Optional<Cooler> cooler();

    @Override
    void close();
}
