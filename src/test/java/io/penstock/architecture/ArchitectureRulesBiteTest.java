package io.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that nothing can break is no rule: the classes below {@code bad} each break one on purpose. */
class ArchitectureRulesBiteTest {
    private static final Layers LAYERS = new Layers("io.penstock.architecture.bad");
    private static final JavaClasses BAD = new ClassFileImporter().importPackages(LAYERS.root());

    @Test
    void aPackageOutsideTheTableIsReported() {
        assertThat(offences(LAYERS.everyPackageHasALayer()))
                .singleElement()
                .asString()
                .contains("`unheard`");
    }

    @Test
    void aLowerLayerThatUsesAHigherOneAndPeersAtTheTopAreReported() {
        assertThat(offences(LAYERS.packagesUseOnlyLowerLayers()))
                .anyMatch(
                        offence -> offence.contains("bad.sse.KnowsSettings") && offence.contains("bad.config.Settings"))
                .anyMatch(offence -> offence.contains("bad.proxy.AsksUsage") && offence.contains("bad.usage.Ledger"))
                .anyMatch(offence -> offence.contains("bad.usage.Ledger") && offence.contains("bad.Composition"))
                .noneMatch(offence -> offence.contains("bad.Composition.<init>"))
                .noneMatch(offence -> offence.contains("bad.proxy.AsksUsage.settings"));
    }

    @Test
    void aCycleIsReported() {
        assertThat(offences(LAYERS.packagesHaveNoCycles()))
                .singleElement()
                .asString()
                .contains("Slice access", "Slice call");
    }

    @Test
    void aLibraryInTheKernelIsReported() {
        assertThat(offences(LAYERS.theKernelUsesTheJdkAlone()))
                .isNotEmpty()
                .allMatch(offence -> offence.contains("bad.routing.KnowsVertx"));
    }

    @Test
    void aThreadInTheKernelIsReported() {
        assertThat(offences(LAYERS.theKernelStartsNoThreads()))
                .anyMatch(offence -> offence.contains("bad.resilience.StartsThreads.itself"))
                .anyMatch(offence -> offence.contains("bad.resilience.StartsThreads.byExecutor"))
                .anyMatch(offence -> offence.contains("bad.resilience.StartsThreads.byFuture"))
                .anyMatch(offence -> offence.contains("bad.resilience.StartsThreads.byBuilder"));
    }

    @Test
    void aServerInAWireFormatIsReportedAndAValueIsNot() {
        assertThat(offences(LAYERS.wireFormatsUseValuesOnly()))
                .isNotEmpty()
                .allMatch(offence -> offence.contains("io.vertx.core.http.HttpServer"));
    }

    @Test
    void everyWayToReadAClockIsReportedAndAGivenClockIsNot() {
        assertThat(offences(LAYERS.onlyTheRootReadsClocks()))
                .hasSize(6)
                .anyMatch(offence -> offence.contains("System.nanoTime()"))
                .anyMatch(offence -> offence.contains("System.currentTimeMillis()"))
                .anyMatch(offence -> offence.contains("Instant.now()"))
                .anyMatch(offence -> offence.contains("LocalDate.now(java.time.ZoneId)"))
                .anyMatch(offence -> offence.contains("Clock.systemUTC()"))
                .anyMatch(offence -> offence.contains("Date.<init>()"));
    }

    @Test
    void anExitOutsideTheRootIsReported() {
        assertThat(offences(LAYERS.onlyTheRootEndsTheProcess()))
                .hasSize(2)
                .anyMatch(offence -> offence.contains("System.exit(int)"))
                .anyMatch(offence -> offence.contains("Runtime.halt(int)"));
    }

    private static List<String> offences(ArchRule rule) {
        return rule.evaluate(BAD).getFailureReport().getDetails();
    }
}
