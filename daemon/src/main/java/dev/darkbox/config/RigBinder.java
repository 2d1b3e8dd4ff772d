package dev.darkbox.config;

import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.CoolingRules.Answer;
import dev.darkbox.plan.Darkness;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.MasterName;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.ScheduleRules;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Binds one `[[rig]]`, and sees that its parts go together.
final class RigBinder {

    private final Path file;
    private final Optional<Path> library;
    private final boolean librarySound;
    private final EquipmentBinder equipment;

    /// For every rig of one file.
    ///
    /// @param library the one at the top of the file
    /// @param librarySound whether that one is right or left out
    RigBinder(Path file, Optional<Path> library, boolean librarySound,
            EquipmentBinder equipment) {
        this.file = file;
        this.library = library;
        this.librarySound = librarySound;
        this.equipment = equipment;
    }

    RigConfig bind(Section rig) {
        String name = rig.need("name", Allowed.name());
        String site = rig.take("site", Allowed.card(), "");
        String observer = rig.take("observer", Allowed.card(), "");
        Path folder = library(rig);
        EquipmentBinder.Bound bound = equipment.bind(name, rig);
        EquipmentConfig made = bound.equipment();
        Darkness darkness = darkness(rig);
        Section cooler = rig.sectionOrEmpty("cooling");
        boolean cooled = cooler.take("cooler", Allowed.flag(), true);
        CoolingRules cooling = CoolingBinder.bind(cooler, cooled);
        cooler.done();
        var probe = ProbeConfig.bind(rig.sectionOrEmpty("probe"));
        var quality = QualityConfig.bind(rig.sectionOrEmpty("quality"));
        var check = CheckConfig.bind(rig.sectionOrEmpty("check"));
        DueRules due = ScheduleBinder.due(rig.sectionOrEmpty("due"));
        ScheduleRules schedule = ScheduleBinder.schedule(rig.sectionOrEmpty("schedule"), file,
                made instanceof EquipmentConfig.Indi);
        List<Section> sections = rig.sections("preset");
        if (sections.isEmpty() && rig.sound("preset")) {
            rig.missing("preset", "at least one section [[rig.preset]]");
        }
        var binder = new PresetBinder(cooled, new FilterNames(made.filters()));
        List<Preset> presets = sections.stream().map(binder::bind).toList();
        if (made instanceof EquipmentConfig.Sx) {
            UsbBinder.presetsFit(sections, presets);
        }
        namesDiffer(sections, presets);
        mastersDiffer(sections, presets);
        raiseGoesUp(cooler, cooling, presets);
        var profile = rig.take(
                "profile", Allowed.oneOf(RefreshPlan.Profile.class), RefreshPlan.Profile.STAGING);
        var first = rig.take("first_master", Allowed.oneOf(FirstMaster.class), FirstMaster.HOLD);
        var promote = rig.take("promote", Allowed.oneOf(PromoteRule.class), PromoteRule.WARN);
        var keepRaw = rig.take("keep_raw", Allowed.keepRaw(), KeepRaw.ALWAYS);
        rig.done();
        return new RigConfig(
                name, site, observer, folder, made, bound.parts(), darkness, cooled, cooling, probe, quality,
                check,
                due, schedule, presets,
                profile, first, promote,
                keepRaw);
    }

    private Path library(Section rig) {
        Optional<Path> own = rig.find("library", Places.path(file));
        own.ifPresent(folder -> Places.mustBeFolder(rig, "library", folder));
        if (library.isEmpty() && librarySound && !rig.has("library")) {
            rig.missing("library", "a folder, here or at the top of the file for every rig");
        }
        return own.or(() -> library).orElse(file.toAbsolutePath());
    }

    private static Darkness darkness(Section rig) {
        Darkness usual = Darkness.CAP;
        Darkness darkness = rig.take("dark", Allowed.oneOf(Darkness.class), usual);
        if (darkness == Darkness.CAP && !rig.has("cap") && rig.sound("dark")) {
            rig.wrong("dark", "\"shutter\" or \"dark-box\" for a rig without a section [rig.cap]");
        }
        return darkness;
    }

    private static void namesDiffer(List<Section> sections, List<Preset> presets) {
        Map<String, Integer> lines = new HashMap<>();
        for (int i = 0; i < presets.size(); i++) {
            Section section = sections.get(i);
            if (section.sound("name")) {
                String name = presets.get(i).name().toLowerCase(Locale.ROOT);
                Integer before = lines.putIfAbsent(name, section.line("name"));
                if (before != null) {
                    section.wrong("name", "a name no other preset has (see line " + before + ")");
                }
            }
        }
    }

    /// A master's name tells gain, offset, set point and binning; what differs in other ways only would be
    /// written over.
    private static void mastersDiffer(List<Section> sections, List<Preset> presets) {
        Map<String, Preset> first = new HashMap<>();
        for (int i = 0; i < presets.size(); i++) {
            Section section = sections.get(i);
            Preset preset = presets.get(i);
            String conditions = MasterName.conditions(preset.readout(), preset.target());
            Preset before = first.putIfAbsent(conditions, preset);
            boolean sound = section.sound("name", "gain", "offset", "binning", "mode", "usb_limit",
                    "target_c");
            if (before != null && sound && !before.readout().equals(preset.readout())) {
                section.wrong(before.readout().mode().equals(preset.readout().mode()) ? "usb_limit" : "mode",
                        "the one of preset \"" + before.name() + "\", or another gain, offset, binning or"
                                + " target_c: masters would have the same names");
            }
        }
    }

    private static void raiseGoesUp(Section cooler, CoolingRules cooling, List<Preset> presets) {
        boolean raises = cooling.onDrift() == Answer.RAISE || cooling.onOverload() == Answer.RAISE;
        var warmest = new TreeSet<Integer>();
        presets.stream().filter(preset -> preset.target().isKnown())
                .forEach(preset -> warmest.add(preset.target().milliC()));
        if (raises && !warmest.isEmpty() && cooling.raiseLimitMilliC() <= warmest.last()
                && cooler.sound("raise_limit_c")) {
            cooler.wrong(cooler.has("raise_limit_c") ? "raise_limit_c" : "on_drift",
                    "a raise_limit_c above every preset's target_c, the warmest is "
                            + warmest.last() / 1e3);
        }
    }
}
