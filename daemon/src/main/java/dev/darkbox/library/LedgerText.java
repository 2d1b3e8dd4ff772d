package dev.darkbox.library;

import dev.darkbox.frame.CheckedLine;
import dev.darkbox.library.LedgerEntry.Asked;
import dev.darkbox.library.LedgerEntry.EpochSeen;
import dev.darkbox.library.LedgerEntry.SpotChecked;
import dev.darkbox.library.LedgerEntry.Validated;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Entries of the ledger as lines:
///
/// ```
/// CRC  2025-09-24T08:12:00Z  main  promote       2025-09-23/master-…/RUN  production  anna  looks fine
/// CRC  2025-09-24T08:12:00Z  main  epoch-seen    0123456789ab
/// CRC  2025-09-24T08:12:00Z  main  asked         darks  new amp glow
/// CRC  2025-09-24T08:12:00Z  main  spot-checked  2025-09-23/master-…/RUN  passed  mean +0.1 %
/// CRC  2025-09-24T08:12:00Z  main  validated     failed  180 s: no dark fits
/// ```
///
/// with a tab between two fields. Fields behind the last are left for later versions.
final class LedgerText {

    private LedgerText() {}

    static String write(LedgerEntry entry) {
        String at = entry.at().toString();
        return CheckedLine.write(switch (entry) {
            case Word e -> List.of(at, e.rig(), word(e.kind()), e.master().toString(), word(e.profile()),
                    e.by(), e.why());
            case EpochSeen e -> List.of(at, e.rig(), "epoch-seen", e.epochId());
            case Asked e -> List.of(at, e.rig(), "asked", word(e.scope()), e.why());
            case SpotChecked e -> List.of(at, e.rig(), "spot-checked", e.master().toString(),
                    passed(e.passed()), e.text());
            case Validated e -> List.of(at, e.rig(), "validated", passed(e.passed()), e.text());
        });
    }

    /// @throws IllegalArgumentException it is no line of this version; the message says why
    static LedgerEntry read(String line) {
        List<String> fields = CheckedLine.read(line).orElseThrow(
                () -> new IllegalArgumentException("this line is damaged or was written by hand"));
        try {
            return read(fields);
        } catch (IndexOutOfBoundsException _) {
            throw new IllegalArgumentException("this line has too few fields");
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static LedgerEntry read(List<String> f) {
        Instant at = Instant.parse(f.get(0));
        String rig = f.get(1);
        return switch (f.get(2)) {
            case "promote", "hold", "withdraw" -> new Word(at, rig, MasterId.parse(f.get(3)),
                    of(Word.Kind.class, f.get(2)), of(Profile.class, f.get(4)), f.get(5), f.get(6));
            case "epoch-seen" -> new EpochSeen(at, rig, f.get(3));
            case "asked" -> new Asked(at, rig, of(Scope.class, f.get(3)), f.get(4));
            case "spot-checked" -> new SpotChecked(at, rig, MasterId.parse(f.get(3)), passed(f.get(4)),
                    f.get(5));
            case "validated" -> new Validated(at, rig, passed(f.get(3)), f.get(4));
            case String other -> throw new IllegalArgumentException(
                    "\"" + other + "\" is not known to this version");
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E of(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String passed(boolean passed) {
        return passed ? "passed" : "failed";
    }

    private static boolean passed(String word) {
        return switch (word) {
            case "passed" -> true;
            case "failed" -> false;
            default -> throw new IllegalArgumentException("\"" + word + "\"; allowed: passed, failed");
        };
    }
}
