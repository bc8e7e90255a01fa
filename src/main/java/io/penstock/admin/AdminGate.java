package io.penstock.admin;

import io.penstock.access.Caller;
import io.penstock.admission.Admission;
import io.penstock.dialect.ApiError;
import io.vertx.ext.web.RoutingContext;

/** Lets those pass whose key has the role admin, and answers the others. */
final class AdminGate {
    private static final ApiError NO_ADMIN = ApiError.invalid(
            403,
            null,
            "permission_denied",
            "This page is for operators: it takes an admin key, and this key only sends calls.");

    private static final String CALLER = "penstock.caller";

    private final Admission admission;

    AdminGate(Admission admission) {
        this.admission = admission;
    }

    void pass(RoutingContext context) {
        String key = Admission.presented(context.request());
        Caller caller = key == null ? null : admission.find(key);
        if (caller == null) {
            Answers.error(context, key == null ? Admission.NO_KEY : Admission.WRONG_KEY);
            return;
        }
        switch (caller.role()) {
            case ADMIN -> {
                context.put(CALLER, caller);
                context.next();
            }
            case USER -> Answers.error(context, NO_ADMIN);
        }
    }

    /** Who passed. */
    static Caller caller(RoutingContext context) {
        Caller caller = context.get(CALLER);
        if (caller == null) {
            throw new IllegalStateException("nobody has passed the gate");
        }
        return caller;
    }
}
