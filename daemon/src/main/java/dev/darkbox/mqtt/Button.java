package dev.darkbox.mqtt;

/// Buttons of Home Assistant that send our commands.
///
/// Each press carries a transaction of its own and the time, so that a press which a broker kept too long, or sent twice,
/// is told from a new one.
final class Button {

    private static final int EXPIRY_SECONDS = 60;
    private static final String STAMPS = "\"transaction\":\"ha-{{ utcnow().strftime('%Y%m%dT%H%M%S%f') }}\","
            + "\"issued_at\":\"{{ utcnow().strftime('%FT%TZ') }}\"}";

    private Button() {}

    /// A command without arguments.
    static Entity plain(String device, String key, String name, String topic) {
        return pressed(new Entity(device, "button", key, name), topic, "{" + STAMPS);
    }

    /// A command with a scope.
    static Entity scoped(String device, String key, String name, String topic, String scope) {
        return pressed(new Entity(device, "button", key, name), topic, "{\"scope\":\"{{ value }}\"," + STAMPS)
                .with("pl_prs", scope);
    }

    /// A command with one argument that is always the same.
    static Entity with(String device, String key, String name, String topic, String argument, String value) {
        return pressed(new Entity(device, "button", key, name), topic,
                "{\"" + argument + "\":\"" + value + "\"," + STAMPS);
    }

    private static Entity pressed(Entity button, String topic, String template) {
        return button.with("cmd_t", topic).with("cmd_tpl", template).with("msg_exp_int", EXPIRY_SECONDS);
    }
}
