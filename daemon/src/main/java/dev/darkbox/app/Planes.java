package dev.darkbox.app;

import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Plane;
import dev.darkbox.stack.ScratchPicture;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The scratch files of one master: its picture and, where there is room for them, what is told of each pixel besides.
/// Closing deletes them all.
final class Planes implements AutoCloseable {

    private static final List<Plane> BESIDE = List.of(Plane.SIGMA, Plane.HALVES);

    private final Path picture;
    private final Map<Plane, Path> beside = new EnumMap<>(Plane.class);

    /// Nothing is written yet.
    Planes(Path library, String master) throws IOException {
        picture = Scratch.file(library, master);
        for (Plane plane : BESIDE) {
            beside.put(plane,
                    Scratch.file(library, master + "." + plane.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    Path picture() {
        return picture;
    }

    /// Bytes that the planes take beside the picture.
    static long bytes(long pixels) {
        return 4 * pixels * BESIDE.size();
    }

    /// The order with everything a closer look wants.
    StackOrder asked(StackOrder order) {
        StackOrder asked = order.withMoments();
        for (var plane : beside.entrySet()) {
            asked = asked.with(plane.getKey(), plane.getValue());
        }
        return asked;
    }

    /// Opens a plane that was asked for; empty when it was not. To be closed.
    static Optional<ScratchPicture> open(Integrated result, Plane plane) throws IOException {
        Path file = result.planes().get(plane);
        return file == null ? Optional.empty() : Optional.of(ScratchPicture.open(result.shape(), file));
    }

    /// Deletes each, also when another cannot be.
    @Override
    public void close() throws IOException {
        var all = new ArrayList<>(beside.values());
        all.add(picture);
        Optional<IOException> first = Optional.empty();
        for (Path file : all) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                first.ifPresent(e::addSuppressed);
                first = Optional.of(e);
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
    }
}
