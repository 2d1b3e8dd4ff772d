package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiLibrary;
import dev.darkbox.sdk.AsiPlaces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The maker's library in this program, and who has which of its cameras. One for a program: a camera that is opened
/// twice is closed by the first who lets go of it.
///
/// Threading: safe from any thread.
public final class AsiHub {

    private static final String DEVICE = "ZWO cameras";
    private static final Map<Path, AsiHub> OF_PROGRAM = new HashMap<>();

    private final AsiLibrary library;
    private final AsiPatience patience;
    private final AsiThread thread = new AsiThread("asi");
    private final AsiCalls anyone;
    private final Map<Integer, Holding> held = new HashMap<>();

    /// Of a camera that somebody in this program has.
    private record Holding(String name, boolean hangs) {
        @Override
        public String toString() {
            return name + (hangs
                    ? " (a call of the maker's library has not come back: %s)".formatted(AsiAdvice.WHEN_STUCK)
                    : " (in use here)");
        }
    }

    /// A camera that is there.
    ///
    /// @param serial empty when it has none, or could not be asked
    /// @param problem why it cannot be opened; empty when it can, or was not tried
    record Sight(AsiCameraInfo info, String serial, Optional<DeviceException> problem) {
        @Override
        public String toString() {
            return serial.isEmpty() ? info.name() : info.name() + " " + serial;
        }
    }

    AsiHub(AsiLibrary library, AsiPatience patience) {
        this.library = library;
        this.patience = patience;
        anyone = new AsiCalls(library, thread, DEVICE, -1, patience);
    }

    /// The one of this program for a library, which is loaded the first time. What was loaded stays until the program
    /// ends.
    ///
    /// @param file where the configuration says it is; empty for the usual places
    /// @throws DeviceException.Refused it is not installed, does not load or is too old; the message says what to do
    public static AsiHub ofProgram(Optional<Path> file) throws DeviceException {
        return ofProgram(file, AsiPatience.usual());
    }

    /// @param patience of the first who asks
    static AsiHub ofProgram(Optional<Path> file, AsiPatience patience) throws DeviceException {
        AsiPlaces places = AsiPlaces.usual();
        Path found = found(file, places).toAbsolutePath().normalize();
        synchronized (OF_PROGRAM) {
            AsiHub known = OF_PROGRAM.get(found);
            if (known == null) {
                known = load(Optional.of(found), places, Arena.global(), patience);
                OF_PROGRAM.put(found, known);
            }
            return known;
        }
    }

    private static Path found(Optional<Path> file, AsiPlaces places) throws DeviceException {
        return file.or(places::find)
                .orElseThrow(() -> new DeviceException.Refused(DEVICE, AsiAdvice.notInstalled(places)));
    }

    /// One of its own, whoever else has the library.
    static AsiHub load(Optional<Path> file, AsiPatience patience) throws DeviceException {
        return load(file, AsiPlaces.usual(), Arena.global(), patience);
    }

    static AsiHub load(Optional<Path> file, AsiPlaces places, Arena arena, AsiPatience patience)
            throws DeviceException {
        try {
            return new AsiHub(AsiLibrary.load(found(file, places), arena), patience);
        } catch (IOException e) {
            throw new DeviceException.Refused(DEVICE, AsiAdvice.doesNotLoad(String.valueOf(e.getMessage())));
        }
    }

    AsiLibrary library() {
        return library;
    }

    /// Opens a camera.
    ///
    /// @param comeback how long it is waited for when it was unplugged
    /// @throws DeviceException.Lost it is not there, or cannot be opened
    /// @throws DeviceException.Refused there are several that may be meant
    public AsiCamera connect(AsiSpec spec, Duration comeback, Time time)
            throws DeviceException, InterruptedException {
        return connect(spec, comeback, time, AsiBus.ofThisMachine());
    }

    AsiCamera connect(AsiSpec spec, Time time, AsiBus bus) throws DeviceException, InterruptedException {
        return connect(spec, patience.comeback(), time, bus);
    }

    private AsiCamera connect(AsiSpec spec, Duration comeback, Time time, AsiBus bus)
            throws DeviceException, InterruptedException {
        var connection = new AsiConnection(this, spec, comeback, bus);
        connection.open();
        return new AsiCamera(connection, time, patience);
    }

