package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * OpenAI's Node SDK, unmodified, against the gateway: {@code src/test/node/openai} says what it must get. Skipped on
 * machines without Node, npm or a package registry.
 */
class OpenAiNodeSdkTest {
    private static final Path SOURCE = Path.of("src/test/node/openai");
    private static final Path FOLDER = Path.of("target/node/openai");
    private static final int NODE_MIN = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.");

    /** What npm says of a registry that it cannot reach or that is closed to it, and of nothing else. */
    private static final Pattern NO_REGISTRY =
            Pattern.compile("\\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH"
                    + "|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ENOTCACHED|E401|E403|E407|E5\\d\\d|\\w*CERT\\w*)\\b");

    @Test
    void theOpenAiPackageGetsWhatItWouldGetFromOpenAi() throws Exception {
        // Given
        assumeNode();
        install();
        try (ScriptedUpstream upstream = new ScriptedUpstream(new WatchedStream());
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), TestGateway.ONE_ATTEMPT)) {
            ChildProcess script = new ChildProcess(FOLDER, "node", "--test", "--test-reporter=spec", "openai.test.mjs")
                    .with(Map.of("OPENAI_BASE_URL", gateway.url("/v1"), "OPENAI_API_KEY", TestGateway.CLIENT_KEY));
            // When
            ChildProcess.Result result = script.run(Duration.ofSeconds(120));
            // Then
            assertThat(result.exit()).as(result.output()).isZero();
        }
    }

    private static void assumeNode() throws InterruptedException {
        Matcher version = VERSION.matcher(said("node", "--version"));
        int major = version.lookingAt() ? Integer.parseInt(version.group(1)) : 0;
        skipUnless(major >= NODE_MIN, "there is no Node " + NODE_MIN + " or newer on the PATH.");
        skipUnless(!said("npm", "--version").isEmpty(), "there is no npm on the PATH.");
    }

    /** The sentence goes to the console too: a reader of a green build must see that this part of it did not run. */
    private static void skipUnless(boolean possible, String why) {
        String sentence = "OpenAI's Node SDK is not tested: " + why;
        if (!possible) {
            System.err.println(sentence);
        }
        assumeTrue(possible, sentence);
    }

    /** What a program prints; nothing where it is not there or does not work. */
    private static String said(String... command) throws InterruptedException {
        try {
            ChildProcess.Result result = new ChildProcess(Path.of("."), command).run(Duration.ofSeconds(20));
            return result.succeeded() ? result.output().strip() : "";
        } catch (IOException notInstalled) {
            return "";
        }
    }

    private static void install() throws Exception {
        Files.createDirectories(FOLDER);
        for (String name : new String[] {"package.json", "package-lock.json", "openai.test.mjs"}) {
            Files.copy(SOURCE.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        ChildProcess npm = new ChildProcess(
                FOLDER,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                // The package asks for a newer Node than it needs.
                "--no-engine-strict",
                "--prefer-offline",
                "--fetch-retries=1",
                "--fetch-timeout=20000");
        ChildProcess.Result result = npm.run(Duration.ofSeconds(90));
        boolean unreachable = result.exit() == ChildProcess.Result.LATE
                || NO_REGISTRY.matcher(result.output()).find();
        skipUnless(result.succeeded() || !unreachable, "npm cannot reach its registry.\n" + result.output());
        assertThat(result.exit()).as("npm ci said:\n%s", result.output()).isZero();
    }
}
