package dev.darkbox.mqtt;

/// What everything is called on the broker: `<base>/<box>/…` for the box, `<base>/<box>/rig/<rig>/…` for a rig.
///
/// @param base e.g. `darkbox`; as `box` 1 to 32 of `a-z A-Z 0-9 _ -`, each `_` between two others, and not `discovery`
/// @param box this installation, unlike any other on the broker
/// @param discovery where Home Assistant looks for devices, e.g. `homeassistant`
public record Topics(String base, String box, String discovery) {

    /// `online`, `stopped`, or `offline` as the last will.
    public String status() {
        return ofBox("status");
    }

    /// A topic of the box, e.g. `health`.
    public String ofBox(String leaf) {
        return base + "/" + box + "/" + leaf;
    }

    /// A topic of a rig, e.g. `state/run`.
    public String ofRig(String rig, String leaf) {
        return ofBox("rig/" + word(rig) + "/" + leaf);
    }

    /// Commands to the box: what is subscribed, and matches nothing that is published.
    public String boxCommands() {
        return ofBox("cmd/+");
    }

    /// Commands to a rig.
    public String rigCommands(String rig) {
        return ofRig(rig, "cmd/+");
    }

    /// Where the box is announced to Home Assistant.
    public String boxDocument() {
        return discovery + "/device/" + boxKey() + "/config";
    }

    /// Where a rig is announced.
    public String rigDocument(String rig) {
        return discovery + "/device/" + rigKey(rig) + "/config";
    }

    /// Identifier of the box in Home Assistant; never changes, or everything there is lost.
    public String boxKey() {
        return base + "_" + box;
    }

    /// Identifier of a rig. No box has `__` in its identifier, so that rig `main` of box `obs` is not box `obs_main`.
    public String rigKey(String rig) {
        return boxKey() + "__" + word(rig);
    }

    /// A rig's name as part of a topic or identifier. Names of rigs hold letters, digits, `-` and `+`, so that no two of them become one.
    public static String word(String rig) {
        return rig.replace('+', '_');
    }
}
