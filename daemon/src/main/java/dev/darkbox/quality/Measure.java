package dev.darkbox.quality;

/// What pixels are held against while they are counted.
///
/// @param nowMedian ADU
/// @param beforeMedian ADU; 0 without a master before
/// @param coreNow pixels as near to their neighbourhood's level as this are the pattern, ADU
/// @param coreBefore likewise
/// @param hotAdu above the neighbourhood: hot in every season
/// @param seedAdu above the neighbourhood: hot to both masters, however wide either is
/// @param coldAdu below the neighbourhood
/// @param growth factor of dark current, 1 when it is as it was
/// @param typicalAdu noise of one frame, the typical pixel's
/// @param aduPerElectron 0 when unknown: then brighter pixels are taken for as quiet as others
/// @param share what a pixel's variance from frame to frame is to be multiplied by for the difference of the masters
/// @param halvesAdu a difference of half sets above this is a jump, not noise
record Measure(
        double nowMedian,
        double beforeMedian,
        double coreNow,
        double coreBefore,
        double hotAdu,
        double seedAdu,
        double coldAdu,
        double growth,
        double typicalAdu,
        double aduPerElectron,
        double share,
        double halvesAdu) {}
