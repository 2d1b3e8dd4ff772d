/// INDI cameras, wheels, caps and panels, through an `indiserver`.
///
/// **Room.** One TCP connection for control and one for frames; a push tokenizer over bytes; a snapshot of every
/// property; orders that are done when the values read back are the ones asked for; frames decoded straight
/// into the caller's buffer; and the device interfaces on top of that.
///
/// ```
///  socket -> Tokenizer -> MessageReader -> PropertyStore -> IndiDevice -> IndiCamera, IndiWheel, ...
///                              \-> Base64Stream -> FrameCatcher -> FitsPour -> FrameBuffer
/// ```
///
/// `indiserver` listens on all interfaces and asks nobody who he is: its port belongs behind a firewall.
///
/// **May import.** `dev.darkbox.device`, the JDK.
package dev.darkbox.device.indi;
