package dev.darkbox.app;

import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.indi.IndiGlance;
import dev.darkbox.plan.OnlyWhile;
import dev.darkbox.schedule.Permit;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;

/// A rig's `only_while`: files, topics of the broker, switches behind its server.
///
/// Threading: any.
final class Conditions implements Permit {

    private final RigConfig rig;
    private final Function<String, Optional<String>> topics;

    /// @param topics the last word of a topic; empty while nothing was heard
    Conditions(RigConfig rig, Function<String, Optional<String>> topics) {
        this.rig = rig;
        this.topics = topics;
    }

    @Override
    public Answer ask() throws InterruptedException {
        Answer all = Answer.YES;
        for (OnlyWhile condition : rig.schedule().onlyWhile()) {
            Answer one = ask(condition);
            if (one.word() == Word.NO) {
                return one;
            }
            all = one.word() == Word.UNKNOWN ? one : all;
        }
        return all;
    }

    private Answer ask(OnlyWhile condition) throws InterruptedException {
        return switch (condition) {
            case OnlyWhile.HasFile file -> Files.exists(file.path())
                    ? Answer.YES
                    : new Answer(Word.NO, "there is no " + file.path());
            case OnlyWhile.Says says -> topics.apply(says.topic())
                    .map(value -> value.equals(says.value())
                            ? Answer.YES
                            : new Answer(Word.NO,
                                    "topic %s says \"%s\", wanted \"%s\"".formatted(says.topic(),
                                            value, says.value())))
                    .orElse(new Answer(Word.UNKNOWN, "topic " + says.topic() + " said nothing yet"));
            case OnlyWhile.IsOn on -> ask(on);
        };
    }

    private Answer ask(OnlyWhile.IsOn on) throws InterruptedException {
        if (!(rig.equipment() instanceof EquipmentConfig.Indi indi)) {
            return new Answer(Word.UNKNOWN, "the rig has no switch " + on.control());
        }
        try {
            return IndiGlance.isOn(indi.host(), indi.port(), on.device(), on.control())
                    ? Answer.YES
                    : new Answer(Word.NO, "switch %s/%s is off".formatted(on.device(), on.control()));
        } catch (DeviceException e) {
            return new Answer(Word.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }
}
