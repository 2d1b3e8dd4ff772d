package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.FrameSet;
import java.util.Optional;

/// The filter in the beam. Dark flats are taken behind the filter of their flats, so that a header tells the truth and
/// a leak around a filter is in both; for bias and darks it does not matter which.
final class FilterChoice {

    private final Scene scene;

    FilterChoice(Scene scene) {
        this.scene = scene;
    }

    /// Selects what the set needs and reads it back; asked once more when the wheel does not answer in time.
    ///
    /// @return the filter in the beam, empty if there is no wheel or, for a set that needs none, if it does not say
    String select(FrameSet set) throws DeviceException, InterruptedException {
        Optional<FilterWheel> wheel = scene.rig().wheel();
        if (wheel.isEmpty()) {
            return "";
        }
        return switch (set) {
            case FrameSet.DarkFlat flat -> turn(wheel.get(), flat.filter());
            case FrameSet.Bias _, FrameSet.Dark _ -> present(wheel.get());
        };
    }

    private String turn(FilterWheel wheel, String filter) throws DeviceException, InterruptedException {
        try {
            return once(wheel, filter);
        } catch (DeviceException e) {
            switch (e) {
                case DeviceException.TimedOut _, DeviceException.Garbled _, DeviceException.Disturbed _, DeviceException.Lost _ ->
                    scene.trouble(e, "asked again");
                case DeviceException.Refused _ -> throw e;
            }
        }
        return once(wheel, filter);
    }

    private String once(FilterWheel wheel, String filter) throws DeviceException, InterruptedException {
        wheel.select(filter);
        String selected = wheel.selected();
        if (!selected.equals(filter)) {
            throw new DeviceException.Garbled(wheel.name(), "filter " + filter + " in the beam", selected);
        }
        scene.emit(new RunEvent.Checked(scene.now(), scene.name(), "filter " + filter, Evidence.REPORTED));
        return filter;
    }

    private String present(FilterWheel wheel) throws InterruptedException {
        try {
            return wheel.selected();
        } catch (DeviceException e) {
            scene.trouble(e, "the set needs no filter; its header names none");
            return "";
        }
    }
}
