package dev.darkbox.device.usb;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// A program that drives emulated cameras through the real usb4java and prints what happens, a line each. Arguments: the
/// emulator's control socket, what to do. On a slow machine `-Dpatience=N` makes every limit N times as long.
final class SxBusProcess {

    private static final Time TIME = Time.system();
    private static final int MOST_LOOKS = 1500;
    private static final long PATIENCE = Long.getLong("patience", 1);
    private static final SxSpec SPEC = new SxSpec("cam", new SxSpec.Which.TheOnly(),
            Duration.ofMillis(300 * PATIENCE), Duration.ofSeconds(PATIENCE),
            Duration.ofSeconds(5 * PATIENCE));

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final SocketChannel control;
    private final BufferedReader answers;

    private SxBusProcess(Path socket) throws IOException {
        control = SocketChannel.open(StandardProtocolFamily.UNIX);
        control.connect(UnixDomainSocketAddress.of(socket));
        answers = new BufferedReader(Channels.newReader(control, StandardCharsets.UTF_8));
    }

    /// An order to the emulator, carried out when this returns.
    private String order(String line) throws IOException {
        control.write(StandardCharsets.UTF_8.encode(line + "\n"));
        String answer = String.valueOf(answers.readLine());
        if (answer.startsWith("failed")) {
            throw new IOException(line + ": " + answer);
        }
        return answer;
    }

    private static Readout bin(int binning) {
        return new Readout(Readout.NONE, Readout.NONE, binning, "", Readout.NONE);
    }

    private static Exposure exposure(double seconds, int binning) {
        return new Exposure(seconds == 0 ? Exposure.Kind.BIAS : Exposure.Kind.DARK,
                Duration.ofMillis(Math.round(1000 * seconds)), bin(binning));
    }

