package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rung;
import dev.darkbox.event.RunEvent;
import java.util.Optional;

/// What is done when the camera fails: the rungs of the [Ladder] are climbed, each told as it is taken and when it
/// held or broke, and the call is made again.
///
/// Limits: [#MOST_TRIES] of one call after the first, [#MOST_WHOLE] climbs of a run to where the driver is
/// restarted or waited for, [#MOST_BARREN] rungs without a frame in between. Beyond them, and where no rung is left,
/// an [OutOfPatience] is thrown, which no patience further out tries again.
final class Patience {

    static final int MOST_TRIES = 3;
    static final int MOST_WHOLE = 3;
    static final int MOST_BARREN = 12;

    private final Scene scene;
    private final Recovery recovery;
    private int recoveries;
    private int absences;
    private int whole;
    private int barren;

    /// Something asked of the camera.
    @FunctionalInterface
    interface Call<T> {
        T make() throws DeviceException, OutOfPatience, InterruptedException;
    }

    /// How the camera is made usable again, settings and set point included.
    @FunctionalInterface
    interface Recovery {
        void recover(Rung rung) throws DeviceException, InterruptedException;
    }

    Patience(Scene scene, Recovery recovery) {
        this.scene = scene;
        this.recovery = recovery;
    }

    /// Makes a call until it succeeds or patience ends.
    ///
    /// @throws OutOfPatience the last failure; every one before it was reported
    <T> T with(Call<T> call) throws OutOfPatience, InterruptedException {
        Optional<Rung> below = Optional.empty();
        for (int tries = 1;; tries++) {
            try {
                return call.make();
            } catch (DeviceException e) {
                if (tries > MOST_TRIES) {
                    throw new OutOfPatience(e);
                }
                Rung held = mend(e, below, tries);
                // whoever comes back after a wait is a new one
                below = held == Rung.WAIT ? Optional.empty() : Optional.of(held);
            }
        }
    }

    /// How often the camera was recovered: after that it has forgotten whatever it had settled to.
    int recoveries() {
        return recoveries;
    }

    /// How often the camera was away, or was made to be: a server that was restarted quickly looks like a camera that
    /// was, and after it nothing is known of what stands beside the camera.
    int absences() {
        return absences;
    }

    /// A frame is there, or a set begins: what was climbed was not in vain.
    void progress() {
        barren = 0;
    }

    /// Climbs until a rung holds.
    private Rung mend(DeviceException first, Optional<Rung> below, int n)
            throws OutOfPatience, InterruptedException {
        DeviceException failure = first;
        boolean high = false;
        Optional<Rung> next = Ladder.afterCall(failure, below, scene.rig().camera().rungs());
        // ends because each rung is above the one that broke
        while (next.isPresent()) {
            Rung rung = next.get();
            if (Ladder.isHigh(rung) && !high) {
                high = true;
                count(failure);
            }
            Optional<DeviceException> broke = climb(rung, failure, n);
            if (broke.isEmpty()) {
                absences += rung == Rung.ABORT ? 0 : 1;
                return rung;
            }
            failure = broke.get();
            next = Ladder.afterRung(failure, rung, scene.rig().camera().rungs());
        }
        throw new OutOfPatience(failure);
    }

    private void count(DeviceException failure) throws OutOfPatience {
        if (whole == MOST_WHOLE) {
            throw new OutOfPatience(failure,
                    "the driver was restarted or waited for %d times in this run already".formatted(whole));
        }
        whole++;
    }

    /// Empty when the rung held.
    private Optional<DeviceException> climb(Rung rung, DeviceException failure, int n)
            throws OutOfPatience, InterruptedException {
        if (barren == MOST_BARREN) {
            throw new OutOfPatience(failure, "recovered %d times without a frame".formatted(barren));
        }
        barren++;
        recoveries++;
        scene.emit(new RunEvent.Recovering(scene.now(), scene.name(), failure.device(), failure.what(), rung,
                n,
                MOST_TRIES));
        Optional<DeviceException> broke = Optional.empty();
        try {
            recovery.recover(rung);
        } catch (DeviceException e) {
            broke = Optional.of(e);
        }
        scene.emit(new RunEvent.Recovered(scene.now(), scene.name(), failure.device(), rung, n, MOST_TRIES,
                broke.isEmpty(), broke.map(OutOfPatience::text).orElse("")));
        return broke;
    }
}
