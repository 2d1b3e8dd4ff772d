package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.device.EpochChange;
import dev.darkbox.device.Readout;
import dev.darkbox.frame.FitsCards;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// In which points a master does not fit. Pure.
final class Misfit {

    /// Drivers round exposures to their clock.
    private static final Duration CLOCK = Duration.ofMillis(10);
    private static final int MOST_CHANGES = 2;

    private final MasterEntry master;
    private final Wanted wanted;
    private final CameraNames camera;
    private final List<String> why = new ArrayList<>(2);

    private Misfit(MasterEntry master, Wanted wanted, CameraNames camera) {
        this.master = master;
        this.wanted = wanted;
        this.camera = camera;
    }

    /// One line a point, of another kind of master that alone; empty when it fits.
    static List<String> of(Holding holding, Wanted wanted, CameraNames camera) {
        var misfit = new Misfit(holding.master(), wanted, camera);
        if (misfit.isOfKind()) {
            misfit.hard();
            misfit.soft();
            misfit.standing(holding);
        }
        return misfit.why;
    }

    private boolean isOfKind() {
        MasterKeys.Kind kind = master.keys().kind();
        if (kind != wanted.keys().kind()) {
            why.add(kind.title() + ", wanted " + wanted.keys().kind().title());
        }
        return why.isEmpty();
    }

    private void hard() {
        Conditions has = master.keys().conditions();
        Conditions asked = wanted.keys().conditions();
        if (!camera.isOne(has.camera())) {
            why.add("camera " + told(has.camera()) + ", wanted " + asked.camera());
        }
        text("camera number", has.cameraId(), asked.cameraId());
        text("readout mode", mode(has.mode()), mode(asked.mode()));
        whole("gain", has.gain(), asked.gain());
        whole("offset", has.offset(), asked.offset());
        whole("binning", has.binning(), asked.binning());
        whole("USB limit", has.usbLimit(), asked.usbLimit());
        if (asked.widthPx() > 0 && (asked.widthPx() != has.widthPx() || asked.heightPx() != has.heightPx())) {
            why.add(has.widthPx() + "x" + has.heightPx() + " pixels, wanted " + asked.widthPx() + "x"
                    + asked.heightPx());
        }
        text("colour pattern", has.bayer(), asked.bayer());
        if (wanted.epoch().relationTo(master.epoch()) == Relation.OTHER) {
            List<EpochChange> changes = wanted.epoch().changesFrom(master.epoch());
            why.add("camera epoch: " + EpochChange.line(changes, MOST_CHANGES));
        }
    }

    private void soft() {
        MasterKeys has = master.keys();
        MasterKeys asked = wanted.keys();
        if (asked.setPoint().isKnown()
                && has.setPoint().milliKelvinTo(asked.setPoint()) > wanted.toleranceMilliK()) {
            why.add("set point " + has.setPoint() + ", wanted " + asked.setPoint() + " within "
                    + wanted.toleranceMilliK() / 1000.0 + " K");
        }
        boolean timed = asked.kind() != MasterKeys.Kind.BIAS && !asked.exposure().isZero();
        if (timed && has.exposure().minus(asked.exposure()).abs().compareTo(tolerance()) > 0) {
            why.add("exposure " + seconds(has.exposure()) + ", wanted " + seconds(asked.exposure())
                    + " within "
                    + seconds(tolerance()));
        }
        if (asked.kind() == MasterKeys.Kind.DARK_FLAT) {
            text("filter", has.filter(), asked.filter());
        }
    }

    private void standing(Holding holding) {
        switch (holding.state()) {
            case PRODUCTION, SUPERSEDED -> {
                // told by its window
            }
            case STAGING -> {
                if (!wanted.staging()) {
                    why.add("in staging only");
                }
            }
            case HELD -> why.add("held: " + holding.why());
            case WITHDRAWN -> why.add("withdrawn: " + holding.why());
            case FAILED -> why.add("failed: " + holding.why());
        }
        if (wanted.anyDate() || holding.isGoodAt(wanted.at())) {
            return;
        }
        why.add(wanted.at().isBefore(holding.goodAfter())
                ? "good from " + minute(holding.goodAfter()) + ", wanted for " + minute(wanted.at())
                : "good until " + minute(holding.goodUntil().orElse(Instant.MAX)) + ", wanted for "
                        + minute(wanted.at()) + ": " + holding.why());
    }

    private void text(String name, String has, String asked) {
        if (!asked.isEmpty() && !has.equalsIgnoreCase(asked)) {
            why.add(name + " " + told(has) + ", wanted " + asked);
        }
    }

    private void whole(String name, int has, int asked) {
        if (asked != Readout.NONE && has != asked) {
            why.add(name + " " + (has == Readout.NONE ? "not told" : Integer.toString(has)) + ", wanted "
                    + asked);
        }
    }

    private static String told(String text) {
        return text.isEmpty() ? "not told" : text;
    }

    /// Programs name the one mode of a camera without modes.
    private static String mode(String mode) {
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "default", "normal" -> "";
            default -> mode;
        };
    }

    private Duration tolerance() {
        Duration part = Duration.ofNanos(
                Math.round(wanted.keys().exposure().toNanos() * wanted.exposurePercent() / 100));
        return part.compareTo(CLOCK) > 0 ? part : CLOCK;
    }

    private static String seconds(Duration exposure) {
        return FitsCards.plain(exposure.toNanos() / 1e9) + " s";
    }

    /// `2025-09-23 18:00 UTC`.
    private static String minute(Instant at) {
        String iso = at.toString();
        return iso.substring(0, 10) + " " + iso.substring(11, 16) + " UTC";
    }
}
