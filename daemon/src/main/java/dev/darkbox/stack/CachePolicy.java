package dev.darkbox.stack;

/// What an integration leaves of its frames in the page cache, the memory in which Linux keeps what was read.
///
/// Files of which the cache holds (nearly) all when they are opened are read from it. All others are read around it
/// (`O_DIRECT`), which costs a third of the processor time and pushes nothing out of the memory of a small machine. Where that cannot be done
/// - the file system has no direct reading, samples must be converted first, or there is too little memory for reading ahead -
/// they are read through the cache and dropped from it piece by piece as they have been used; what the cache held of such a
/// file before is then lost too.
public enum CachePolicy {
    /// What was cached stays cached, what was not is not.
    KEEP_AS_FOUND,
    /// Nothing of the frames stays: for frames that nobody reads again.
    FORGET
}
