package io.penstock.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The table of layers below a root package, and the rules that follow from it. A new package is one word here. */
record Layers(String root) {
    private static final List<Set<String>> TABLE = List.of(
            Set.of("routing", "resilience", "access", "call", "chat"),
            Set.of("dialect", "provider", "sse", "json"),
            Set.of("config", "catalog", "store", "bus", "telemetry", "fleet", "circuit", "admission", "aws", "google"),
            Set.of("proxy", "vault", "usage", "health", "models", "alert", "admin", "simulator", "imports"));
    private static final int TOP = TABLE.size() - 1;

    private static final List<String> KERNEL_LIBRARIES = List.of("java", "org.jspecify");
    private static final List<String> VALUE_LIBRARIES = List.of(
            "java",
            "org.jspecify",
            "io.vertx.core.buffer",
            "io.vertx.core.internal.buffer",
            "io.vertx.core.json",
            "com.fasterxml.jackson.core",
            "software.amazon.eventstream",
            "io.netty.buffer");

    ArchRule everyPackageHasALayer() {
        return classes()
                .that(DescribedPredicate.describe(
                        "are in a feature package", type -> !feature(type).isEmpty()))
                .should(BadHabit.none("name their package in the table of layers", type -> {
                    boolean known = layer(feature(type)) >= 0;
                    return known ? Stream.empty() : Stream.of("add `" + feature(type) + "` to Layers.TABLE");
                }))
                .allowEmptyShould(true);
    }

    ArchRule packagesUseOnlyLowerLayers() {
        return classes()
                .that(DescribedPredicate.describe("are in a layer", type -> layer(feature(type)) >= 0))
                .should(BadHabit.none("use only what lies below them", this::upwardUses))
                .allowEmptyShould(true);
    }

    ArchRule theKernelUsesTheJdkAlone() {
        return librariesOf(0, KERNEL_LIBRARIES);
    }

    ArchRule wireFormatsUseValuesOnly() {
        return librariesOf(1, VALUE_LIBRARIES);
    }

    ArchRule packagesHaveNoCycles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    ArchRule theKernelStartsNoThreads() {
        return classes()
                .that(inLayer(0))
                .should(BadHabit.none("leave threads to those who call them", Threads::usedBy))
                .allowEmptyShould(true);
    }

    ArchRule onlyTheRootReadsClocks() {
        return classes()
                .that(DescribedPredicate.describe("are not the root's", type -> !isRoot(type)))
                .should(BadHabit.none("be given a LongSupplier, Clock or InstantSource", Clocks::readBy))
                .allowEmptyShould(true);
    }

    ArchRule onlyTheRootEndsTheProcess() {
        return classes()
                .that(DescribedPredicate.describe("are not the root's", type -> !isRoot(type)))
                .should(BadHabit.none("report failure to their caller", Exits::calledBy))
                .allowEmptyShould(true);
    }

    private ArchRule librariesOf(int layer, List<String> libraries) {
        return classes()
                .that(inLayer(layer))
                .should(BadHabit.none("use no library but " + libraries, type -> foreignUses(type, libraries)))
                .allowEmptyShould(true);
    }

    private Stream<String> upwardUses(JavaClass type) {
        String own = feature(type);
        return type.getDirectDependenciesFromSelf().stream()
                .filter(use -> isOurs(use.getTargetClass()))
                .filter(use -> !mayUse(own, use.getTargetClass()))
                .map(use -> use.getDescription());
    }

    private boolean mayUse(String own, JavaClass target) {
        String other = feature(target);
        if (other.equals(own)) {
            return true;
        }
        boolean blindToPeers = layer(own) == TOP;
        return !isRoot(target) && (blindToPeers ? layer(other) < TOP : layer(other) <= layer(own));
    }

    private Stream<String> foreignUses(JavaClass type, List<String> libraries) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(use -> !isOurs(use.getTargetClass()))
                .filter(use -> !isIn(use.getTargetClass().getBaseComponentType(), libraries))
                .map(use -> use.getDescription());
    }

    private static boolean isIn(JavaClass type, List<String> libraries) {
        return type.isPrimitive()
                || libraries.stream().anyMatch(library -> (type.getPackageName() + ".").startsWith(library + "."));
    }

    private DescribedPredicate<JavaClass> inLayer(int layer) {
        return DescribedPredicate.describe("are in layer " + layer, type -> layer(feature(type)) == layer);
    }

    private boolean isOurs(JavaClass type) {
        return (type.getBaseComponentType().getPackageName() + ".").startsWith(root + ".");
    }

    private boolean isRoot(JavaClass type) {
        return type.getBaseComponentType().getPackageName().equals(root);
    }

    /** The first package name below the root; empty for the root itself and for what is not ours. */
    private String feature(JavaClass type) {
        return isOurs(type) && !isRoot(type)
                ? type.getBaseComponentType()
                        .getPackageName()
                        .substring(root.length() + 1)
                        .split("\\.")[0]
                : "";
    }

    private static int layer(String feature) {
        for (int layer = 0; layer < TABLE.size(); layer++) {
            if (TABLE.get(layer).contains(feature)) {
                return layer;
            }
        }
        return -1;
    }
}
