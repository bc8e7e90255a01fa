package io.penstock.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path: exact ones, and those with a model's name in them. A name in a path may hold slashes and
 * colons, as they are or percent-encoded. The query plays no part. Built once, then only read.
 */
final class RouteTable {
    private final Map<String, Matched> exact = new HashMap<>();
    private final List<Around> around = new ArrayList<>();
    private final List<Acting> acting = new ArrayList<>();

    /** {@code before{model}after}. */
    private record Around(String before, String after, Route route) {}

    /** {@code before{model}:{action}}. */
    private record Acting(String before, Map<String, Route> actions) {}

    /** This path, and no other spelling of it. */
    RouteTable exact(String path, Route route) {
        exact.put(path, new Matched(route, null, null));
        return this;
    }

    /** {@code before{model}after}; where several fit, the longest ending decides. */
    RouteTable around(String before, String after, Route route) {
        around.add(new Around(before, after, route));
        around.sort(
                Comparator.comparingInt((Around path) -> path.after.length()).reversed());
        return this;
    }

    /** {@code before{model}:{action}}, with the actions there are. Behind the last colon must stand one of them. */
    RouteTable acting(String before, Map<String, Route> actions) {
        acting.add(new Acting(before, Map.copyOf(actions)));
        return this;
    }

    /**
     * @param path as the request has it: without query, still encoded
     * @return {@code null} where it leads nowhere
     */
    @Nullable
    Matched match(String path) {
        Matched found = exact.get(path);
        if (found != null) {
            return found;
        }
        for (Around candidate : around) {
            int from = candidate.before.length();
            int to = path.length() - candidate.after.length();
            if (from < to && path.startsWith(candidate.before) && path.endsWith(candidate.after)) {
                String model = model(path.substring(from, to));
                return model == null ? null : new Matched(candidate.route, model, null);
            }
        }
        for (Acting candidate : acting) {
            if (path.startsWith(candidate.before)) {
                Matched matched = acting(candidate, path);
                if (matched != null) {
                    return matched;
                }
            }
        }
        return null;
    }

    private static @Nullable Matched acting(Acting candidate, String path) {
        String rest = model(path.substring(candidate.before.length()));
        int colon = rest == null ? -1 : rest.lastIndexOf(':');
        if (rest == null || colon < 1) {
            return null;
        }
        String action = rest.substring(colon + 1);
        Route route = candidate.actions.get(action);
        return route == null ? null : new Matched(route, rest.substring(0, colon), action);
    }

    /** A model's name as it was meant; {@code null} where it is none that could be asked for or stored. */
    static @Nullable String model(String encoded) {
        String name;
        try {
            // In a path, a plus is a plus.
            name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean named = !name.isBlank() && !name.startsWith("/") && !name.endsWith("/");
        return named && name.chars().noneMatch(Character::isISOControl) ? name : null;
    }
}
