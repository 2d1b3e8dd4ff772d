package dev.darkbox.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// One way of integrating: ours and Siril's words for it.
enum Method {
    MEAN("mean", "none", "mean", "rej s 0 0", true), MEDIAN("median", "none", "median", "med", true), SIGMA(
            "sigma 3/3", "sigma:3:3", "mean", "rej s 3 3",
            true), WINSORIZED("winsorized 3/3", "winsorized:3:3", "mean", "rej w 3 3", true), PERCENTILE(
                    "percentile", "percentile:0.2:0.1", "mean", "rej p 0.2 0.1",
                    true), LINEAR("linear 5/5", "linear:5:5", "mean", "rej l 5 5", false), ESD("esd",
                            "esd:0.3:0.05", "mean", "rej g 0.3 0.05",
                            false), MAD("mad 3/3", "mad:3:3", "mean", "rej a 3 3", false);

    final String words;
    final String rejection;
    final String combine;
    final String siril;

    /// Whether Siril's definition is ours, so that pictures have to be equal.
    final boolean comparable;

    Method(String words, String rejection, String combine, String siril, boolean comparable) {
        this.words = words;
        this.rejection = rejection;
        this.combine = combine;
        this.siril = siril;
        this.comparable = comparable;
    }

    static Method named(String name) {
        return Arrays.stream(values()).filter(method -> method.key().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--methods " + name + "; allowed: " + Arrays.stream(
                                values()).map(Method::key).collect(Collectors.joining(", "))));
    }

    String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// What `darkbox` is called with.
    List<String> order(DarkSet set, java.nio.file.Path output, Options options) {
        return List.of("stack", "-o", output.toString(), "--sample", "float", "--rejection", rejection,
                "--combine",
                combine, "--memory", options.memory(), set.folder().toString());
    }
}
