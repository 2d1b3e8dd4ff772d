package dev.darkbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// All ways of integrating one set, in turn.
final class Comparison implements AutoCloseable {

    /// What was measured.
    ///
    /// @param reading the files once, from the page cache
    /// @param coldReading the same from the disk
    record Measured(Map<Way, Map<Method, List<Cost>>> costs, List<Cost> reading, List<Cost> coldReading) {}

    /// How the frames become a picture.
    enum Way {
        SIRIL("Siril"), PROCESS("ours"), DAEMON("ours, in a running daemon"), JAVA(
                "ours, Java kernels, running"), COLD(
                        "ours, cold files");

        final String words;

        Way(String words) {
            this.words = words;
        }
    }

    private final DarkSet set;
    private final Path tree;
    private final Path work;
    private final Options options;
    private final Optional<Siril> siril;
    private final Warm daemon;
    private final Optional<Warm> java;
    private final Measured measured = new Measured(new LinkedHashMap<>(), new ArrayList<>(),
            new ArrayList<>());

    private Comparison(DarkSet set, Path tree, Path work, Options options) throws IOException {
        this.set = set;
        this.tree = tree;
        this.work = work;
        this.options = options;
        siril = Siril.isHere() ? Optional.of(Siril.on(set, work)) : Optional.empty();
        daemon = Warm.start("best");
        java = options.java() ? Optional.of(Warm.start("java")) : Optional.empty();
    }

    static Comparison of(DarkSet set, Path tree, Path work, Options options) throws IOException {
        return new Comparison(set, tree, work, options);
    }

    /// Checks that the pictures are equal, then measures.
    Measured measure(Consumer<String> say) throws IOException, InterruptedException {
        Reading.once(set); // now they are in the page cache
        for (Method method : options.methods()) {
            agree(method, say);
        }
        for (int run = 1; run <= options.runs(); run++) {
            measured.reading.add(Cost.watched(() -> Reading.once(set)));
            for (Method method : options.methods()) {
                say.accept("run " + run + " of " + options.runs() + ", " + method.words);
                if (siril.isPresent()) {
                    put(Way.SIRIL, method, () -> siril.get().run(method));
                }
                put(Way.PROCESS, method, () -> process(method));
                put(Way.DAEMON, method,
                        () -> daemon.run(method.order(set, picture(method, Way.DAEMON), options)));
                if (java.isPresent()) {
                    put(Way.JAVA, method,
                            () -> java.get().run(method.order(set, picture(method, Way.JAVA), options)));
                }
            }
        }
        for (int run = 1; options.cold() && run <= options.runs(); run++) {
            say.accept("run " + run + " of " + options.runs() + ", cold files");
            Reading.forget(set);
            measured.coldReading.add(Cost.watched(() -> Reading.once(set)));
            for (Method method : options.methods()) {
                put(Way.COLD, method, () -> process(method));
            }
        }
        return measured;
    }

    /// Ours in every way is Siril's, bit for bit, where Siril's definition is ours. Warms the daemons up, too.
    private void agree(Method method, Consumer<String> say) throws IOException, InterruptedException {
        process(method);
        Path ours = picture(method, Way.PROCESS);
        if (siril.isPresent() && method.comparable) {
            siril.get().run(method);
            SamePicture.asSirils(ours, siril.get().picture(method), method.words + ", ours and Siril's");
            say.accept(method.words + ": every pixel is Siril's");
        }
        for (int turn = 0; turn < 2; turn++) {
            daemon.run(method.order(set, picture(method, Way.DAEMON), options));
        }
        SamePicture.asOurs(ours, picture(method, Way.DAEMON), method.words + ", in a daemon");
        if (java.isPresent()) {
            java.get().run(method.order(set, picture(method, Way.JAVA), options));
            SamePicture.asOurs(ours, picture(method, Way.JAVA), method.words + ", Java kernels");
        }
        for (Way way : Way.values()) {
            Files.deleteIfExists(picture(method, way));
        }
    }

    private Cost process(Method method) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(tree.resolve("bin/darkbox").toString());
        command.addAll(method.order(set, picture(method, Way.PROCESS), options));
        return Timed.run(work, Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    }

    private Path picture(Method method, Way way) {
        return work.resolve("%s-%s-%s.fit".formatted(set.name(), method.key(), way));
    }

    /// A system short of nothing may still drop files from its page cache within seconds: they are read before each run.
    private void put(Way way, Method method, Cost.Run run) throws IOException, InterruptedException {
        switch (way) {
            case COLD -> Reading.forget(set);
            case SIRIL, PROCESS, DAEMON, JAVA -> Reading.once(set);
        }
        measured.costs.computeIfAbsent(way, _ -> new LinkedHashMap<>())
                .computeIfAbsent(method, _ -> new ArrayList<>()).add(Cost.watched(run));
    }

    @Override
    public void close() {
        daemon.close();
        java.ifPresent(Warm::close);
    }
}
