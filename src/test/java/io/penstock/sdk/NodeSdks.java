package io.penstock.sdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The SDKs for Node.js, where there is a Node.js; installed once per build by their lock file. */
final class NodeSdks {
    private static final Path SOURCES = Path.of("src/test/sdk");
    private static final Path PLACE = Path.of("target/sdk");
    private static final int MINUTES_MAX = 4;

    private NodeSdks() {}

    /** Skips the test, and says so, where Node.js 20 or its packages cannot be had. */
    static Path installed() throws Exception {
        assumeTrue(
                run(List.of("node", "--version"), Path.of("target/node.log")) == 0, "skipped: no node on this machine");
        Files.createDirectories(PLACE);
        boolean changed = false;
        for (String file : List.of("package.json", "package-lock.json", ".npmrc", "clients.mjs")) {
            Path from = SOURCES.resolve(file);
            Path to = PLACE.resolve(file);
            changed |= !Files.exists(to) || Files.mismatch(from, to) >= 0;
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        if (changed || !Files.exists(PLACE.resolve("node_modules"))) {
            int code = run(
                    List.of("npm", "ci", "--ignore-scripts", "--prefix", PLACE.toString()), Path.of("target/npm.log"));
            assumeTrue(code == 0, "skipped: npm could not install the SDKs, see target/npm.log");
        }
        return PLACE;
    }

    static List<Outcome> call(Path sdks, String base, String key, List<String> models) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("node", sdks.resolve("clients.mjs").toString(), base, key));
        command.addAll(models);
        Path log = Path.of("target/node-clients.log");
        int code = run(command, log);
        List<Outcome> outcomes = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith("{\"client\"")) {
                JsonObject one = new JsonObject(line);
                outcomes.add(new Outcome(
                        one.getString("client"),
                        one.getString("model"),
                        one.getString("kind"),
                        one.getBoolean("ok"),
                        String.valueOf(one.getValue("said"))));
            }
        }
        if (code != 0) {
            throw new AssertionError("node ended with " + code + ": see " + log);
        }
        return outcomes;
    }

    private static int run(List<String> command, Path log) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command.getFirst() + " did not end: see " + log);
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
