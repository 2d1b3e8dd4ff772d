package dev.darkbox.app;

import dev.darkbox.cli.Emulation;
import dev.darkbox.cli.Exit;
import dev.darkbox.cli.Screen;
import dev.darkbox.device.Time;
import dev.darkbox.device.sim.wire.Boxes;
import dev.darkbox.device.sim.wire.PtyServer;
import dev.darkbox.device.sim.wire.WireBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Plays boxes of `device.sim.wire` on pseudo-terminals.
final class Player implements Emulation {

    private final Time time;

    Player(Time time) {
        this.time = time;
    }

    @Override
    public List<String> boxes() {
        return Boxes.names();
    }

    @Override
    public List<String> faults() {
        return Stream.of(WireFault.values()).map(WireFault::text).toList();
    }

    @Override
    public int run(Wish wish, BufferedReader orders, Screen screen) throws IOException {
        WireBox box = Boxes.make(wish.box(), wish.travel(), wish.open() ? 1 : 0, time.now());
        try (var server = PtyServer.serve(box, wish.link(), time)) {
            screen.out().println("%s at %s".formatted(wish.box(),
                    wish.link().isPresent() ? wish.link().get() : server.port()));
            server.wire().follow(entry -> screen.out().println(entry));
            wish.faults().forEach(fault -> server.fail(fault(fault).orElseThrow()));
            for (String line = orders.readLine(); line != null && !line.strip().equals("quit"); line = orders
                    .readLine()) {
                obey(line.strip(), server, screen);
            }
        }
        return Exit.DONE;
    }

    private void obey(String order, PtyServer server, Screen screen) {
        Optional<WireFault> fault = fault(order);
        if (fault.isPresent()) {
            server.fail(fault.get());
        } else if (order.equals("mend")) {
            server.mend();
        } else if (order.equals("state")) {
            WireBox.Truth truth = server.truth();
            screen.out().println("cover %.0f %% open, lamp %d %%, heater %s".formatted(100 * truth.openPart(),
                    truth.lampPercent(), truth.heating() ? "on" : "off"));
        } else if (!order.isEmpty()) {
            screen.err().println("\"%s\"; allowed: %s, mend, state, quit".formatted(order,
                    String.join(", ", faults())));
        }
    }

    private static Optional<WireFault> fault(String text) {
        return Stream.of(WireFault.values()).filter(fault -> fault.text().equals(text)).findFirst();
    }
}
