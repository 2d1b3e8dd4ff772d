/// ZWO cameras through the maker's own library, where the user has installed it.
///
/// **Room.** [AsiHub] finds and loads the library and opens cameras, told apart by serial number; [AsiCamera] is one of them, with
/// [AsiCooler] and [AsiHeater]; [AsiSettings] is what decides how a frame looks; [AsiThread] is the thread on which a
/// camera's calls are made; [AsiBus] is what the kernel knows of the maker's devices, and [AsiSurvey] all of it for
/// people.
///
/// **Sense.** A call of somebody else's library may never come back: each has a limit, and a camera one of whose calls is
/// out is asked nothing more. What is set is read back, for the library takes the nearest value it likes and says
/// nothing. The library times no exposure that this room does not watch.
///
/// **Not here.** The libraries of Player One and SVBONY, whose shape is near to this one's, are not bound.
///
/// **May import.** `dev.darkbox.device`, `dev.darkbox.sdk`, the JDK.
package dev.darkbox.device.asi;
