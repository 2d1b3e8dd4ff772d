package dev.darkbox.device.indi;

import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where one camera keeps its settings. What the configuration names comes first, then the places of the driver's
/// family, then those of all families.
final class Places {

    private final IndiDevice camera;
    private final Map<Setting, MemberName> overrides;
    private final VendorProfile profile;

    Places(IndiDevice camera, Map<Setting, MemberName> overrides) {
        this(camera, overrides, VendorProfile.of(camera));
    }

    Places(IndiDevice camera, Map<Setting, MemberName> overrides, VendorProfile profile) {
        this.camera = camera;
        this.overrides = overrides;
        this.profile = profile;
    }

    VendorProfile profile() {
        return profile;
    }

    /// What the configuration says, whether it is there or not.
    Optional<MemberName> override(Setting setting) {
        return Optional.ofNullable(overrides.get(setting));
    }

    /// Everywhere a setting may be when the configuration does not say.
    List<MemberName> candidates(Setting setting) {
        var all = new LinkedHashSet<MemberName>(profile.places(setting));
        all.addAll(VendorTable.UNKNOWN.places(setting));
        return List.copyOf(all);
    }

    /// Where a setting that is one number (or, like an ISO, one of a row of switches) is made: a property that can be
    /// written. The member is empty for switches.
    ///
    /// @return the configured place unseen; empty when there is none
    Optional<MemberName> writable(Setting setting) {
        return override(setting).or(() -> candidates(setting).stream()
                .flatMap(place -> resolved(place, true).stream()).findFirst());
    }

    /// The properties that hold readout modes and are there.
    List<Vector> modes() {
        List<MemberName> where = override(Setting.READ_MODE).map(List::of)
                .orElseGet(() -> candidates(Setting.READ_MODE));
        return where.stream().flatMap(place -> on(place).find(place.property()).stream())
                .filter(v -> v.writable() && (v.kind() == Kind.SWITCH || v.kind() == Kind.NUMBER)).toList();
    }

    /// The property that offers capture formats; `CCD_VIDEO_FORMAT` is its older name.
    Optional<Vector> formats() {
        return camera.find("CCD_CAPTURE_FORMAT").or(() -> camera.find("CCD_VIDEO_FORMAT"));
    }

    /// The cooler's power as it was last seen; the place is the configured one, or the likeliest that is there.
    Optional<Member> power() {
        return powerPlace().flatMap(place -> on(place).find(place.property()))
                .flatMap(v -> powerPlace().map(place -> v.members().get(place.member())));
    }

    Optional<MemberName> powerPlace() {
        return override(Setting.COOLER_POWER).or(() -> candidates(Setting.COOLER_POWER).stream()
                .flatMap(place -> resolved(place, false).stream()).findFirst());
    }

    /// Heaters of the camera's window that are there.
    List<MemberName> heaters() {
        return present(profile.heaters(), VendorTable.UNKNOWN.heaters());
    }

    List<MemberName> fans() {
        return present(profile.fans(), VendorTable.UNKNOWN.fans());
    }

    private List<MemberName> present(List<MemberName> usual, List<MemberName> all) {
        var found = new ArrayList<MemberName>();
        Stream.concat(usual.stream(), all.stream()).distinct()
                .flatMap(place -> resolved(place, false).stream())
                .filter(place -> found.stream().noneMatch(place::equals)).forEach(found::add);
        return found;
    }

    /// The device a place is on.
    IndiDevice on(MemberName place) {
        return place.device().isEmpty() ? camera : new IndiDevice(camera.connection(), place.device());
    }

    /// A place as the camera spells it; empty when it is not there.
    private Optional<MemberName> resolved(MemberName place, boolean toWrite) {
        Optional<Vector> property = camera.find(place.property()).filter(v -> !toWrite || v.writable());
        if (place.member().isEmpty()) {
            return property.map(v -> place);
        }
        return property.flatMap(v -> PropertyStore.called(v, place.member()))
                .map(member -> new MemberName("", place.property(), member.name()));
    }
}
