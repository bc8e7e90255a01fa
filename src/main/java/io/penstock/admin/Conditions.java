package io.penstock.admin;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** A {@code where} clause that grows, with its parameters. Values never become text of the statement. */
final class Conditions {
    private final List<String> clauses = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** @param clause with a {@code ?} for each value */
    Conditions and(String clause, List<?> parameters) {
        String numbered = clause;
        for (Object value : parameters) {
            numbered = numbered.replaceFirst("\\?", "\\$" + parameter(value));
        }
        clauses.add(numbered);
        return this;
    }

    /** Adds a value that is used outside the clause; gives its number. */
    int parameter(Object value) {
        values.add(value);
        return values.size();
    }

    String sql() {
        return clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
    }

    Tuple tuple() {
        return Tuple.wrap(new ArrayList<>(values));
    }
}
