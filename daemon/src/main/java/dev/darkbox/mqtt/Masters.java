package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.event.RunEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Masters as panels see them: `state/library` and `state/master/<kind>`. Pure.
final class Masters {

    /// Rows of a table: Home Assistant keeps attributes up to 16 KiB.
    static final int MOST_ROWS = 60;

    /// The worst come first.
    private static final int MOST_FINDINGS = 10;

    private static final String BEGIN = "master-";

    private Masters() {}

    /// The newest of each name.
    ///
    /// @param masters newest evening first
    static Collection<Reply.Master> newest(List<Reply.Master> masters) {
        Map<String, Reply.Master> byName = new LinkedHashMap<>();
        masters.forEach(master -> byName.merge(master.name(), master,
                (one, other) -> other.evening().isAfter(one.evening()) ? other : one));
        return byName.values();
    }

    /// As a set of those that wait names it.
    static String key(Reply.Master master) {
        return master.evening() + "/" + master.name();
    }

    /// @param waiting those that wait for a person's word
    static Json library(Collection<Reply.Master> newest, Set<String> waiting, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long held = newest.stream()
                .filter(master -> master.verdict().equals("HOLD") && waiting.contains(key(master))).count();
        List<Json> rows = newest.stream().limit(MOST_ROWS).map(master -> new Json()
                .put("name", master.name()).put("evening", master.evening().toString())
                .put("age_d", Math.max(0, ChronoUnit.DAYS.between(master.evening(), today)))
                .put("frames", master.frames()).put("verdict", master.verdict())
                .put("epoch_state", master.epochState())
                .put("waits", waiting.contains(key(master)))).toList();
        return new Json().put("masters", newest.size()).put("held", held).put("rows", rows);
    }

    /// Before any is known.
    static Json none() {
        var json = new Json();
        for (String key : List.of("name", "set", "evening", "frames", "mean_adu", "median_adu", "sigma_adu",
                "hot_pixels", "verdict", "remark", "findings")) {
            Maybe.nothing(json, key);
        }
        return json;
    }

    static Json one(Reply.Master master) {
        var json = new Json().put("name", master.name()).put("set", set(master.name()))
                .put("evening", master.evening().toString()).put("frames", master.frames());
        levels(json, master.meanAdu(), master.medianAdu(), master.sigmaAdu(), master.hotPixels());
        json.put("verdict", master.verdict()).put("remark", Tame.pathless(master.remark()));
        return Maybe.nothing(json, "findings");
    }

    /// @param evening of the run that made it; empty when it was not seen to begin
    static Json one(RunEvent.MasterReady e, String evening) {
        var json = new Json().put("name", e.set().master()).put("set", e.set().label());
        Maybe.text(json, "evening", evening).put("frames", e.frames());
        levels(json, e.meanAdu(), e.medianAdu(), e.sigmaAdu(), e.hotPixels());
        return json.put("verdict", e.verdict()).put("remark", Tame.pathless(e.remark())).put("findings",
                e.findings().stream().limit(MOST_FINDINGS).map(found -> new Json().put("code", found.code())
                        .put("verdict", found.verdict()).put("text", Tame.pathless(found.text()))
                        .put("cause", Tame.pathless(found.cause()))).toList());
    }

    private static void levels(Json json, double mean, double median, double sigma, long hot) {
        Maybe.number(json, "mean_adu", mean, 1000);
        Maybe.number(json, "median_adu", median, 1000);
        Maybe.number(json, "sigma_adu", sigma, 1000);
        json.put("hot_pixels", hot);
    }

    /// `master-darkflat_Ha_5p4s_GAIN100_T-10C` is `darkflat_Ha_5p4s`.
    private static String set(String name) {
        String label = name.startsWith(BEGIN) ? name.substring(BEGIN.length()) : name;
        return label.replaceFirst("(_GAIN\\d+)?(_OFFSET\\d+)?(_T-?\\d+(p\\d+)?C)?(_BIN\\d+)?$", "");
    }
}
