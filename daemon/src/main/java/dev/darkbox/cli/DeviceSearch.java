package dev.darkbox.cli;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import java.util.List;
import java.util.Optional;

/// Looks for devices, in every place where there may be some. Who wires the program knows how.
@FunctionalInterface
public interface DeviceSearch {

    /// An `indiserver`.
    ///
    /// @param port 1..65,535
    record Server(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// Looks.
    ///
    /// @param rigs of the configuration; may be none
    /// @param only this server, with those of the rigs that use it; empty for every server of the rigs
    /// @param connect whether devices that are not connected are
    /// @return one survey for each place
    List<DeviceSurvey> look(List<RigConfig> rigs, Optional<Server> only, boolean connect)
            throws InterruptedException;
}
