package dev.darkbox.consumer;

import java.util.List;

/// A program that reads our masters.
///
/// Its rule is that of the program **as set up by [#setup]**: what the program does otherwise stands there too.
public sealed interface Consumer permits NinaLiveStack, Wbpp, Siril, Astap, Ekos, DeepSkyStacker {

    /// For people: `N.I.N.A. Live Stack`.
    String title();

    /// Which master it would subtract from the frame as its dark.
    ///
    /// @param shelf everything that is published, in the order in which it was registered with the program
    Pick pick(Light light, List<Published> shelf);

    /// What a person sets in the program, once, so that it picks as it should; one sentence each.
    ///
    /// @param lights everything that is to be calibrated
    List<String> setup(List<Light> lights, List<Published> shelf);

    /// Every program whose rule is known.
    static List<Consumer> all() {
        return List.of(new NinaLiveStack(), new Wbpp(), new Siril(), new Astap(), new Ekos(),
                new DeepSkyStacker());
    }
}
