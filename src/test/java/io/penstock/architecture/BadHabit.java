package io.penstock.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A condition that names every offence of a class, and the accesses most offences consist of. */
final class BadHabit {
    private BadHabit() {}

    static ArchCondition<JavaClass> none(String rule, Function<JavaClass, Stream<String>> offences) {
        return new ArchCondition<>(rule) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                offences.apply(type).forEach(offence -> events.add(SimpleConditionEvent.violated(type, offence)));
            }
        };
    }

    /** Calls and method references alike. */
    static Stream<String> accesses(JavaClass type, Predicate<JavaAccess<?>> bad) {
        return type.getAccessesFromSelf().stream().filter(bad).map(JavaAccess::getDescription);
    }
}
