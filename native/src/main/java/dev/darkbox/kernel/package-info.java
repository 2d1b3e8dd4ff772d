/// The pixel loops: C kernels, their binding, and a plain-Java twin of each that gives the same bits.
///
/// **Room.** Loops over pixels and their arithmetic. No files, no threads, no policy.
///
/// **May import.** The JDK.
package dev.darkbox.kernel;