    /// Whether the library tells serial numbers.
    boolean tellsSerials() {
        return !library.missing().contains("ASIGetSerialNumber");
    }

    AsiPatience patience() {
        return patience;
    }

    /// Every camera, in the library's order. One that is held by somebody in this program is not asked for its serial
    /// number.
    ///
    /// @param ask opens each for a moment to ask for its serial number
    synchronized List<Sight> look(boolean ask) throws DeviceException, InterruptedException {
        int count = anyone.count();
        var seen = new ArrayList<Sight>();
        for (int index = 0; index < count; index++) {
            Optional<AsiCameraInfo> info = anyone.info(index);
            if (info.isPresent()) {
                seen.add(ask && !held.containsKey(info.get().id())
                        ? asked(info.get())
                        : new Sight(info.get(), "", Optional.empty()));
            }
        }
        return seen;
    }

    private Sight asked(AsiCameraInfo info) throws InterruptedException {
        var calls = new AsiCalls(library, thread, info.name(), info.id(), patience);
        try {
            calls.open();
            try {
                return new Sight(info, calls.serial(), Optional.empty());
            } finally {
                calls.close();
            }
        } catch (DeviceException e) {
            return new Sight(info, "", Optional.of(e));
        }
    }

    /// Finds, opens and initialises the camera that is meant; it is held until [#release].
    ///
    /// @param name what to call it; empty for its model, with its serial number where that was asked for
    /// @param itsThread makes its calls from now on
    synchronized AsiConnection.Open open(AsiSpec spec, String name, AsiThread itsThread)
            throws DeviceException, InterruptedException {
        if (!spec.serial().isEmpty() && !tellsSerials()) {
            throw new DeviceException.Refused(spec.toString(),
                    "%s is too old to tell cameras apart by serial number: it lacks ASIGetSerialNumber"
                            .formatted(library.file()));
        }
        List<Sight> all = look(true);
        List<Sight> fitting = all.stream().filter(sight -> !held.containsKey(sight.info().id())
                && (spec.model().isEmpty() || spec.model().equals(sight.info().name()))
                && (spec.serial().isEmpty() || spec.serial().equals(sight.serial()))).toList();
        if (fitting.size() > 1) {
            throw new DeviceException.Refused(spec.toString(),
                    "several cameras may be meant: %s; name one by its serial number"
                            .formatted(text(fitting)));
        }
        if (fitting.isEmpty()) {
            throw new DeviceException.Lost(spec.toString(), all.isEmpty()
                    ? "no ZWO camera is connected"
                    : "not among the ZWO cameras that are connected and free: " + text(all));
        }
        Sight one = fitting.getFirst();
        if (one.problem().isPresent()) {
            throw new DeviceException.Lost(spec.toString(),
                    AsiAdvice.doesNotOpen(one.problem().get().what()));
        }
        String own = spec.serial().isEmpty() ? one.info().name() : one.toString();
        return open(one, name.isEmpty() ? own : name, itsThread);
    }

    private AsiConnection.Open open(Sight one, String name, AsiThread itsThread)
            throws DeviceException, InterruptedException {
        var calls = new AsiCalls(library, itsThread, name, one.info().id(), patience);
        calls.open();
        held.put(calls.id(), new Holding(name, false));
        try {
            calls.init();
            return new AsiConnection.Open(calls, AsiControls.of(calls), one.info(), one.serial());
        } catch (DeviceException | InterruptedException e) {
            release(calls.id());
            throw e;
        }
    }

    /// Whoever has it lets go of it as soon as a call is back.
    synchronized void hangs(int id) {
        held.computeIfPresent(id, (_, holding) -> new Holding(holding.name(), true));
    }

    synchronized void release(int id) {
        held.remove(id);
    }

    private String text(List<Sight> sights) {
        return sights.stream().map(sight -> held.containsKey(sight.info().id())
                ? held.get(sight.info().id()).toString()
                : sight.toString() + sight.problem().map(p -> " (" + p.what() + ")").orElse(""))
                .collect(Collectors.joining(", "));
    }
}
