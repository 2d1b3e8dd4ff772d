package dev.darkbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The real `siril-cli` on a set, with two processors' worth of threads and about a gigabyte of memory, a configuration of
/// its own, and links to the frames in a folder of its own, where it may write.
///
/// @param folder where its links, its notes and its pictures are
record Siril(DarkSet set, Path folder) {

    private static final long MEMORY_MEBIBYTES = 1024;
    private static final double LEAST_SHARE = 0.05; // Siril takes no less

    static Siril on(DarkSet set, Path work) throws IOException {
        var siril = new Siril(set, Files.createDirectories(work.resolve("siril-" + set.name())));
        for (Path file : set.files()) {
            Files.createSymbolicLink(siril.folder.resolve(file.getFileName()), file);
        }
        return siril;
    }

    static boolean isHere() {
        return Machine.onPath("siril-cli");
    }

    Path picture(Method method) {
        return folder.resolve("master-" + method.key() + ".fit");
    }

    Cost run(Method method) throws IOException, InterruptedException {
        double share = Math.max(LEAST_SHARE, (double) MEMORY_MEBIBYTES / Machine.availableMebibytes());
        Path picture = picture(method);
        Path script = Files.writeString(folder.resolve("stack.ssf"), String.format(Locale.ROOT, """
                requires 1.0.0
                set32bits
                setext fit
                setcpu %d
                setmem %.3f
                cd %s
                stack dark_ %s -nonorm -out=%s
                """, Runtime.getRuntime().availableProcessors(), share, folder, method.siril,
                picture.toString().replace(".fit", "")));
        return Timed.run(folder,
                Map.of("HOME", folder.toString(), "XDG_CONFIG_HOME", folder.resolve("config").toString()),
                List.of("siril-cli", "-s", script.toString()));
    }
}
