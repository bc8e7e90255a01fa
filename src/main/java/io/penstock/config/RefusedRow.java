package io.penstock.config;

/**
 * A row of the catalog that cannot be used, and why.
 *
 * @param kind of the row
 * @param name of the row
 * @param field what is wrong in it, e.g. {@code prices.input}; {@code name} is the row's name itself, and {@code
 *     spec.name} one in its spec
 * @param clause what is wrong with the field, and the cure
 */
public record RefusedRow(CatalogKind kind, String name, String field, String clause) {
    /** For people, e.g. {@code provider openai: base_url must not be empty}. */
    public String sentence() {
        return kind.label() + " " + name + ": " + field + " " + clause;
    }
}
