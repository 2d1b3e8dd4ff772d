package dev.darkbox.mqtt;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.HashMap;
import java.util.Map;

/// The short keys of discovery documents that we know, written out. A misspelt one stays as it is, and is then unknown.
final class Abbreviations {

    private static final Map<String, String> ROOT = words("""
            dev device  o origin  cmps components  avty availability  avty_t availability_topic
            avty_mode availability_mode  avty_tpl availability_template  pl_avail payload_available
            pl_not_avail payload_not_available  stat_t state_topic  cmd_t command_topic  e encoding
            msg_exp_int message_expiry_interval""");

    private static final Map<String, String> DEVICE = words("""
            ids identifiers  cns connections  mf manufacturer  mdl model  mdl_id model_id  hw hw_version
            sn serial_number  sw sw_version  sa suggested_area  cu configuration_url""");

    private static final Map<String, String> ORIGIN = words("sw sw_version  url support_url");

    private static final Map<String, String> COMPONENT = words("""
            p platform  uniq_id unique_id  def_ent_id default_entity_id  ic icon  ent_pic entity_picture
            ent_cat entity_category  en enabled_by_default  vis visible_by_default
            json_attr_t json_attributes_topic  json_attr_tpl json_attributes_template
            avty availability  avty_t availability_topic  avty_mode availability_mode
            avty_tpl availability_template  pl_avail payload_available  pl_not_avail payload_not_available
            e encoding  msg_exp_int message_expiry_interval  stat_t state_topic  val_tpl value_template
            dev_cla device_class  stat_cla state_class  unit_of_meas unit_of_measurement  ops options
            exp_aft expire_after  frc_upd force_update  sug_dsp_prc suggested_display_precision
            lrst_val_tpl last_reset_value_template  pl_on payload_on  pl_off payload_off  off_dly off_delay
            cmd_t command_topic  cmd_tpl command_template  pl_prs payload_press  ret retain
            stat_on state_on  stat_off state_off  opt optimistic  pl_rst payload_reset
            img_t image_topic  url_t url_topic  cont_type content_type  img_e image_encoding
            url_tpl url_template  evt_typ event_types  l_ver_t latest_version_topic
            l_ver_tpl latest_version_template  tit title  rel_s release_summary  rel_u release_url
            pl_inst payload_install""");

    private static final Map<String, String> AVAILABILITY = words(
            """
                    t topic  pl_avail payload_available  pl_not_avail payload_not_available  val_tpl value_template""");

    private Abbreviations() {}

    /// The document with long keys throughout; the given one is left as it is.
    static JsonObject writtenOut(JsonObject document) {
        var out = renamed(document, ROOT);
        replace(out, "device", DEVICE);
        replace(out, "origin", ORIGIN);
        entries(out);
        if (out.get("components") instanceof JsonObject components) {
            var all = new JsonObject();
            components.forEach((key, value) -> {
                if (value instanceof JsonObject component) {
                    var longer = renamed(component, COMPONENT);
                    entries(longer);
                    all.put(key, longer);
                } else {
                    all.put(key, value);
                }
            });
            out.put("components", all);
        }
        return out;
    }

    private static void entries(JsonObject holder) {
        if (holder.get("availability") instanceof JsonArray entries) {
            var all = new JsonArray();
            entries.forEach(
                    entry -> all.add(entry instanceof JsonObject o ? renamed(o, AVAILABILITY) : entry));
            holder.put("availability", all);
        }
    }

    private static void replace(JsonObject holder, String key, Map<String, String> words) {
        if (holder.get(key) instanceof JsonObject object) {
            holder.put(key, renamed(object, words));
        }
    }

    private static JsonObject renamed(JsonObject object, Map<String, String> words) {
        var out = new JsonObject();
        object.forEach((key, value) -> out.put(words.getOrDefault(key, key), value));
        return out;
    }

    private static Map<String, String> words(String text) {
        String[] words = text.strip().split("\\s+", -1);
        var map = new HashMap<String, String>();
        for (int i = 0; i < words.length; i += 2) {
            map.put(words[i], words[i + 1]);
        }
        return map;
    }
}
