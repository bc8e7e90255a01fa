package io.penstock.imports;

import java.util.List;

/**
 * What an import would do.
 *
 * @param deployments how many the file holds
 * @param leftOut how many of them nothing is made of; the findings say why
 * @param rows to be made, in an order in which each finds what it needs
 * @param findings what was not carried over, or not as it was
 */
public record Draft(int deployments, int leftOut, List<Row> rows, List<Finding> findings) {
    public Draft {
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
    }

    /** How many of the rows are of this kind. */
    public long count(Row.Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).count();
    }
}
