package dev.darkbox.control;

import dev.darkbox.control.Command.Device.Order;
import java.time.Duration;

/// Orders to one device by hand, and how it stands then, in JSON.
final class DeviceJson {

    private DeviceJson() {}

    static Command.Device read(Fields fields) throws Malformed {
        fields.only("do", "rig", "device", "order", "percent", "hold_s");
        Order order = fields.oneOf("order", Order.class);
        int percent = order == Order.LIGHT ? fields.whole("percent") : 0;
        Duration hold = fields.has("hold_s") ? fields.seconds("hold_s") : Duration.ZERO;
        try {
            return new Command.Device(fields.text("rig", ""), fields.text("device"), order, percent, hold);
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    static Json write(Command.Device command, Json json) {
        json.put("do", "device").put("rig", command.rig()).put("device", command.device())
                .put("order", command.order());
        if (command.order() == Order.LIGHT) {
            json.put("percent", command.percent());
        }
        return command.hold().isZero() ? json : json.put("hold_s", command.hold());
    }

    static Json write(Reply.Device r) {
        return new Json().put("reply", "device").put("rig", r.rig()).put("device", r.device())
                .put("place", r.place()).put("state", r.state()).put("evidence", r.evidence())
                .put("said", r.said());
    }

    static Reply.Device reply(Fields f) throws Malformed {
        return new Reply.Device(f.text("rig"), f.text("device"), f.text("place"), f.text("state"),
                f.text("evidence"), f.text("said"));
    }
}
