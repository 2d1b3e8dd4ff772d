package dev.darkbox.master;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a master's header tells beside its picture.
///
/// @param cards values by FITS keyword, strings without quotes
public record MasterHeader(Map<String, String> cards) {

    /// A text; empty when there is no such card.
    public String text(String key) {
        return cards.getOrDefault(key, "");
    }

    /// A number; `NaN` when there is no such card or it holds none.
    public double number(String key) {
        try {
            return Double.parseDouble(text(key).replace('D', 'E'));
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// Frames integrated; 0 when it is not told.
    public int frames() {
        double told = Double.isNaN(number("NCOMBINE")) ? number("STACKCNT") : number("NCOMBINE");
        return Double.isNaN(told) ? 0 : (int) told;
    }

    /// Noise of the master, ADU; `NaN` unknown.
    public double noiseAdu() {
        return number("DBXNOISE");
    }

    /// Noise of one of its frames, ADU; `NaN` unknown.
    public double frameNoiseAdu() {
        return number("DBXFNOIS");
    }

    /// °C, median of the frames; `NaN` unknown.
    public double sensorC() {
        return number("CCD-TEMP");
    }

    /// Standard deviation over the frames, K; `NaN` unknown.
    public double sensorSpreadK() {
        return number("DBXTSD");
    }

    /// e-/ADU; `NaN` unknown.
    public double eGain() {
        return number("EGAIN");
    }

    /// Metrics by name, as they were when it was made.
    public Map<String, Double> metrics() {
        return MetricCards.read(this);
    }

    /// What had changed from the master before when it was made, by name.
    public Map<String, Double> change() {
        return MetricCards.readChange(this);
    }

    /// Codes of what tripped when it was made.
    public List<String> tripped() {
        return Stream.of(text("DBXTRIP").split(",")).map(String::strip).filter(code -> !code.isEmpty())
                .toList();
    }
}
