package dev.darkbox.device;

/// A device that remembers what was said on its wire.
public interface Wired {

    WireLog wire();
}