    /// A whole frame: `1 of 300 ms 1392x1040 fields 3 mean 1000`; a woven one is numbers 2 and 1 of fields 1 and 2.
    private void frame(SxCamera camera, double seconds, int binning) throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            Exposure asked = exposure(seconds, binning);
            FrameBuffer frame = FrameBuffer.allocate(camera.shape(asked.readout()), arena);
            camera.configure(asked.readout());
            camera.start(asked);
            FrameFacts facts = camera.finish(frame);
            long sum = 0;
            for (long at = 0; at < frame.pixels().byteSize(); at += 2) {
                sum += Short.toUnsignedInt(frame.pixels().get(ValueLayout.JAVA_SHORT, at));
            }
            // the emulator marks what it sends: which fields, and how many it has sent
            out.printf("%s of %d ms %s fields %d mean %d%n",
                    frame.adu(1, 0) + (frame.adu(0, 1) == 2 ? "+" + frame.adu(1, 1) : ""),
                    facts.exposure().toMillis(), frame.shape(), frame.adu(0, 0),
                    sum / frame.shape().pixels());
        } catch (DeviceException e) {
            out.println(e.getClass().getSimpleName() + " " + e.what());
        }
    }

    private void recover(SxCamera camera, Rung rung) throws InterruptedException {
        try {
            camera.recover(rung);
            out.println(rung + " held");
        } catch (DeviceException e) {
            out.println(rung + " " + e.getClass().getSimpleName() + " " + e.what());
        }
    }

    private void whole() throws Exception {
        try (SxCamera camera = SxCamera.open(SPEC, TIME)) {
            CameraFacts facts = camera.facts();
            out.println(facts.model() + " " + facts.serial() + " " + facts.firmware() + " " + facts.sensor());
            var cooler = camera.cooler().orElseThrow();
            Celsius before = cooler.read().sensor();
            cooler.target(new Celsius(-5_000));
            frame(camera, 0, 1);
            frame(camera, 0.3, 2);
            frame(camera, 1.2, 1);
            out.println("cooler falls: " + (cooler.read().sensor().milliC() < before.milliC() - 3000));
            out.println(order("1 told"));
        }
    }

    private void faults() throws Exception {
        try (SxCamera camera = SxCamera.open(SPEC, TIME)) {
            frame(camera, 0, 1);
            order("1 stall 1");
            frame(camera, 0, 1);
            order("1 short 1000");
            frame(camera, 0, 1);
            frame(camera, 0, 1);
            order("1 slow 4000000");
            frame(camera, 0, 1);
            order("1 slow 0");
            order("1 hang 1");
            frame(camera, 0, 1);
            recover(camera, Rung.RECONNECT);
            frame(camera, 0, 1);
        }
    }

    /// Returns when a frame was ordered, or does not come.
    private void awaitFrame() throws IOException, InterruptedException {
        for (int look = 0; look < MOST_LOOKS && !order("1 told").contains("40 2 0003 "); look++) {
            TIME.sleep(Duration.ofMillis(20));
        }
    }

    private void unplug() throws Exception {
        try (SxCamera camera = SxCamera.open(SPEC, TIME)) {
            order("1 slow " + 1_000_000 / PATIENCE);
            Thread puller = new Thread(() -> {
                try {
                    awaitFrame();
                    TIME.sleep(Duration.ofMillis(500 * PATIENCE));
                    order("1 unplug");
                } catch (IOException | InterruptedException e) {
                    out.println(e);
                }
            });
            puller.start();
            frame(camera, 0, 1);
            puller.join();
            recover(camera, Rung.RECONNECT);
            order("1 slow 0");
            order("1 plug");
            recover(camera, Rung.WAIT);
            frame(camera, 0, 1);
        }
    }

    /// Somebody else looks while a camera is ours, and we go on.
    private void held() throws Exception {
        try (SxCamera camera = SxCamera.open(SPEC, TIME)) {
            frame(camera, 0, 1);
            out.println(new SxBus(List.of()).look().devices().getFirst().note());
            try (SxCamera second = SxCamera.open(SPEC, TIME)) {
                out.println(second.name() + " is open twice");
            } catch (DeviceException.Refused e) {
                out.println(e.what());
            }
            frame(camera, 0, 1);
            out.println(order("1 told").contains("reset") ? "it was reset" : "it was let alone");
        }
        out.println(new SxBus(List.of()).look().devices().getFirst().state());
    }

    private void several() throws Exception {
        for (DeviceSurvey.Device device : new SxBus(List.of()).look().devices()) {
            out.println(device.name() + ": " + device.state() + " " + device.traits().stream()
                    .filter(trait -> List.of("write", "model", "sensor", "cooler").contains(trait.what()))
                    .map(DeviceSurvey.Trait::value).collect(Collectors.joining("; ")));
        }
        for (var which : new SxSpec.Which[]{new SxSpec.Which.Serial("B2"), new SxSpec.Which.At("1-2")}) {
            try (SxCamera camera = SxCamera.open(new SxSpec("cam", which), TIME)) {
                out.println(camera.facts().serial());
                frame(camera, 0, 1);
            }
        }
    }

    /// What may not be had.
    private void survey() throws InterruptedException {
        for (DeviceSurvey.Device device : new SxBus(List.of()).look().devices()) {
            out.println(device.state() + " " + device.note());
        }
    }

    public static void main(String[] args) throws Exception {
        if (args[1].equals("library")) {
            new PrintStream(System.out, true, StandardCharsets.UTF_8)
                    .println(new SxBus(List.of()).look().unreachable().orElse("the bus was seen"));
            return;
        }
        var process = new SxBusProcess(Path.of(args[0]));
        switch (args[1]) {
            case "whole" -> process.whole();
            case "faults" -> process.faults();
            case "unplug" -> process.unplug();
            case "held" -> process.held();
            case "several" -> process.several();
            case "survey" -> process.survey();
            case String other -> throw new IllegalArgumentException(other);
        }
    }
}
