package io.penstock.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** What starts threads or hands work to them. */
final class Threads {
    private Threads() {}

    static Stream<String> usedBy(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(use -> isThread(use.getTargetClass().getBaseComponentType()))
                .map(use -> use.getDescription());
    }

    private static boolean isThread(JavaClass type) {
        return Stream.of(
                                Thread.class,
                                ThreadFactory.class,
                                Executor.class,
                                ForkJoinTask.class,
                                Timer.class,
                                CompletableFuture.class)
                        .anyMatch(type::isAssignableTo)
                || type.isEquivalentTo(Executors.class)
                || type.getName().startsWith(Thread.class.getName() + "$");
    }
}
