package dev.darkbox.control;

/// Commands and replies of spot checks and validations in JSON.
final class CheckJson {

    private CheckJson() {}

    static Command.OfCheck spotCheck(Fields fields) throws Malformed {
        fields.only("do", "names", "rig", "one_per_kind", "follow");
        return new Command.SpotCheck(fields.has("names") ? fields.texts("names") : java.util.List.of(),
                fields.text("rig", ""), fields.flag("one_per_kind", false), fields.flag("follow", false));
    }

    static Command.OfCheck validate(Fields fields) throws Malformed {
        fields.only("do", "rig", "library_only", "full", "follow");
        return new Command.Validate(fields.text("rig", ""), fields.flag("library_only", false),
                fields.flag("full", false), fields.flag("follow", false));
    }

    static void write(Command.OfCheck command, Json json) {
        switch (command) {
            case Command.SpotCheck check -> json.put("do", "spot-check").put("names", check.names())
                    .put("rig", check.rig()).put("one_per_kind", check.onePerKind())
                    .put("follow", check.follow());
            case Command.Validate check -> json.put("do", "validate").put("rig", check.rig())
                    .put("library_only", check.libraryOnly()).put("full", check.full())
                    .put("follow", check.follow());
        }
    }

    static Json write(Reply.OfCheck reply) {
        return switch (reply) {
            case Reply.Taken r -> new Json().put("reply", "taken").put("rig", r.rig())
                    .put("preset", r.preset()).put("frame", r.frame()).put("program", r.program())
                    .put("grade", r.grade()).put("ours", r.ours()).put("master", r.master())
                    .put("why", r.why());
            case Reply.Setup r -> new Json().put("reply", "setup").put("rig", r.rig())
                    .put("program", r.program()).put("line", r.line());
        };
    }

    static Reply.OfCheck taken(Fields f) throws Malformed {
        return new Reply.Taken(f.text("rig"), f.text("preset"), f.text("frame"), f.text("program"),
                f.text("grade"), f.text("ours"), f.text("master"), f.text("why"));
    }

    static Reply.OfCheck setup(Fields f) throws Malformed {
        return new Reply.Setup(f.text("rig"), f.text("program"), f.text("line"));
    }
}
