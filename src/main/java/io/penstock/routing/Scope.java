package io.penstock.routing;

import java.util.List;
import java.util.Set;

/**
 * What a caller may use. An empty part allows everything.
 *
 * @param models names a caller may ask for and be served by: {@code provider/model} or ids, with a {@code *} at the end
 *     for all with that beginning
 * @param providers names of providers
 * @param regions tags of data regions ({@code data_region} of a provider); a provider without a tag is in none of them
 */
public record Scope(List<NamePattern> models, Set<String> providers, Set<String> regions) {
    /** Everything. */
    public static final Scope ALL = new Scope(List.of(), Set.of(), Set.of());

    public Scope {
        models = List.copyOf(models);
        providers = Set.copyOf(providers);
        regions = Set.copyOf(regions);
    }
}
