package dev.darkbox.consumer;

import dev.darkbox.consumer.Answer.Grade;
import java.util.List;
import java.util.Optional;

/// Which master each program would take for each frame. Pure.
///
/// @param light the frame
/// @param ours the master that was made for such frames; empty when none is published
/// @param answers one for each program
public record Survey(Light light, Optional<Published> ours, List<Answer> answers) {

    /// Exposures as near as this give the same dark: half a second of dark current, or one per cent.
    private static final double NEAR_S = 0.5;
    private static final double NEAR_FRACTION = 0.01;
    private static final int NEAR_MILLIK = 500;

    public Survey {
        answers = List.copyOf(answers);
    }

    /// Asks every program.
    ///
    /// @param name of the master that is made for such frames
    /// @param shelf everything that is published
    public static Survey of(Light light, String name, List<Published> shelf) {
        Optional<Published> ours = shelf.stream().filter(master -> master.name().equals(name)).findFirst();
        return new Survey(light, ours, Consumer.all().stream().map(consumer -> {
            Pick pick = consumer.pick(light, shelf);
            return new Answer(consumer, pick, grade(light, ours, pick));
        }).toList());
    }

    /// Whether every program takes the right one, or is not asked.
    public boolean isRight() {
        return ours.isPresent() && answers.stream().noneMatch(answer -> answer.grade().isTrouble());
    }

    private static Grade grade(Light light, Optional<Published> ours, Pick pick) {
        return switch (pick) {
            case Pick.Takes takes when ours.filter(takes.master()::equals).isPresent() -> Grade.RIGHT;
            case Pick.Takes takes -> isNear(light, takes.master()) ? Grade.NEAR : Grade.WRONG;
            case Pick.Nothing _ -> Grade.NONE;
            case Pick.ByHand _, Pick.NotUsed _ -> Grade.NOT_ASKED;
        };
    }

    private static boolean isNear(Light light, Published master) {
        double most = Math.max(NEAR_S, NEAR_FRACTION * light.seconds());
        return !master.isBias() && Math.abs(light.seconds() - master.seconds()) <= most
                && Same.setPoint(light, master, NEAR_MILLIK) && Same.camera(light, master)
                && Same.mode(light, master) && Same.gain(light, master) && Same.offset(light, master)
                && Same.binning(light, master) && Same.size(light, master);
    }
}
