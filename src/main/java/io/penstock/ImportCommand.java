package io.penstock;

import io.penstock.imports.AdminApi;
import io.penstock.imports.Draft;
import io.penstock.imports.ImportException;
import io.penstock.imports.LiteLlm;
import io.penstock.imports.Page;
import io.penstock.imports.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock import}: other gateways' configurations as rows of this one's catalog. */
@Command(
        name = "import",
        description = "Take over another gateway's configuration.",
        mixinStandardHelpOptions = true,
        subcommands = ImportCommand.FromLiteLlm.class)
final class ImportCommand implements Runnable {
    /** What the BSD convention (sysexits.h) calls EX_DATAERR. */
    static final int EXIT_NOTHING = 65;

    /** The gateway refused something. */
    static final int EXIT_REFUSED = 1;

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** {@code penstock import litellm}: shows what would be made, and with {@code --apply} makes it. */
    @Command(
            name = "litellm",
            description =
                    "Show what a LiteLLM proxy's configuration becomes here; with --apply send it to a running gateway.",
            footer = "See docs/import-litellm.md. Exit status: 0; 1 the gateway refused something; 2 wrong usage; "
                    + "65 nothing can be carried over; 78 the file cannot be read.",
            mixinStandardHelpOptions = true)
    static final class FromLiteLlm implements Callable<Integer> {
        private static final String KEY_VARIABLE = "PENSTOCK_ADMIN_KEY";
        private static final int KEY_BYTES_MAX = 4_096;

        @Parameters(paramLabel = "FILE", description = "LiteLLM's config.yaml.")
        private Path file = Path.of("config.yaml");

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(names = "--apply", description = "Send the rows to the gateway; without it nothing is changed.")
        private boolean apply;

        @Option(
                names = "--replace",
                description = "With --apply: replace rows of the same name instead of leaving them alone.")
        private boolean replace;

        @Option(
                names = "--url",
                defaultValue = "http://127.0.0.1:8080",
                description = "With --apply: the gateway (default ${DEFAULT-VALUE}).")
        private String url = "";

        @Option(
                names = "--admin-key-file",
                description = "With --apply: a file with an admin's key; without it " + KEY_VARIABLE + " is read.")
        private @Nullable Path keyFile;

        @Override
        public Integer call() {
            Draft draft;
            try {
                draft = LiteLlm.read(file, System.getenv());
            } catch (ImportException e) {
                System.err.println("penstock: " + e.getMessage());
                return ServeCommand.EXIT_CONFIGURATION;
            }
            System.out.println(json ? Page.json(draft) : Page.text(draft));
            if (draft.rows().isEmpty()) {
                System.err.println("penstock: nothing of " + file.getFileName() + " can be carried over.");
                return EXIT_NOTHING;
            }
            if (!apply) {
                System.err.println("Nothing was changed: --apply sends this to a running gateway.");
                return 0;
            }
            return send(draft);
        }

        private int send(Draft draft) {
            Map<AdminApi.Outcome, Integer> counts = new EnumMap<>(AdminApi.Outcome.class);
            try (AdminApi gateway = new AdminApi(url, key())) {
                gateway.check();
                for (Row row : draft.rows()) {
                    AdminApi.Outcome outcome = gateway.send(row, replace);
                    counts.merge(outcome, 1, Integer::sum);
                    System.err.println(row.kind().label() + " " + row.title() + ": " + outcome.words());
                }
                System.err.println(summary(counts));
                return 0;
            } catch (ImportException e) {
                System.err.println("penstock: " + e.getMessage());
                System.err.println("Stopped there. " + summary(counts));
                return EXIT_REFUSED;
            }
        }

        private static String summary(Map<AdminApi.Outcome, Integer> counts) {
            return counts.getOrDefault(AdminApi.Outcome.MADE, 0) + " made, "
                    + counts.getOrDefault(AdminApi.Outcome.REPLACED, 0) + " replaced, "
                    + counts.getOrDefault(AdminApi.Outcome.LEFT, 0) + " left alone.";
        }

        private String key() throws ImportException {
            if (keyFile == null) {
                String key = System.getenv(KEY_VARIABLE);
                return key == null ? "" : key.strip();
            }
            try {
                return Files.size(keyFile) > KEY_BYTES_MAX
                        ? ""
                        : Files.readString(keyFile).strip();
            } catch (IOException e) {
                return "";
            }
        }
    }
}
