package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a connected camera shows of itself, and what Darkbox would do with it.
final class CameraTraits {

    private final IndiDevice camera;
    private final Optional<IndiSpec> spec;
    private final Places places;
    private final VendorProfile profile;
    private final List<Trait> traits = new ArrayList<>();

    /// @param wishes the first one for this camera says where the configuration has its settings
    CameraTraits(IndiDevice camera, List<IndiWish> wishes) {
        this.camera = camera;
        spec = wishes.stream().map(IndiWish::spec).filter(s -> s.camera().equals(camera.name())).findFirst();
        places = new Places(camera, spec.map(IndiSpec::overrides).orElse(Map.of()));
        profile = places.profile();
    }

    List<Trait> all() {
        identity();
        for (Setting setting : List.of(Setting.GAIN, Setting.OFFSET, Setting.USB_LIMIT)) {
            traits.add(setting(setting));
        }
        modes();
        format();
        cooling();
        for (MemberName heater : places.heaters()) {
            value(heater).ifPresent(value -> traits.add(
                    Trait.at(heater.toString(), "window heater", value + "; " + heaterAdvice(heater))));
        }
        for (MemberName fan : places.fans()) {
            value(fan).ifPresent(value -> traits.add(
                    Trait.at(fan.toString(), "fan", value + "; left alone")));
        }
        darkness();
        profile.remarks().forEach(remark -> traits.add(Trait.of("note", remark)));
        return traits;
    }

    private void identity() {
        boolean known = profile.isKnown();
        traits.add(Trait.of("family", known
                ? profile.vendor()
                : "unknown driver: settings are looked for wherever known drivers have them"));
        Optional<FrameShape> sensor = IndiFacts.sensor(camera);
        traits.add(sensor.isPresent()
                ? Trait.of("sensor", sensor.get() + " px" + pixel() + colour())
                : Trait.missing("sensor", "CCD_INFO does not tell its size"));
        Duration shortest = IndiFacts.shortestOrZero(camera);
        traits.add(shortest.isZero()
                ? Trait.missing("shortest exposure", "CCD_EXPOSURE does not tell")
                : Trait.at("CCD_EXPOSURE", "shortest exposure", seconds(shortest)));
        text("serial number", IndiFacts.serial(camera));
        text("versions", IndiFacts.firmware(camera));
    }

    private String pixel() {
        double micron = IndiFacts.pixelMicron(camera);
        return micron > 0 ? ", " + Numbers.plainText(micron) + " µm" : "";
    }

    private String colour() {
        String pattern = camera.find("CCD_CFA").map(v -> v.text("CFA_TYPE")).orElse("");
        return pattern.isEmpty() ? ", mono" : ", colour " + pattern;
    }

    private void text(String what, String value) {
        if (!value.isEmpty()) {
            traits.add(Trait.of(what, value));
        }
    }

    static String seconds(Duration time) {
        return Numbers.plainText(time.toNanos() / 1e9) + " s";
    }

    private Trait setting(Setting setting) {
        Optional<MemberName> place = places.writable(setting);
        Optional<String> value = place.flatMap(this::value);
        if (value.isPresent()) {
            return Trait.at(place.orElseThrow().toString(), setting.words(), value.get());
        }
        if (places.override(setting).isPresent()) {
            return Trait.missing(setting.words(), "not at %s, which %s names".formatted(
                    places.override(setting).get(), setting.key()));
        }
        List<MemberName> usual = profile.places(setting);
        String hint = "; name it with " + setting.key();
        if (profile.isKnown() && usual.isEmpty()) {
            return Trait.of(setting.words(), "none, as usual for " + profile.vendor() + hint);
        }
        String where = profile.isKnown()
                ? "none at " + usual.stream().map(MemberName::toString).collect(Collectors.joining(", "))
                : "none anywhere known drivers have it";
        return Trait.missing(setting.words(), where + hint);
    }

    /// What stands at a place, with what it may be.
    private Optional<String> value(MemberName place) {
        Optional<Vector> property = places.on(place).find(place.property());
        if (property.isPresent() && property.get().kind() == Kind.SWITCH) {
            return Optional.of(switches(property.get()));
        }
        return property.map(v -> v.members().get(place.member())).map(PartTraits::number);
    }

    /// The switch that is on, and all there are.
    private static String switches(Vector v) {
        String on = v.members().values().stream().filter(Member::isOn)
                .map(m -> m.label().isEmpty() ? m.name() : m.label()).collect(Collectors.joining(", "));
        return (on.isEmpty() ? "none on" : on) + " " + ReadModes.words(v);
    }

