package dev.darkbox.control;

import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;

/// Commands as one line of JSON each, e.g. `{"do":"refresh","scope":"darks"}`.
public final class CommandJson {

    private static final String VERBS = "refresh, plan, due, ask, status, follow, abort, library-list, library-pick, library-show, library-audit, "
            + "library-index, spot-check, validate, say, rollback, device";

    private CommandJson() {}

    /// Reads a request; a wrong one is [Command.Unknown] with the reason and what is allowed.
    public static Command parse(String line) {
        try {
            return read(Fields.parse(line));
        } catch (Malformed e) {
            return new Command.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static Command read(Fields fields) throws Malformed {
        String verb = fields.text("do");
        return switch (verb) {
            case "refresh" -> {
                fields.only("do", "scope", "rig", "profile", "dry_run", "follow");
                yield new Command.Refresh(fields.oneOf("scope", Scope.class), rig(fields),
                        fields.maybeOneOf("profile", Profile.class), fields.flag("dry_run", false),
                        fields.flag("follow", false));
            }
            case "plan" -> {
                fields.only("do", "scope", "rig");
                yield new Command.Plan(fields.oneOf("scope", Scope.class), rig(fields));
            }
            case "due" -> {
                fields.only("do", "rig");
                yield new Command.Due(rig(fields));
            }
            case "ask" -> {
                fields.only("do", "scope", "rig", "why");
                Scope scope = fields.oneOf("scope", Scope.class);
                if (scope == Scope.DUE) {
                    throw new Malformed("scope is \"due\"; allowed: bias, darks, dark-flats, all");
                }
                yield new Command.Ask(scope, rig(fields), fields.text("why", ""));
            }
            case "status" -> {
                fields.only("do");
                yield new Command.Status();
            }
            case "follow" -> {
                fields.only("do", "rig");
                yield new Command.Follow(rig(fields));
            }
            case "abort" -> {
                fields.only("do", "rig");
                yield new Command.Abort(rig(fields));
            }
            case "library-list" -> {
                fields.only("do");
                yield new Command.LibraryList();
            }
            case "library-pick" -> {
                fields.only("do", "rig", "wanted", "all");
                yield new Command.LibraryPick(rig(fields), fields.object("wanted").allTexts(),
                        fields.flag("all", false));
            }
            case "library-show" -> {
                fields.only("do", "rig", "master");
                yield new Command.LibraryShow(rig(fields), fields.text("master"));
            }
            case "library-audit" -> {
                fields.only("do", "rig", "quick");
                yield new Command.LibraryAudit(rig(fields), fields.flag("quick", false));
            }
            case "library-index" -> {
                fields.only("do", "rig");
                yield new Command.LibraryIndex(rig(fields));
            }
            case "spot-check" -> CheckJson.spotCheck(fields);
            case "validate" -> CheckJson.validate(fields);
            case "say" -> {
                fields.only("do", "rig", "word", "master", "profile", "even_failed", "by", "why");
                yield new Command.Say(rig(fields), fields.oneOf("word", Command.Word.class),
                        fields.text("master"),
                        fields.maybeOneOf("profile", Profile.class).orElse(Profile.PRODUCTION),
                        fields.flag("even_failed", false), fields.text("by"), fields.text("why", ""));
            }
            case "rollback" -> {
                fields.only("do", "rig", "profile", "by", "why");
                yield new Command.Rollback(rig(fields),
                        fields.maybeOneOf("profile", Profile.class).orElse(Profile.PRODUCTION),
                        fields.text("by"), fields.text("why", ""));
            }
            case "device" -> DeviceJson.read(fields);
            default -> throw new Malformed("do is \"%s\"; allowed: %s".formatted(
                    verb.length() > 40 ? verb.substring(0, 40) + "…" : verb, VERBS));
        };
    }

    private static String rig(Fields fields) throws Malformed {
        return fields.text("rig", "");
    }

    /// The request that [#parse] reads back as `command`.
    ///
    /// @throws IllegalArgumentException for [Command.Unknown], which nobody can send
    public static String write(Command command) {
        var json = new Json();
        switch (command) {
            case Command.Refresh refresh -> {
                json.put("do", "refresh").put("scope", refresh.scope());
                Json _ = putRig(json, refresh.rig());
                refresh.profile().ifPresent(profile -> json.put("profile", profile));
                if (refresh.dryRun()) {
                    json.put("dry_run", true);
                }
                if (refresh.follow()) {
                    json.put("follow", true);
                }
            }
            case Command.Plan plan -> {
                json.put("do", "plan").put("scope", plan.scope());
                Json _ = putRig(json, plan.rig());
            }
            case Command.Due due -> putRig(json.put("do", "due"), due.rig());
            case Command.Ask ask -> putRig(json.put("do", "ask").put("scope", ask.scope())
                    .put("why", ask.why()), ask.rig());
            case Command.Status _ -> json.put("do", "status");
            case Command.Follow follow -> putRig(json.put("do", "follow"), follow.rig());
            case Command.Abort abort -> putRig(json.put("do", "abort"), abort.rig());
            case Command.LibraryList _ -> json.put("do", "library-list");
            case Command.LibraryPick pick -> putRig(json.put("do", "library-pick"), pick.rig())
                    .put("wanted", Json.of(pick.wanted())).put("all", pick.all());
            case Command.LibraryShow show -> putRig(json.put("do", "library-show"), show.rig())
                    .put("master", show.master());
            case Command.LibraryAudit audit -> putRig(json.put("do", "library-audit"), audit.rig())
                    .put("quick", audit.quick());
            case Command.LibraryIndex index -> putRig(json.put("do", "library-index"), index.rig());
            case Command.OfCheck check -> CheckJson.write(check, json);
            case Command.Say say -> putRig(json.put("do", "say"), say.rig()).put("word", say.word())
                    .put("master", say.master()).put("profile", say.profile())
                    .put("even_failed", say.evenFailed()).put("by", say.by()).put("why", say.why());
            case Command.Rollback back -> putRig(json.put("do", "rollback"), back.rig())
                    .put("profile", back.profile()).put("by", back.by()).put("why", back.why());
            case Command.Device device -> DeviceJson.write(device, json);
            case Command.Unknown unknown -> throw new IllegalArgumentException(unknown.reply());
        }
        return json.toString();
    }

    private static Json putRig(Json json, String rig) {
        return rig.isEmpty() ? json : json.put("rig", rig);
    }
}
