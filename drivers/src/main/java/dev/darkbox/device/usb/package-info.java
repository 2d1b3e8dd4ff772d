/// Cameras on USB, driven without a server in between: Starlight Xpress.
///
/// **Room.** [SxCommand] and its neighbours are a pure codec of records, [SxSensor] knows how each kind of sensor is read;
/// [SxTalk] holds the conversation, [SxCamera] takes the exposures, [SxBus] finds cameras. Transfers are libusb's, behind
/// [UsbLink].
///
/// **Sense.** One request at a time; every transfer has a limit; a frame that was ordered is read to its end or the camera is
/// put right before it is asked anything else; pixels go from the bus straight into the frame's own memory.
///
/// **May import.** `dev.darkbox.device`, usb4java, the JDK.
package dev.darkbox.device.usb;
