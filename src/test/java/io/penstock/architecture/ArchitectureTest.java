package io.penstock.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The layers of docs/ARCHITECTURE.md, held by the main classes; {@link ArchitectureRulesBiteTest} holds the rules themselves. */
class ArchitectureTest {
    private static final Layers LAYERS = new Layers("io.penstock");
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(LAYERS.root());

    @Test
    void everyPackageHasALayer() {
        LAYERS.everyPackageHasALayer().check(MAIN);
    }

    @Test
    void packagesUseOnlyLowerLayersAndTheTopLayerIsBlindToItsPeers() {
        LAYERS.packagesUseOnlyLowerLayers().check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        LAYERS.packagesHaveNoCycles().check(MAIN);
    }

    @Test
    void theKernelUsesTheJdkAlone() {
        LAYERS.theKernelUsesTheJdkAlone().check(MAIN);
    }

    @Test
    void theKernelStartsNoThreads() {
        LAYERS.theKernelStartsNoThreads().check(MAIN);
    }

    @Test
    void wireFormatsUseValuesOnly() {
        LAYERS.wireFormatsUseValuesOnly().check(MAIN);
    }

    @Test
    void onlyTheRootReadsClocks() {
        LAYERS.onlyTheRootReadsClocks().check(MAIN);
    }

    @Test
    void onlyTheRootEndsTheProcess() {
        LAYERS.onlyTheRootEndsTheProcess().check(MAIN);
    }
}
