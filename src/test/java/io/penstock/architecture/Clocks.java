package io.penstock.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasParameterTypes;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Set;
import java.util.stream.Stream;

/** The ways to learn the time without being told. */
final class Clocks {
    private static final Set<String> TICKING =
            Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes");

    private Clocks() {}

    static Stream<String> readBy(JavaClass type) {
        return BadHabit.accesses(type, Clocks::isRead);
    }

    private static boolean isRead(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("currentTimeMillis") || name.equals("nanoTime");
        }
        if (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class)) {
            return TICKING.contains(name);
        }
        if (owner.isEquivalentTo(Date.class) || owner.isEquivalentTo(GregorianCalendar.class)) {
            return name.equals("<init>") && parameters(access) == 0;
        }
        return owner.isEquivalentTo(Calendar.class) && name.equals("getInstance") || isUntoldNow(access);
    }

    /** {@code Instant.now()} reads the wall clock, {@code Instant.now(clock)} reads what it was given. */
    private static boolean isUntoldNow(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().equals("java.time")
                && access.getName().equals("now")
                && access.getTarget() instanceof HasParameterTypes told
                && told.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    private static int parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof HasParameterTypes told
                ? told.getRawParameterTypes().size()
                : -1;
    }
}
