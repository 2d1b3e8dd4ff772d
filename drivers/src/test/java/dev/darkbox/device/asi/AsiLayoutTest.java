package dev.darkbox.device.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiControlCaps;
import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The structures as Java has them, and as the C compiler of this machine has them.
class AsiLayoutTest {

    private static final Map<String, StructLayout> LAYOUTS = Map.of("camera_info", AsiCameraInfo.LAYOUT,
            "control_caps",
            AsiControlCaps.LAYOUT);

    @TempDir
    private Path folder;

    @Test
    void everyFieldIsWhereTheCompilerPutsIt() throws IOException, InterruptedException {
        Path program = folder.resolve("layout");
        StandInAsi.gcc(program, "standin_asi_layout.c");
        Process process = new ProcessBuilder(program.toString()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());

        var compiled = new TreeSet<>(printed.lines().toList());
        var ours = new TreeSet<String>();
        LAYOUTS.forEach((name, layout) -> {
            ours.add("%s 0 %d".formatted(name, layout.byteSize()));
            ours.addAll(layout.memberLayouts().stream().flatMap(field -> field.name().stream())
                    .map(field -> "%s.%s %d %d".formatted(name, field,
                            layout.byteOffset(PathElement.groupElement(field)),
                            layout.select(PathElement.groupElement(field)).byteSize()))
                    .collect(Collectors.toSet()));
        });
        assertEquals(compiled, ours);
    }
}