    private void modes() {
        List<Vector> modes = places.modes();
        for (Vector v : modes) {
            traits.add(v.kind() == Kind.SWITCH
                    ? Trait.at(v.name(), Setting.READ_MODE.words(), switches(v))
                    : Trait.at(v.name(), Setting.READ_MODE.words(), v.members().values().stream()
                            .map(PartTraits::number).collect(Collectors.joining(", "))));
        }
        if (modes.isEmpty() && places.override(Setting.READ_MODE).isPresent()) {
            traits.add(Trait.missing(Setting.READ_MODE.words(), "not at %s, which %s names"
                    .formatted(places.override(Setting.READ_MODE).get(), Setting.READ_MODE.key())));
        }
    }

    private void format() {
        CameraSettings.format(places).ifPresent(place -> {
            List<String> all = places.on(place).find(place.property())
                    .map(v -> List.copyOf(v.members().keySet())).orElse(List.of());
            String what = Setting.CAPTURE_FORMAT.words();
            traits.add(!all.contains(place.member())
                    ? Trait.missing(what, "not at %s, which %s names".formatted(place,
                            Setting.CAPTURE_FORMAT.key()))
                    : Trait.at(place.toString(), what, place.member()
                            + (all.size() == 1 ? ", the only one" : " will be taken " + all)));
        });
    }

    private void cooling() {
        Optional<Vector> temperature = camera.find("CCD_TEMPERATURE");
        if (temperature.isEmpty()) {
            traits.add(Trait.missing("temperature", "the driver tells none"));
            return;
        }
        Vector v = temperature.get();
        String step = profile.setPointStepMilliK() == 0
                ? ""
                : "; set points in steps of " + Numbers.plainText(profile.setPointStepMilliK() / 1000.0)
                        + " K";
        traits.add(Trait.at("CCD_TEMPERATURE", "temperature", String.format(Locale.ROOT, "%.1f °C%s",
                v.number("CCD_TEMPERATURE_VALUE"), v.writable() ? step : "; cannot be set")));
        if (v.writable()) {
            Optional<Vector> cooler = camera.find("CCD_COOLER");
            traits.add(cooler.isPresent()
                    ? Trait.at("CCD_COOLER", "cooler", cooler.get().isOn("COOLER_ON") ? "on" : "off")
                    : Trait.of("cooler", "no switch: off is a warm set point"));
            Optional<Member> power = places.power();
            traits.add(power.isPresent()
                    ? Trait.at(
                            String.valueOf(
                                    places.powerPlace().orElse(new MemberName("", "CCD_COOLER_POWER", ""))),
                            "cooler power", String.format(Locale.ROOT, "%.0f %%",
                                    new CoolerLoad(profile.power()).percent(power.get())))
                    : Trait.missing("cooler power", "none, so the load is not watched; name it with "
                            + Setting.COOLER_POWER.key()));
        }
    }

    /// What becomes of a heater, or what the configuration would have to say.
    private String heaterAdvice(MemberName heater) {
        Optional<IndiSpec.Heater> named = spec.stream().flatMap(s -> s.heaters().stream())
                .filter(h -> h.member().device().equals(camera.name())
                        && h.member().property().equals(heater.property())
                        && (heater.member().isEmpty() || heater.member().equals(h.member().member())))
                .findFirst();
        if (named.isPresent()) {
            return "switched off in the dark: heater " + named.get().name();
        }
        String member = heater.member().isEmpty()
                ? camera.find(heater.property()).stream().flatMap(v -> v.members().keySet().stream())
                        .filter(m -> !m.matches(IndiSwitch.MEANS_OFF)).findFirst().orElse("")
                : heater.member();
        return "left alone, unless a [[rig.heater]] has control = \"%s.%s\"".formatted(heater.property(),
                member);
    }

    private void darkness() {
        traits.add(Trait.of("shutter", profile.shutter().text()));
        IndiSpec.Bias bias = spec.map(IndiSpec::bias).orElse(IndiSpec.Bias.BY_DRIVER);
        String how = switch (bias) {
            case BY_DRIVER -> profile.biasAsDark() ? "the shortest dark" : "bias frames";
            case AS_BIAS -> "bias frames, as configured";
            case AS_DARK -> "the shortest dark, as configured";
        };
        traits.add(Trait.of("bias is taken as", how));
    }
}
