/// Bindings of camera makers' libraries that the user installed: functions, structures and numbers as their headers have
/// them. None is part of this product, and none is loaded before somebody asks for it.
///
/// **Room.** [AsiLibrary] binds ZWO's `libASICamera2.so`; [AsiCameraInfo] and [AsiControlCaps] are its structures,
/// [AsiControl], [AsiError], [AsiExposureStatus] and [AsiImageType] its numbers; [AsiPlaces] is where it may be. No sense
/// is made of anything here.
///
/// **May import.** The JDK only.
package dev.darkbox.sdk;
