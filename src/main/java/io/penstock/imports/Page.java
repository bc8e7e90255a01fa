package io.penstock.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;

/** A draft for people, and for machines. */
public final class Page {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int TITLE_CHARS_MAX = 44;

    private Page() {}

    /** Rows as a table, and what there is to know, each on a line of its own. */
    public static String text(Draft draft) {
        StringBuilder text = new StringBuilder();
        text.append(draft.leftOut() > 0 ? draft.deployments() - draft.leftOut() + " of " : "")
                .append(counted(draft.deployments(), "deployment"))
                .append(" become ")
                .append(counted(draft.count(Row.Kind.PROVIDER), "provider"))
                .append(", ")
                .append(counted(draft.count(Row.Kind.MODEL), "model"))
                .append(" and ")
                .append(counted(draft.count(Row.Kind.RULE), "rule"))
                .append(".\n");
        int width = draft.rows().stream()
                .mapToInt(row -> row.title().length())
                .max()
                .orElse(0);
        String format = "  %-8s  %-" + Math.clamp(width, 1, TITLE_CHARS_MAX) + "s  %s%n";
        for (Row.Kind kind : Row.Kind.values()) {
            List<Row> rows =
                    draft.rows().stream().filter(row -> row.kind() == kind).toList();
            text.append(rows.isEmpty() ? "" : "\n");
            rows.forEach(row -> text.append(format.formatted(kind.label(), row.title(), json(row.spec()))));
        }
        for (Finding.Kind kind : Finding.Kind.values()) {
            List<Finding> findings = draft.findings().stream()
                    .filter(finding -> finding.kind() == kind)
                    .toList();
            text.append(findings.isEmpty() ? "" : "\n" + kind.title() + ":\n");
            findings.forEach(finding -> text.append("  ")
                    .append(finding.path())
                    .append(' ')
                    .append(finding.clause())
                    .append('\n'));
        }
        return text.toString();
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** The same as one object: {@code deployments}, {@code rows} as the admin API takes them, {@code findings}. */
    public static String json(Draft draft) {
        ObjectNode whole = JSON.createObjectNode().put("deployments", draft.deployments());
        ArrayNode rows = whole.putArray("rows");
        for (Row row : draft.rows()) {
            rows.addObject()
                    .put("kind", row.kind().label())
                    .put("from", row.from())
                    .set("row", body(row));
        }
        ArrayNode findings = whole.putArray("findings");
        for (Finding finding : draft.findings()) {
            findings.addObject()
                    .put("kind", finding.kind().label())
                    .put("path", finding.path())
                    .put("clause", finding.clause());
        }
        try {
            return JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(whole);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the admin API takes. */
    static ObjectNode body(Row row) {
        ObjectNode body = JSON.createObjectNode();
        if (row.kind() == Row.Kind.MODEL) {
            body.put("provider", row.name()).put("id", row.id());
        } else {
            body.put("name", row.name());
        }
        body.put("enabled", true).put("position", row.position());
        return body.set("spec", row.spec());
    }

    static String json(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
