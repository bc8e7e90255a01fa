package io.penstock.config;

import java.util.Set;

/**
 * The rows of a document that are switched off. Rules may go on naming them.
 *
 * @param providers names; they are asked nothing
 * @param models {@code provider/id}; nobody is served by them, not even by name
 */
public record Withheld(Set<String> providers, Set<String> models) {
    /** All is switched on. */
    public static final Withheld NOTHING = new Withheld(Set.of(), Set.of());

    public Withheld {
        providers = Set.copyOf(providers);
        models = Set.copyOf(models);
    }
}
