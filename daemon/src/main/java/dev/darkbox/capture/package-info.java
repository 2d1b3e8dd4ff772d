/// Taking the frames of a plan: one straight-line run on one thread, and a second thread that writes.
///
/// **Room.** The run, the gate in front of every frame, the proof that it is dark. Decisions that depend on time
/// are pure state machines; the run calls devices in the order a person would. Masters are made elsewhere: the
/// run hands each complete set to a [dev.darkbox.capture.Darkroom].
///
/// **May import.** `dev.darkbox.device`, `dev.darkbox.plan`, `dev.darkbox.event`, `dev.darkbox.frame`, the JDK.
package dev.darkbox.capture;
