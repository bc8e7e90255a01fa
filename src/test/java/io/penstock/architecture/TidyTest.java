package io.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.architecture.JavaSources.JavaSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The habits of this repository's files. Exceptions stand in tidy-ratchet.txt, which may only shrink. */
class TidyTest {
    private static final Path README = Path.of("README.md");
    private static final int README_LINES_MAX = 150;
    private static Map<String, String> texts;
    private static List<JavaSource> sources;
    private static Ratchet ratchet;

    @BeforeAll
    static void readTheRepository() throws Exception {
        texts = TrackedFiles.texts();
        Map<String, String> java = new TreeMap<>(texts);
        java.keySet().removeIf(path -> !path.startsWith("src/") || !path.endsWith(".java"));
        sources = JavaSources.parse(java);
        ratchet = Ratchet.parse(Files.readAllLines(Path.of("src/test/resources/tidy-ratchet.txt")));
    }

    @Test
    void everyJavaFileIsShorterThan300Lines() {
        verify("file-lines", JavaHabits.fileLines(sources));
    }

    @Test
    void everyMethodHasAtMost40Lines() {
        verify("method-lines", JavaHabits.methodLines(sources));
    }

    @Test
    void everyTypeIsNamedForWhatItDoes() {
        verify("banned-word", JavaHabits.bannedWords(sources));
    }

    @Test
    void everyPublicTypeSaysWhatItIs() {
        verify("undocumented", JavaHabits.undocumentedTypes(sources));
    }

    @Test
    void everyPackageIsNullMarked() {
        verify("null-marked", JavaHabits.unmarkedPackages(sources));
    }

    @Test
    void nothingSleeps() {
        verify("sleep", JavaHabits.sleeps(sources));
    }

    @Test
    void noFileNamesAPathOfOneMachine() {
        verify("machine-path", TextHabits.machinePaths(texts));
    }

    @Test
    void noFileNamesAPackageRegistry() {
        verify("registry-host", TextHabits.registryHosts(texts));
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        verify("dead-link", TextHabits.deadLinks(texts));
    }

    @Test
    void theReadmeIsShort() throws Exception {
        assumeTrue(Files.exists(README), "README.md is not written yet");
        assertThat(Files.readAllLines(README))
                .as("README.md: move the rest to docs/")
                .hasSizeLessThanOrEqualTo(README_LINES_MAX);
    }

    @Test
    void theReadmeStartsWithTheTwoCommands() throws Exception {
        assumeTrue(Files.exists(README), "README.md is not written yet");
        assertThat(FirstCodeBlock.commands(Files.readString(README)))
                .as("README.md: the first code block holds the run and the test command, .ci/run reads the second")
                .containsExactly("mvn -q compile exec:exec", "mvn verify");
    }

    @Test
    void theRatchetNamesOnlyRulesThatExist() {
        assertThat(ratchet.entries())
                .extracting(Ratchet.Entry::rule)
                .isSubsetOf(
                        "file-lines",
                        "method-lines",
                        "banned-word",
                        "undocumented",
                        "null-marked",
                        "sleep",
                        "machine-path",
                        "registry-host",
                        "dead-link");
    }

    private static void verify(String rule, List<Finding> findings) {
        assertThat(ratchet.complaints(rule, findings)).isEmpty();
    }
}
