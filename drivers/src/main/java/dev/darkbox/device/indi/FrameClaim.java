package dev.darkbox.device.indi;

import dev.darkbox.device.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// What a frame's header says of its exposure.
record FrameClaim(FitsHeader header) {

    /// A bias frame longer than this is none.
    private static final double LONGEST_BIAS_S = 1;

    /// `DATE-OBS` as it stands; empty when there is none.
    String dateObs() {
        return header.text("DATE-OBS");
    }

    /// `DATE-OBS`; empty when there is none, or none that is a time.
    Optional<Instant> start() {
        try {
            return Optional.of(LocalDateTime.parse(dateObs()).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// `EXPTIME`; empty when the driver does not tell. Apogee's writes 0 into every frame, FLI's into bias frames.
    Optional<Duration> exposure() {
        double seconds = header.number("EXPTIME");
        return seconds > 0 ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9))) : Optional.empty();
    }

    /// What of it is not what was asked; empty when nothing.
    ///
    /// @param biasAsDark whether a bias frame was asked for as the shortest dark
    /// @param before `DATE-OBS` of the frame before
    Optional<String> contradicts(Exposure asked, boolean biasAsDark, String before) {
        boolean isBias = asked.kind() == Exposure.Kind.BIAS;
        double wanted = asked.duration().toNanos() / 1e9;
        boolean rightLength = exposure().map(e -> e.toNanos() / 1e9).map(exposed -> isBias
                ? exposed <= LONGEST_BIAS_S
                : Math.abs(exposed - wanted) <= 0.002 + wanted / 1000).orElse(true);
        if (!rightLength) {
            return Optional.of("EXPTIME " + header.text("EXPTIME"));
        }
        String type = header.text("FRAME") + header.text("IMAGETYP");
        String word = isBias && !biasAsDark ? "Bias" : asked.kind() == Exposure.Kind.LIGHT ? "Light" : "Dark";
        if (!type.isEmpty() && !type.contains(word)) {
            return Optional.of("frame type " + type);
        }
        return dateObs().contains(".") && dateObs().equals(before)
                ? Optional.of("the frame of " + before + " once more")
                : Optional.empty();
    }
}
