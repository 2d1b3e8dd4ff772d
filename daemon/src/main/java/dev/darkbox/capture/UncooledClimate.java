package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.plan.PlannedSet;

/// A visit whose set point is unknown: the camera is taken as warm as it is, its cooler, if any, is left alone.
final class UncooledClimate implements Climate {

    private final Scene scene;

    UncooledClimate(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void begin(PlannedSet set) {
        // nothing to bring anywhere
    }

    @Override
    public Wait await() {
        return new Wait.Open(look());
    }

    @Override
    public Cooler.Reading look() {
        return new Cooler.Reading(scene.now(), Celsius.UNKNOWN, Double.NaN);
    }

    @Override
    public boolean holds(Celsius sensor) {
        return true;
    }

    @Override
    public String wanted() {
        return "any temperature";
    }

    @Override
    public void resume() {
        // nothing was set
    }
}
