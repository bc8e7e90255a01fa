package io.penstock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of each scenario when it was last played, one line for each: {@code target/scenarios.md}. */
final class ScenarioTable {
    private static final Path FILE = Path.of("target", "scenarios.md");
    private static final String HEAD = "| scenario | caller saw | attempts | wall ms |\n|---|---|---|---|\n";

    private ScenarioTable() {}

    /** Writes one line, in the place of an earlier one of that name. */
    static synchronized void put(String scenario, Set<String> saw, Set<String> attempts, long millis)
            throws IOException {
        Map<String, String> lines = new TreeMap<>();
        if (Files.exists(FILE)) {
            Files.readAllLines(FILE).stream()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| scenario |"))
                    .forEach(line -> lines.put(line.split(" \\| ", -1)[0], line));
        }
        String line = "| %s | %s | %s | %d |"
                .formatted(scenario, String.join("; ", saw), String.join("; ", attempts), millis);
        lines.put("| " + scenario, line);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, HEAD + String.join("\n", lines.values()) + "\n");
    }
}
