package dev.darkbox.device.indi;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// A process that has a server of its own and is killed: port and folder are its arguments.
final class OwnServerProcess {

    private OwnServerProcess() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        IndiServer.start(new ServerSpec("indiserver", List.of("indi_simulator_ccd"), port,
                "/darkbox-own-" + port, 64, folder.resolve("home"), folder.resolve("run")),
                new IndiServer.Listener() {
                    @Override
                    public void said(String line) {
                        // nobody listens
                    }

                    @Override
                    public void remarked(String what) {
                        System.err.println(what);
                    }
                }, new Random(1));
        System.out.print("UP\n");
        System.out.flush();
        Thread.sleep(60_000);
    }
}
