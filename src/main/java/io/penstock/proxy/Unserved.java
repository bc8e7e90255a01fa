package io.penstock.proxy;

import io.penstock.catalog.Snapshot;
import io.penstock.dialect.ApiError;
import io.penstock.provider.Provider;
import io.penstock.routing.Exclusion;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Resolution;
import io.penstock.routing.Resolution.Group;
import io.penstock.routing.Scope;
import io.penstock.routing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller is told where nobody is asked: what it may name instead, or what the operator must do. */
final class Unserved {
    private static final Set<Exclusion> NOT_FOR_THIS_KEY = Set.of(Exclusion.NOT_ALLOWED, Exclusion.REGION);

    private static final String NOBODY =
            "No provider with a key has a model that could be chosen. Set the key of one, e.g."
                    + " OPENAI_API_KEY, or name a model that GET /v1/models lists.";

    private static final String LEVELS = " A power level behind the colon is eco, balanced or precision.";

    private static final ApiError NO_LEVEL = ApiError.invalid(
            400, "model", "invalid_value", "The power level behind 'auto:' must be eco, balanced or precision.");

    private Unserved() {}

    /** @param model as the caller wrote it */
    static ApiError error(String model, Resolution.Nobody nobody, Snapshot snapshot) {
        if (Inquiry.isAutoWithEnding(model) && !(nobody instanceof Resolution.Excluded)) {
            return NO_LEVEL;
        }
        return switch (nobody) {
            case Resolution.Keyless(String provider) -> keyless(model, snapshot.provider(provider));
            case Resolution.Unknown(List<String> nearest) ->
                unknown(model, nearest, isServedBeforeTheColon(model, snapshot));
            case Resolution.Excluded excluded -> excluded(model, excluded);
        };
    }

    private static boolean isServedBeforeTheColon(String model, Snapshot snapshot) {
        int colon = model.lastIndexOf(':');
        return colon > 0 && snapshot.models().reached(model.substring(0, colon), Scope.ALL) != null;
    }

    /**
     * @param nearest ids that look alike
     * @param ending whether the name may be a model's with something behind a colon that is no level
     */
    static ApiError unknown(String model, List<String> nearest, boolean ending) {
        String hint = nearest.isEmpty()
                ? " GET /v1/models lists the models served here."
                : " Did you mean " + String.join(", ", nearest) + "?";
        return ApiError.invalid(
                404,
                "model",
                "model_not_found",
                "The model '" + Refusals.shown(model) + "' is not served here." + hint + (ending ? LEVELS : ""));
    }

    static ApiError keyless(String model, Provider provider) {
        return ApiError.invalid(
                404,
                "model",
                "model_not_found",
                "The model '" + Refusals.shown(model) + "' is served by " + provider.name() + ", which has "
                        + (provider.keys().isEmpty() ? "no key" : "no address") + " here: set " + wanted(provider)
                        + " (docs/providers.md tells what else it needs) and start again.");
    }

    /** The variables without which it cannot be asked. */
    private static String wanted(Provider provider) {
        List<String> wanted = new ArrayList<>();
        if (provider.missing() != null) {
            wanted.add(provider.missing());
        }
        if (provider.keys().isEmpty()) {
            wanted.add(String.join(" or ", provider.keyVariables()));
        }
        return String.join(" and ", wanted);
    }

    /** Whoever serves the model was left out: says by what, and who that the caller may know. */
    static ApiError excluded(String model, Resolution.Excluded excluded) {
        if (excluded.groups().isEmpty()) {
            return new ApiError(503, "upstream_error", "model", "no_candidate", NOBODY);
        }
        if (NOT_FOR_THIS_KEY.containsAll(excluded.groups().keySet())) {
            return ApiError.invalid(
                    403,
                    "model",
                    "permission_denied",
                    "This key may not use what serves '" + Refusals.shown(model) + "'.");
        }
        int all = excluded.groups().values().stream().mapToInt(Group::count).sum();
        String reasons = excluded.groups().entrySet().stream()
                .map(entry -> who(entry.getValue()) + " "
                        + entry.getKey().clause(entry.getValue().count(), excluded.rule()))
                .collect(Collectors.joining("; "));
        String whom = all == 1 ? "The only candidate for '" : "None of the " + all + " candidates for '";
        return new ApiError(
                503,
                "upstream_error",
                "model",
                "no_candidate",
                whom + Refusals.shown(model) + (all == 1 ? "' may not be asked: " : "' may be asked: ") + reasons
                        + ".");
    }

    /** As many names as are to be shown, and how many more there are; the number alone where there are none. */
    private static String who(Group group) {
        List<String> names = new ArrayList<>();
        for (Target target : group.shown()) {
            names.add(target.provider() + '/' + Refusals.shown(target.model()));
        }
        int more = group.count() - names.size();
        if (names.isEmpty()) {
            return String.valueOf(more);
        }
        String last = more > 0 ? more + " more" : names.removeLast();
        return names.isEmpty() ? last : String.join(", ", names) + " and " + last;
    }
}
