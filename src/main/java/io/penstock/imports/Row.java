package io.penstock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One row of the catalog to be made.
 *
 * @param kind its table
 * @param name a provider's or a rule's; of a model the provider's
 * @param id a model's, as its provider spells it; empty else
 * @param position its place among its like, the smallest first
 * @param spec in the keys of the configuration
 * @param from where in the file it comes from
 */
public record Row(Kind kind, String name, String id, int position, ObjectNode spec, String from) {
    /** The tables of the catalog, in the order in which rows must be made. */
    public enum Kind {
        PROVIDER("provider", "providers"),
        MODEL("model", "models"),
        RULE("rule", "routing-rules");

        private final String label;
        private final String resource;

        Kind(String label, String resource) {
            this.label = label;
            this.resource = resource;
        }

        /** For people and machines, e.g. {@code rule}. */
        public String label() {
            return label;
        }

        /** Its name below {@code /api/v1/admin}. */
        String resource() {
            return resource;
        }
    }

    /** What it is called: a name, or {@code provider/id}. */
    public String title() {
        return kind == Kind.MODEL ? name + '/' + id : name;
    }
}
