package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.library.LightHeader;
import dev.darkbox.library.WantedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox library pick`.
@picocli.CommandLine.Command(name = "pick", mixinStandardHelpOptions = true, description = "which master fits a light, and why the others do not")
final class PickVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private LibrarySource source = new LibrarySource();

    @Option(names = "--light", paramLabel = "FILE", description = "a light or a flat, FITS or XISF: what its header tells is asked")
    private Optional<Path> light = Optional.empty();

    @Option(names = "--kind", paramLabel = "KIND", description = "bias, dark or dark-flat; default: what the light needs, else dark")
    private String kind = "";

    @Option(names = "--camera", paramLabel = "NAME")
    private String camera = "";

    @Option(names = "--camera-id", paramLabel = "ID")
    private String cameraId = "";

    @Option(names = "--mode", paramLabel = "MODE", description = "readout mode")
    private String mode = "";

    @Option(names = "--gain", paramLabel = "N")
    private String gain = "";

    @Option(names = "--offset", paramLabel = "N")
    private String offset = "";

    @Option(names = "--binning", paramLabel = "N")
    private String binning = "";

    @Option(names = "--usb-limit", paramLabel = "N")
    private String usbLimit = "";

    @Option(names = "--size", paramLabel = "WxH", description = "pixels, e.g. 6248x4176")
    private String size = "";

    @Option(names = "--bayer", paramLabel = "PATTERN", description = "e.g. RGGB")
    private String bayer = "";

    @Option(names = "--epoch", paramLabel = "ID", description = "epoch of the camera, see ops/epochs")
    private String epoch = "";

    @Option(names = "--set-point", paramLabel = "C", description = "degrees Celsius")
    private String setPoint = "";

    @Option(names = "--exposure", paramLabel = "S", description = "seconds")
    private String exposure = "";

    @Option(names = "--filter", paramLabel = "NAME", description = "of a dark flat")
    private String filter = "";

    @Option(names = "--at", paramLabel = "WHEN", description = "when the light was taken, e.g. 2025-09-23; default: now")
    private String at = "";

    @Option(names = "--tolerance", paramLabel = "K", description = "how far the set point may be off; default: 0.5")
    private String tolerance = "";

    @Option(names = "--exposure-tolerance", paramLabel = "PERCENT", description = "how far the exposure may be off; default: 1, and 10 ms in any case")
    private String exposurePercent = "";

    @Option(names = "--any-date", description = "also masters that were not in force at that time")
    private boolean anyDate;

    @Option(names = "--staging", description = "also masters that are in staging only")
    private boolean staging;

    @Option(names = "--all", description = "tell every master that does not fit, not only the nearest")
    private boolean all;

    PickVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        var wanted = new LinkedHashMap<String, String>();
        if (light.isPresent()) {
            LightHeader header = LightHeader.of(light.get());
            wanted.putAll(WantedText.of(header));
            if (!header.untold().isEmpty() && !source.daemon().json()) {
                screen.err().println("darkbox: the light does not tell, so it is not asked: "
                        + String.join(", ", header.untold()));
            }
        }
        wanted.putIfAbsent("kind", "dark");
        options().forEach((key, value) -> {
            if (!value.isEmpty()) {
                wanted.put(key, value);
            }
        });
        return source.ask(screen, new Command.LibraryPick(source.rig(), wanted, all));
    }

    private Map<String, String> options() {
        var options = new LinkedHashMap<String, String>();
        options.put("kind", kind);
        options.put("camera", camera);
        options.put("camera_id", cameraId);
        options.put("mode", mode);
        options.put("gain", gain);
        options.put("offset", offset);
        options.put("binning", binning);
        options.put("usb_limit", usbLimit);
        options.put("size", size);
        options.put("bayer", bayer);
        options.put("epoch", epoch);
        options.put("set_point_c", setPoint);
        options.put("exposure_s", exposure);
        options.put("filter", filter);
        options.put("at", at);
        options.put("tolerance_k", tolerance);
        options.put("exposure_percent", exposurePercent);
        options.put("any_date", anyDate ? "true" : "");
        options.put("staging", staging ? "true" : "");
        return options;
    }
}
