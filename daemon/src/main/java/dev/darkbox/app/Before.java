package dev.darkbox.app;

import dev.darkbox.device.FrameShape;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.master.MasterHeader;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The previous master's picture, from its float twin or, where that cannot be read, from the 16-bit one.
///
/// @param picture empty when neither can be compared
/// @param notes what could not be read and why, one line each
record Before(MasterEntry master, Optional<MasterPicture> picture, List<String> notes)
        implements
            AutoCloseable {

    /// Opens it.
    ///
    /// @param shape of the new master: a picture of another size cannot be compared
    static Before open(MasterEntry master, FrameShape shape) {
        var notes = new ArrayList<String>();
        for (Path twin : List.of(master.files().xisf(), master.files().fit())) {
            try {
                MasterPicture picture = MasterPicture.open(twin);
                if (picture.shape().equals(shape)) {
                    return new Before(master, Optional.of(picture), List.copyOf(notes));
                }
                notes.add("%s is %s pixels, this one is %s".formatted(twin.getFileName(), picture.shape(),
                        shape));
                picture.close();
            } catch (IOException e) {
                notes.add("the master before cannot be read: " + e.getMessage());
            }
        }
        return new Before(master, Optional.empty(), List.copyOf(notes));
    }

    Optional<Reference> reference() {
        return picture.map(rows -> {
            MasterHeader header = rows.header();
            return new Reference(rows, master.stats(), master.frames(), header.noiseAdu(),
                    header.frameNoiseAdu(),
                    master.sensorC(), header.metrics());
        });
    }

    Optional<Defects.Before> defects() {
        return picture.map(rows -> new Defects.Before(rows, master.stats()));
    }

    @Override
    public void close() {
        picture.ifPresent(MasterPicture::close);
    }
}
