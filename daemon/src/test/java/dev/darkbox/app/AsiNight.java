package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.asi.AsiCamera;
import dev.darkbox.device.asi.AsiHub;
import dev.darkbox.device.asi.AsiSpec;
import dev.darkbox.device.asi.StandInAsi;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.schedule.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A night with a ZWO camera by the stand-in for its maker's library: a real configuration, real runs, virtual time.
final class AsiNight {

    static final String CAMERA = "ZWO ASI294MM Pro";
    static final LocalDate EVENING = LocalDate.of(2025, 9, 23);
    /// Every frame of a whole refresh, as [#accepted] tells them.
    static final List<String> ALL_FRAMES = Stream
            .of("bias 6", "darkflat_Ha_0p5s 4", "dark_2s 4", "dark_60s 4")
            .map(set -> set.split(" ", 2))
            .flatMap(
                    set -> IntStream.rangeClosed(1, Integer.parseInt(set[1])).mapToObj(n -> set[0] + " " + n))
            .toList();

    private static final String[] SMALL_FRAMES = {"-DWIDTH=160", "-DHEIGHT=120"};
    private static final List<String> SWITCHES = List.of("CoolerOn ", "FanOn ");

    final StandInAsi standIn;
    final StandInAsi.Clock time;
    final RigConfig rig;
    final List<RunEvent> events = new CopyOnWriteArrayList<>();
    Consumer<RunEvent> onEvent = _ -> {};

    private AsiNight(StandInAsi standIn, RigConfig rig) {
        this.standIn = standIn;
        this.rig = rig;
        time = standIn.clock();
    }

    static AsiNight in(Path folder) throws Exception {
        return in(folder, 0);
    }

    /// @param warm as in [#toml]
    static AsiNight in(Path folder, int warm) throws Exception {
        StandInAsi standIn = smallFrames(folder);
        return new AsiNight(standIn, Configs.rig(folder, toml(standIn.file(), warm)));
    }

    /// One that does not wait for the library as long as usual.
    ///
    /// @param call how long one of its calls may take, in real time
    static AsiNight impatient(Path folder, Duration call) throws Exception {
        AsiNight night = in(folder);
        night.standIn.withPatience(call);
        return night;
    }

    static StandInAsi smallFrames(Path folder) throws IOException, InterruptedException {
        return StandInAsi.in(folder, SMALL_FRAMES);
    }

    /// @param library a file
    /// @param warm in K a minute; 0 switches the cooler off at once
    static String toml(Path library, int warm) {
        return """
                library = "library"
                [[rig]]
                name = "main"
                dark = "dark-box"
                first_master = "accept"
                [rig.camera]
                driver = "asi"
                library = "%s"
                comeback = "2m"
                [rig.cooling]
                soak = "1m"
                warm_k_per_min = %d
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                usb_limit = 60
                mode = "HighSpeedMode=0"
                bias_frames = 8
                bias_discard = 2
                darks = [2, 60]
                dark_frames = 4
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 0.5
                frames = 4
                """.formatted(library, warm);
    }

    /// Everything the presets ask for.
    RunEvent.RunEnded refresh() {
        return refresh(RefreshPlan.Scope.ALL);
    }

    RunEvent.RunEnded refresh(RefreshPlan.Scope scope) {
        return refresh(scope, EVENING);
    }

    RunEvent.RunEnded refresh(RefreshPlan.Scope scope, LocalDate evening) {
        RigRun.begin(rig, Configs.plan(rig, scope, evening), Configs.kit(time), this::note).run(new Stop())
                .run();
        return only(RunEvent.RunEnded.class).getLast();
    }

    private void note(RunEvent event) {
        events.add(event);
        onEvent.accept(event);
    }

    <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Frames that were kept, a line each: set and number.
    List<String> accepted() {
        return only(RunEvent.FrameAccepted.class).stream()
                .map(frame -> frame.set().label() + " " + frame.n()).toList();
    }

    /// What is in the dated folder.
    Path dated(String name) {
        return rig.library().resolve("Calibration").resolve(EVENING.toString()).resolve(name);
    }

    /// Exposures that were begun.
    List<String> starts() throws IOException {
        return standIn.calls().stream().filter(call -> call.startsWith("start ")).toList();
    }

    /// How cooler and fan were switched.
    List<String> switched() throws IOException {
        return standIn.calls().stream().filter(call -> SWITCHES.stream().anyMatch(call::startsWith)).toList();
    }

    /// The camera without a run.
    AsiCamera camera() throws DeviceException, InterruptedException {
        return AsiHub.ofProgram(Optional.of(standIn.file())).connect(AsiSpec.any(), Duration.ofMinutes(2),
                time);
    }

    /// What the camera was when a file was made.
    CameraEpoch epoch(Path fit) throws IOException {
        return new Epochs(rig.library(), Disk.real())
                .find(FitsImage.of(fit).header().getOrDefault("DBXEPOCH", "")).orElseThrow();
    }

    /// What a run could not do without saying so.
    List<String> troubles() {
        return only(RunEvent.DeviceTrouble.class).stream()
                .map(trouble -> "%s: %s; %s".formatted(trouble.device(), trouble.what(), trouble.decision()))
                .toList();
    }

    /// The rungs that were taken, and whether each held.
    List<String> rungs() {
        return only(RunEvent.Recovered.class).stream()
                .map(end -> end.rung() + (end.held() ? " held" : " broke: " + end.why())).toList();
    }

    String story() {
        return events.stream().map(RunEvent::toString).collect(Collectors.joining("\n"));
    }
}
