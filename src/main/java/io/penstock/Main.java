package io.penstock;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry. Without a command it serves. */
@Command(
        name = "penstock",
        description = "A reverse proxy for LLM traffic: one URL, any provider, truthful streams.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionLine.class,
        subcommands = {ServeCommand.class, SimulateCommand.class, ImportCommand.class})
public final class Main implements Runnable {
    private Main() {}

    public static void main(String[] args) {
        ParentWatch.startIfLaunchedByMaven();
        String[] words = Arrays.stream(args).filter(word -> !word.isBlank()).toArray(String[]::new);
        int code = new CommandLine(new Main()).execute(words.length == 0 ? new String[] {"serve"} : words);
        if (code != 0) {
            if (ParentWatch.launchedByMaven()) {
                System.err.println("(That was Penstock. What Maven says below only repeats that it ended.)");
            }
            System.exit(code);
        }
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** What {@code --version} prints. */
    static final class VersionLine implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"penstock " + Version.text()};
        }
    }
}
