package io.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A habit that nothing can break is no habit: each is broken here on purpose. */
class TidyRulesBiteTest {
    private static final String PATH = "src/main/java/io/penstock/Bad.java";

    @Test
    void aFileOf300LinesIsReportedAndOneOf299IsNot() {
        assertThat(JavaHabits.fileLines(java("class A {}" + "\n".repeat(299) + "//")))
                .extracting(Finding::size)
                .containsExactly(300);
        assertThat(JavaHabits.fileLines(java("class A {}" + "\n".repeat(298) + "//")))
                .isEmpty();
    }

    @Test
    void aMethodOf41LinesIsReportedAndOneOf40IsNot() {
        assertThat(JavaHabits.methodLines(java("class A {\n/** Doc. */\nvoid m() {" + "\n".repeat(40) + "}}")))
                .extracting(Finding::subject, Finding::size)
                .containsExactly(tuple(PATH + "#m", 41));
        assertThat(JavaHabits.methodLines(java("class A {\n/** Doc. */\nvoid m() {" + "\n".repeat(39) + "}}")))
                .isEmpty();
    }

    @Test
    void anEmptyWordInATypeNameIsReportedAndAWordThatStartsLikeOneIsNot() {
        assertThat(
                        JavaHabits.bannedWords(
                                java(
                                        "class KeyManager { record HttpUtils() {} } interface Implicit {} class Utilisation {} class AImpl {}")))
                .extracting(Finding::subject)
                .containsExactly(PATH + "#KeyManager", PATH + "#HttpUtils", PATH + "#AImpl");
    }

    @Test
    void everyFormOfSleepIsReported() {
        assertThat(JavaHabits.sleeps(java("class A { void m() { Thread.sleep(1); java.lang.Thread.sleep(1);"
                        + " TimeUnit.SECONDS.sleep(1); x(Thread::sleep); fiction.sleep(1); } }")))
                .hasSize(4);
    }

    @Test
    void aPublicTypeWithoutJavadocIsReported() {
        assertThat(JavaHabits.undocumentedTypes(java("public class A {}"))).hasSize(1);
        assertThat(JavaHabits.undocumentedTypes(java("/** Said. */ public record A() {}")))
                .isEmpty();
        assertThat(JavaHabits.undocumentedTypes(java("class A {}"))).isEmpty();
    }

    @Test
    void aPackageWithoutNullMarkedIsReported() {
        String folder = "src/main/java/io/penstock/";
        assertThat(JavaHabits.unmarkedPackages(JavaSources.parse(Map.of(folder + "A.java", "class A {}"))))
                .extracting(Finding::subject)
                .containsExactly("src/main/java/io/penstock");
        assertThat(JavaHabits.unmarkedPackages(JavaSources.parse(Map.of(
                        folder + "A.java",
                        "class A {}",
                        folder + "package-info.java",
                        "@NullMarked package a; import org.jspecify.annotations.NullMarked;"))))
                .isEmpty();
    }

    @Test
    void aPathOfOneMachineIsReportedAndAUrlIsNot() {
        assertThat(TextHabits.machinePaths(Map.of("a", "see\n/" + "home/jane and https://example.com/" + "home/")))
                .extracting(Finding::remedy)
                .containsExactly("line 2 says `/" + "home/jane`: name no path of one machine");
    }

    @Test
    void aPackageRegistryIsReported() {
        assertThat(TextHabits.registryHosts(
                        Map.of("a", "https://repo1.maven" + ".org/maven2, nexus" + ".corp.example, maven.apache.org")))
                .hasSize(2);
    }

    @Test
    void aDeadLinkIsReportedAndALinkInCodeIsNot() {
        String page = "[a](pom.xml#x) [b](gone.md) ![c](docs/gone.png \"title\") [d](https://example.com) `[e](gone)`\n"
                + "```\n[f](gone)\n```\n[g]: also-gone.md\n[h](#here)\n";
        assertThat(TextHabits.deadLinks(Map.of("PAGE.md", page)))
                .extracting(Finding::remedy)
                .containsExactly(
                        "the link to gone.md leads nowhere",
                        "the link to docs/gone.png leads nowhere",
                        "the link to also-gone.md leads nowhere");
    }

    @Test
    void theFirstCodeBlockIsReadWithoutComments() {
        assertThat(FirstCodeBlock.commands("# T\n\n```sh\nmvn a   # run\n\n# test\nmvn b\n```\n```\nmvn c\n```\n"))
                .containsExactly("mvn a", "mvn b");
    }

    @Test
    void theRatchetToleratesWhatItListsAndMayOnlyShrink() {
        Ratchet ratchet = Ratchet.parse(List.of("# why", "", "r exact 5", "r slack 5", "r mended 5", "other gone 1"));
        List<Finding> findings = List.of(
                new Finding("exact", 4, "smaller one of the same name"),
                new Finding("exact", 5, "tolerated"),
                new Finding("slack", 3, "tolerated"),
                new Finding("new", 1, "mend it"));
        assertThat(ratchet.complaints("r", findings))
                .containsExactly(
                        "new: mend it",
                        "tidy-ratchet.txt: lower `r slack` from 5 to 3",
                        "tidy-ratchet.txt: delete `r mended 5`, it is no longer needed");
    }

    private static List<JavaSources.JavaSource> java(String text) {
        return JavaSources.parse(Map.of(PATH, text));
    }
}
