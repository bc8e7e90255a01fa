package io.penstock.dialect.responses;

import org.jspecify.annotations.Nullable;

/**
 * The name of a tool that Responses keeps in a namespace (Codex: one per MCP server). Other dialects know one flat name,
 * so both are written as one, which says by itself how it is taken apart again: nothing has to be remembered.
 *
 * @param namespace {@code null} for a tool outside of any
 */
record NamespacedName(@Nullable String namespace, String name) {
    /** Letters that names may have everywhere, in an order that nobody writes. */
    private static final String BETWEEN = "-_-";

    /** Reads a flat name. */
    static NamespacedName of(String flat) {
        int at = flat.indexOf(BETWEEN);
        return at <= 0 || at + BETWEEN.length() == flat.length()
                ? new NamespacedName(null, flat)
                : new NamespacedName(flat.substring(0, at), flat.substring(at + BETWEEN.length()));
    }

    /** The one name for dialects without namespaces. */
    String flat() {
        return namespace == null || namespace.isEmpty() ? name : namespace + BETWEEN + name;
    }
}
