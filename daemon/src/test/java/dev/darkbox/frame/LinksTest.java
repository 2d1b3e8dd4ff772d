package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {

    private static final Path TARGET = Path.of(".sets", "7");

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void aPlainFolderAndASet() throws IOException {
        folder = Files.createDirectory(root.resolve("production"));
        Files.writeString(folder.resolve("a.fit"), "old");
        Files.writeString(Files.createDirectories(root.resolve(TARGET)).resolve("a.fit"), "new");
    }

    @Test
    void aFolderBecomesALinkInOneStep() throws IOException {
        assertTrue(new Links(Disk.real()).replace(folder, TARGET));
        assertEquals("new", Files.readString(folder.resolve("a.fit")));
        assertEquals("old", Files.readString(root.resolve("production.part/a.fit")));
        assertTrue(Files.isSymbolicLink(folder));
    }

    @Test
    void whereThatIsNotPossibleInThreeAndNothingIsLostInBetween() throws IOException {
        var steps = new ArrayList<String>();
        var links = new Links(new Disk((operation, file) -> {
            if (operation.equals("rename")) {
                steps.add(names());
            }
        }), (_, _) -> false);
        assertFalse(links.replace(folder, TARGET));
        assertEquals(List.of(".sets production production.part", ".sets production.old production.part",
                ".sets production production.old"), steps);
        assertEquals("new", Files.readString(folder.resolve("a.fit")));
        assertEquals("old", Files.readString(root.resolve("production.part/a.fit")));
    }

    @Test
    void aLinkIsTurnedInOneStep() throws IOException {
        var links = new Links(Disk.real());
        Path link = root.resolve("staging");
        links.point(link, TARGET);
        Files.writeString(Files.createDirectories(root.resolve(".sets/8")).resolve("a.fit"), "newer");
        links.point(link, Path.of(".sets", "8"));
        assertEquals("newer", Files.readString(link.resolve("a.fit")));
        var failing = new Links(new Disk((operation, file) -> {
            if (operation.equals("rename")) {
                throw new IOException("cut");
            }
        }));
        assertThrows(IOException.class, () -> failing.point(link, TARGET));
        assertEquals("newer", Files.readString(link.resolve("a.fit")));
    }

    @Test
    void aFileSystemIsAskedWhetherItHasLinks() throws IOException {
        assertTrue(new Links(Disk.real()).areHere(root));
        for (String missing : List.of(".probe-name", ".probe-link")) {
            assertFalse(new Links(new Disk((operation, file) -> {
                if (file.endsWith(missing)) {
                    throw new FileSystemException(file.toString(), null, "Operation not permitted");
                }
            })).areHere(root));
        }
        assertEquals(".sets production", names());
    }

    @Test
    void onlyARealFolderIsDeletedWithItsFiles() throws IOException {
        var links = new Links(Disk.real());
        Path link = Files.createSymbolicLink(root.resolve("link"), folder);
        links.deleteFolder(link);
        assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        links.deleteFolder(folder);
        assertFalse(Files.exists(folder));
        links.deleteFolder(folder);
    }

    private String names() throws IOException {
        try (Stream<Path> list = Files.list(root)) {
            return String.join(" ",
                    list.map(path -> String.valueOf(path.getFileName())).sorted().toList());
        }
    }
}
