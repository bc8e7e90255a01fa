package io.penstock.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.stream.Stream;

/** The ways to end the process from within. */
final class Exits {
    private static final Set<String> NAMES = Set.of("exit", "halt");

    private Exits() {}

    static Stream<String> calledBy(JavaClass type) {
        return BadHabit.accesses(type, Exits::isExit);
    }

    private static boolean isExit(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return NAMES.contains(access.getName())
                && (owner.isEquivalentTo(System.class) || owner.isEquivalentTo(Runtime.class));
    }
}
