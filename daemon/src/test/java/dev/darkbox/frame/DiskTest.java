package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();
    private final Disk disk = new Disk((operation, _) -> asked.add(operation));

    private void work(Disk by) throws IOException {
        Path file = folder.resolve("a/b.txt");
        by.folders(folder.resolve("a"));
        Disk.Written meant = by.part(file, 2, sink -> sink.write(ByteBuffer.wrap(new byte[]{'h', 'i'})));
        by.verifyPart(file, meant);
        by.publish(file);
        by.append(folder.resolve("lines"), "one\n");
        assertEquals("hi", Files.readString(file));
        assertEquals("one\n", Files.readString(folder.resolve("lines")));
    }

    @Test
    void everyFileAndItsNameAreMadeDurable() throws IOException {
        work(disk);
        assertEquals(5, asked.stream().filter("fsync"::equals).count(), asked.toString());
    }

    @Test
    void fleetingFilesAreWrittenTheSameWayWithoutAnFsync() throws IOException {
        work(disk.fleeting());
        assertFalse(asked.contains("fsync"), asked.toString());
        assertTrue(asked.containsAll(List.of("mkdir", "create", "write", "rename", "append")),
                asked.toString());
    }
}
