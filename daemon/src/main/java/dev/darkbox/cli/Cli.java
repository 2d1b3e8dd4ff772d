package dev.darkbox.cli;

import dev.darkbox.control.Unreachable;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.quality.Defect;
import dev.darkbox.stack.Combine;
import dev.darkbox.stack.Integration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/// The command line of `darkbox`.
public final class Cli {

    private final Screen screen;
    private final CommandLine commands;
    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

    /// The verb above the verbs.
    @CommandLine.Command(name = "darkbox", synopsisSubcommandLabel = "VERB", description = "Keeps an observatory's calibration library fresh.%n", commandListHeading = "%nVerbs:%n", optionListHeading = "%nOptions:%n", footer = "%nExit codes: 0 done, 1 the answer is no, 2 usage or configuration, 3 a device failed, "
            + "4 no daemon.%n`darkbox help VERB` tells more.")
    private static final class Top implements Runnable {

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
        private boolean help;

        @Option(names = {"-V", "--version"}, versionHelp = true, description = "the version")
        private boolean version;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), help || version
                    ? ""
                    : "what? allowed: " + String.join(", ", spec.subcommands().keySet()));
        }
    }

    /// Where no device can be worked by hand.
    public Cli(Screen screen, String version, Demo demo, Supplier<Integration> integration,
            DeviceSearch search) {
        this(screen, version, demo, integration, search, DeviceHand.NONE, Emulation.NONE);
    }

    /// @param version as in the headers, e.g. `Darkbox 0.1.0`
    /// @param integration asked for once the command is known to need it
    public Cli(Screen screen, String version, Demo demo, Supplier<Integration> integration,
            DeviceSearch search, DeviceHand hand, Emulation emulation) {
        this.screen = screen;
        commands = new CommandLine(new Top());
        commands.getCommandSpec().version(version);
        verbs.put("help", CommandLine.HelpCommand::new);
        verbs.put("demo", () -> new DemoVerb(screen, demo));
        verbs.put("refresh", () -> new RefreshVerb(screen));
        verbs.put("plan", () -> new PlanVerb(screen));
        verbs.put("due", () -> new DueVerb(screen));
        verbs.put("ask", () -> new AskVerb(screen));
        verbs.put("status", () -> new StatusVerb(screen));
        verbs.put("follow", () -> new FollowVerb(screen));
        verbs.put("abort", () -> new AbortVerb(screen));
        verbs.put("spot-check", () -> new SpotCheckVerb(screen));
        verbs.put("validate", () -> new ValidateVerb(screen));
        verbs.put("library", () -> LibraryVerb.of(screen));
        verbs.put("promote", () -> new PromoteVerb(screen));
        verbs.put("hold", () -> new HoldVerb(screen));
        verbs.put("withdraw", () -> new WithdrawVerb(screen));
        verbs.put("rollback", () -> new RollbackVerb(screen));
        verbs.put("stack", () -> new StackVerb(screen, integration, version));
        verbs.put("compare", () -> new CompareVerb(screen));
        verbs.put("inspect", () -> new InspectVerb(screen));
        verbs.put("defects", () -> new DefectsVerb(screen));
        verbs.put("devices", () -> new DevicesVerb(screen, search));
        verbs.put("device", () -> new DeviceVerb(screen, hand));
        verbs.put("emulate", () -> new EmulateVerb(screen, emulation));
        verbs.put("check-config", () -> new CheckConfigVerb(screen));
    }

    /// Runs one command.
    ///
    /// @return its exit code, see [Exit]
    public int run(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        verbs.forEach((name, verb) -> {
            if (isNeeded(name, first)) {
                commands.addSubcommand(name, verb.get());
            }
        });
        configure();
        return commands.execute(arguments);
    }

    /// The verb that is meant, or every one: reading the options of all takes a fresh Java long.
    private boolean isNeeded(String verb, String first) {
        return switch (first) {
            case "-V", "--version" -> false;
            case "help" -> true;
            default -> verb.equals(first) || !verbs.containsKey(first);
        };
    }

    private void configure() {
        commands.getSubcommands().values()
                .forEach(verb -> verb.getCommandSpec().mixinStandardHelpOptions(true));
        commands.registerConverter(Scope.class, text -> Words.parse(text, Scope.class));
        commands.registerConverter(Profile.class, text -> Words.parse(text, Profile.class));
        commands.registerConverter(Defect.Kind.class, text -> Words.parse(text, Defect.Kind.class));
        commands.registerConverter(Combine.class, text -> Words.parse(text, Combine.class));
        commands.registerConverter(StackVerb.Format.class, text -> Words.parse(text, StackVerb.Format.class));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(screen.colour() ? Ansi.ON : Ansi.OFF));
        commands.setOut(new PrintWriter(screen.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8));
        commands.setParameterExceptionHandler((e, _) -> usage(e));
        commands.setExecutionExceptionHandler((e, _, _) -> failed(e));
        if (screen.isTerminal()) {
            commands.setUsageHelpWidth(Math.max(60, screen.columns()));
        }
    }

    private int usage(CommandLine.ParameterException e) {
        CommandLine at = e.getCommandLine();
        String message = String.valueOf(e.getMessage()).strip();
        if (!at.getSubcommands().isEmpty()) {
            String allowed = "allowed: " + String.join(", ", at.getSubcommands().keySet());
            if (e instanceof CommandLine.UnmatchedArgumentException unknown && !unknown.isUnknownOption()) {
                message = "no verb \"%s\"; %s".formatted(unknown.getUnmatched().getFirst(), allowed);
            } else if (message.startsWith("Missing required subcommand")) {
                message = "%s what? %s".formatted(at.getCommandName(), allowed);
            }
        }
        return told(message, Exit.USAGE);
    }

    /// @throws Exception what is a bug, for the stack trace it deserves
    private int failed(Exception e) throws Exception {
        return switch (e) {
            case Unreachable _ -> told(String.valueOf(e.getMessage()), Exit.UNREACHABLE);
            case NoSuchFileException missing ->
                told(missing.getFile() + ": there is no such file", Exit.USAGE);
            case IOException _ -> told(String.valueOf(e.getMessage()), Exit.USAGE);
            case InterruptedException _ -> told("interrupted", Exit.NO);
            default -> throw e;
        };
    }

    private int told(String message, int exit) {
        screen.err().println("darkbox: " + message);
        return exit;
    }
}
