package io.penstock.config;

import io.penstock.provider.Provider;
import io.penstock.routing.Catalog;
import io.penstock.routing.Fallback;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Resolution;
import io.penstock.routing.Spelling;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names mean that rules send calls to. An id that the file lists is that id; else {@code provider/model} is that
 * provider's model; else an id that a wildcard covers is that id. A provider's own listing changes none of it.
 */
final class FallbackNames {
    private static final int TYPO_DISTANCE_MAX = 3;

    private final Catalog configured;
    private final Set<String> providers;

    /**
     * A fallback as written and as meant.
     *
     * @param id the model's id without its provider
     */
    record Named(String text, String id, Fallback meaning) {}

    /**
     * @param configured what the file offers, as if all had keys
     * @param providers all there are
     */
    FallbackNames(Catalog configured, Set<String> providers) {
        this.configured = configured;
        this.providers = providers;
    }

    /** @param key where the name stands, for messages */
    Named named(String key, String text) {
        if (text.endsWith("*")) {
            throw new SettingsException(key, "names '" + text + "', which is no single model: write one id");
        }
        Named meant = meant(text);
        if (meant == null) {
            int slash = slash(text);
            throw unlisted(key, text, slash < 0 ? null : text.substring(0, slash));
        }
        return meant;
    }

    /** What a name means; {@code null} where it means nothing here. */
    @Nullable
    Named meant(String text) {
        if (configured.served().containsKey(text)) {
            return new Named(text, text, new Fallback.Listed(text));
        }
        int slash = slash(text);
        String provider = slash < 0 ? "" : text.substring(0, slash);
        if (providers.contains(provider)) {
            String id = text.substring(slash + 1);
            return new Named(text, id, new Fallback.At(provider, id));
        }
        return configured.resolve(text) instanceof Resolution.Served
                ? new Named(text, text, new Fallback.Listed(text))
                : null;
    }

    /** Where a provider's name may end in it; -1: nowhere. */
    private static int slash(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && slash < text.length() - 1 ? slash : -1;
    }

    /** Whether an id is listed, or covered by a wildcard. */
    boolean isOffered(String id) {
        return configured.resolve(id) instanceof Resolution.Served;
    }

    /** Whether it reaches a model that can be chosen for a caller. */
    boolean isChosen(NamePattern pattern) {
        return configured.chats(pattern);
    }

    /** Whether it may speak of some model: one that is listed, or any of a provider. */
    boolean reaches(NamePattern pattern) {
        int slash = pattern.text().indexOf('/');
        return slash > 0 && providers.contains(pattern.text().substring(0, slash))
                || configured.served().entrySet().stream()
                        .anyMatch(model -> pattern.matches(model.getKey())
                                || pattern.matches(model.getValue().provider() + '/' + model.getKey()));
    }

    private SettingsException unlisted(String key, String text, @Nullable String provider) {
        String names = "names '" + text + "', which no provider lists";
        if (Provider.SIMULATOR.equals(provider)) {
            return new SettingsException(
                    key, names + " while the simulator is off: set simulator.enabled to true, or take it out");
        }
        List<String> near = configured.nearest(text);
        if (provider == null) {
            String id = near.isEmpty() ? "an id that one lists" : near.getFirst();
            return new SettingsException(key, names + ": write " + id + ", or provider/model for what no list has");
        }
        String meant = nearestProvider(provider);
        String cure = meant != null
                ? meant + text.substring(provider.length())
                : near.isEmpty() ? "one of " + String.join(", ", providers) + " before the /" : near.getFirst();
        return new SettingsException(key, names + ", and there is no provider " + provider + ": write " + cure);
    }

    private @Nullable String nearestProvider(String provider) {
        String best = null;
        int distance = Math.min(TYPO_DISTANCE_MAX, provider.length() / 3);
        for (String candidate : providers) {
            int here = Spelling.distance(provider, candidate, distance);
            if (here <= distance && (best == null || here < Spelling.distance(provider, best, distance))) {
                best = candidate;
            }
        }
        return best;
    }
}
