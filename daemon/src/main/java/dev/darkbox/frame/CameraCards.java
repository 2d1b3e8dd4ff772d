package dev.darkbox.frame;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Readout;
import dev.darkbox.plan.PlannedSet;

/// The cards a raw frame and its master have in common: which camera, with which settings.
public final class CameraCards {

    private CameraCards() {}

    /// What decides which light frame this fits: `GAIN OFFSET EGAIN READOUTM USBLIMIT XBINNING YBINNING XPIXSZ
    /// YPIXSZ INSTRUME CAMERAID SET-TEMP FILTER BAYERPAT XBAYROFF YBAYROFF ROWORDER`, and as own cards the
    /// driver, the firmware, the epoch, the preset and the set.
    ///
    /// @param filter empty for none; provenance only, nothing is matched by it
    public static void add(FitsCards cards, PlannedSet set, CameraFacts camera, String filter) {
        Readout readout = set.readout();
        setting(cards, "GAIN", readout.gain(), "camera gain, driver steps");
        setting(cards, "OFFSET", readout.offset(), "camera offset, driver steps");
        if (camera.electronsPerAdu() > 0) {
            cards.real("EGAIN", camera.electronsPerAdu(), "[e-/ADU] conversion gain");
        }
        cards.text("READOUTM", readout.mode(), "readout mode");
        setting(cards, "USBLIMIT", readout.usbLimit(), "driver's USB bandwidth setting");
        cards.whole("XBINNING", readout.binning(), "");
        cards.whole("YBINNING", readout.binning(), "");
        if (camera.pixelMicron() > 0) {
            cards.real("XPIXSZ", camera.pixelMicron() * readout.binning(), "[um] pixel, binned");
            cards.real("YPIXSZ", camera.pixelMicron() * readout.binning(), "[um] pixel, binned");
        }
        cards.text("INSTRUME", camera.model(), "camera");
        cards.text("CAMERAID", camera.serial(), "the camera's own number");
        cards.real("SET-TEMP", set.target().degrees(), "[degC] set point");
        cards.text("FILTER", filter, "filter in the beam, for the record");
        if (!camera.bayer().isEmpty()) {
            cards.text("BAYERPAT", camera.bayer(), "colour filter pattern");
            cards.whole("XBAYROFF", 0, "");
            cards.whole("YBAYROFF", 0, "");
        }
        cards.text("ROWORDER", "TOP-DOWN", "the first row of the file is the top one");
        cards.text("DBXDRIVR", camera.driver(), "camera driver");
        cards.text("DBXFIRMW", camera.firmware(), "camera firmware and SDK");
        cards.text("DBXEPOCH", camera.epoch().id(), "camera epoch, ops/epochs");
        cards.text("DBXPRSET", set.preset(), "preset");
        cards.text("DBXSET", set.label(), "frame set");
    }

    private static void setting(FitsCards cards, String key, int value, String comment) {
        if (value != Readout.NONE) {
            cards.whole(key, value, comment);
        }
    }
}
