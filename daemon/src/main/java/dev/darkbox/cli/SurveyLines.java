package dev.darkbox.cli;

import dev.darkbox.cli.Screen.Mark;
import dev.darkbox.config.Spelling;
import dev.darkbox.control.Json;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Surveys as a person reads them: a heading for each place and device, one trait a line, folded at the terminal's width.
final class SurveyLines {

    private static final int WHAT = 18;
    private static final int WHERE = 34;
    private static final int INDENT = 4;
    /// Wider lines are hard to read.
    private static final int MOST_COLUMNS = 120;

    private final Screen screen;

    SurveyLines(Screen screen) {
        this.screen = screen;
    }

    void print(List<DeviceSurvey> surveys, boolean connected) {
        for (DeviceSurvey survey : surveys) {
            if (survey.unreachable().isPresent()) {
                screen.err().println("darkbox: " + survey.place() + " cannot be reached: "
                        + survey.unreachable().get());
                continue;
            }
            line(survey.place() + (survey.devices().isEmpty()
                    ? survey.place().startsWith("indiserver")
                            ? ": no devices; drivers of USB cameras have none while no camera is plugged in"
                            : ": none"
                    : ""));
            boolean apart = true;
            for (Device device : survey.devices()) {
                // what has nothing to tell needs no room
                boolean tells = !device.traits().isEmpty() || !device.note().isEmpty();
                if (apart || tells) {
                    line("");
                }
                apart = tells;
                device(device);
            }
            if (!connected && survey.devices().stream().anyMatch(SurveyLines::isIdle)) {
                line("");
                line("What is not connected shows little of itself: --connect connects it.");
            }
            if (!survey.shortcomings().isEmpty()) {
                line("");
            }
            survey.shortcomings().forEach(shortcoming -> shortcoming(survey, shortcoming));
        }
    }

    private static boolean isIdle(Device device) {
        return device.state() == State.NOT_CONNECTED && !device.kinds().contains(Kind.OTHER);
    }

    private void device(Device device) {
        String state = switch (device.state()) {
            case CONNECTED -> screen.marked(Mark.GOOD, "connected");
            case CONNECTED_JUST_NOW -> screen.marked(Mark.GOOD, "connected just now");
            case NOT_CONNECTED -> screen.marked(Mark.DIM, "not connected");
            case CANNOT_CONNECT -> screen.marked(Mark.BAD, "cannot connect");
        };
        line("  %s: %s, %s%s".formatted(device.name(), kinds(device), state,
                device.driver().isEmpty() ? "" : ", " + device.driver()));
        if (!device.note().isEmpty()) {
            trait(Trait.of("reason", device.note()));
        }
        String before = "";
        for (Trait trait : device.traits()) {
            trait(trait.what().equals(before)
                    ? new Trait("", trait.value(), trait.where(), trait.missing())
                    : trait);
            before = trait.what();
        }
    }

    static String kinds(Device device) {
        return device.kinds().stream().sorted().map(kind -> switch (kind) {
            case CAMERA -> "camera";
            case WHEEL -> "filter wheel";
            case CAP -> "cap";
            case PANEL -> "panel";
            case OTHER -> "something else";
        }).collect(Collectors.joining(", "));
    }

    private void trait(Trait trait) {
        String head = " ".repeat(INDENT) + padded(trait.what(), WHAT);
        String where = trait.where().isEmpty() ? "" : padded(trait.where(), WHERE) + " ";
        if (trait.where().length() > WHERE && screen.isTerminal()) {
            line(head + trait.where());
            head = " ".repeat(INDENT + WHAT);
            where = " ".repeat(WHERE + 1);
        }
        int room = screen.isTerminal()
                ? Math.max(24, Math.min(MOST_COLUMNS, screen.columns()) - head.length() - where.length())
                : Integer.MAX_VALUE;
        String start = head + where;
        for (String text : folded(trait.value(), room)) {
            line(start + (trait.missing() ? screen.marked(Mark.WARN, text) : text));
            start = " ".repeat(head.length() + where.length());
        }
    }

    private static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - text.length()));
    }

    /// Lines of at most `columns`, broken between words where there are any.
    static List<String> folded(String text, int columns) {
        var lines = new ArrayList<String>();
        String rest = text;
        while (rest.length() > columns) {
            int space = rest.lastIndexOf(' ', columns);
            int end = space > 0 ? space : columns;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private void shortcoming(DeviceSurvey survey, Shortcoming shortcoming) {
        screen.err().println(screen.marked(Mark.BAD, "rig %s: %s%s".formatted(shortcoming.rig(),
                shortcoming.text(), near(survey, shortcoming))));
    }

    private static String near(DeviceSurvey survey, Shortcoming shortcoming) {
        if (shortcoming.device().isEmpty()) {
            return "";
        }
        List<String> names = survey.devices().stream().map(Device::name).toList();
        return Spelling.nearest(shortcoming.device(), names).map(name -> "; did you mean \"" + name + "\"?")
                .orElse("; the server has " + (names.isEmpty() ? "no devices" : String.join(", ", names)));
    }

    private void line(String text) {
        screen.out().println(text);
    }

    /// The same for programs.
    static Json json(DeviceSurvey survey) {
        return new Json().put("place", survey.place()).put("reached", survey.unreachable().isEmpty())
                .put("problem", survey.unreachable().orElse(""))
                .put("devices", survey.devices().stream().map(SurveyLines::json).toList())
                .put("shortcomings", survey.shortcomings().stream().map(s -> new Json().put("rig", s.rig())
                        .put("text", s.text() + near(survey, s)).put("device", s.device())).toList());
    }

    private static Json json(Device device) {
        return new Json().put("name", device.name())
                .put("kinds", device.kinds().stream().sorted().map(Json::word).toList())
                .put("driver", device.driver()).put("state", device.state()).put("note", device.note())
                .put("traits", device.traits().stream().map(t -> new Json().put("what", t.what())
                        .put("value", t.value()).put("where", t.where()).put("missing", t.missing()))
                        .toList());
    }
}
