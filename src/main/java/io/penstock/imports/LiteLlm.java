package io.penstock.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the configuration of a LiteLLM proxy (<a href="https://docs.litellm.ai/docs/proxy/configs">its documentation</a>). Files
 * it includes are read beside it, one level deep, as LiteLLM does.
 */
public final class LiteLlm {
    private static final int INCLUDES_MAX = 20;
    private static final String INCLUDE = "include";

    private final Findings findings = new Findings();
    private final Values values;

    private LiteLlm(Values values) {
        this.values = values;
    }

    /**
     * What would be made of this file. Nothing is sent anywhere.
     *
     * @param environment of this process: addresses that the file reads from variables are taken from it, keys are not
     * @throws ImportException with one sentence, where it is no such configuration
     */
    public static Draft read(Path file, Map<String, String> environment) throws ImportException {
        String label = String.valueOf(file.getFileName());
        JsonNode root = YamlTree.read(file, label);
        if (!root.isObject() || !root.has("model_list") && !root.has(INCLUDE)) {
            throw new ImportException(label + " is no LiteLLM configuration: it has no model_list");
        }
        return new LiteLlm(new Values(environment)).draft((ObjectNode) root, file.toAbsolutePath());
    }

    private Draft draft(ObjectNode written, Path file) throws ImportException {
        Entry root = new Entry("", written, findings);
        ObjectNode whole = written.deepCopy();
        for (JsonNode name : root.list(INCLUDE)) {
            include(whole, name, file);
        }
        whole.remove(INCLUDE);
        return draft(new Entry("", whole, findings));
    }

    /** Lists are joined; anything else that is included takes the place of what was there. */
    private void include(ObjectNode whole, JsonNode name, Path file) throws ImportException {
        String label = name.asText("");
        if (whole.withArrayProperty(INCLUDE).size() > INCLUDES_MAX) {
            throw new ImportException("include names more than " + INCLUDES_MAX + " files");
        }
        JsonNode included = YamlTree.read(beside(file, label), label);
        for (Map.Entry<String, JsonNode> field : included.properties()) {
            JsonNode before = whole.path(field.getKey());
            if (before.isArray() && field.getValue().isArray()) {
                ArrayNode joined = JsonNodeFactory.instance.arrayNode();
                before.forEach(joined::add);
                field.getValue().forEach(joined::add);
                whole.set(field.getKey(), joined);
            } else if (!field.getKey().equals(INCLUDE)) {
                whole.set(field.getKey(), field.getValue());
            }
        }
    }

    private static Path beside(Path file, String label) throws ImportException {
        try {
            return file.resolveSibling(label);
        } catch (InvalidPathException e) {
            throw new ImportException("include names something that is no path of a file");
        }
    }

    private Draft draft(Entry root) {
        Deployments deployments = new Deployments(values);
        deployments.read(root);
        Entry router = root.below("router_settings");
        Entry litellm = root.below("litellm_settings");
        Entry general = root.below("general_settings");
        RouterWords words = new RouterWords();
        words.read(router, litellm);
        List<Row> rows = new ArrayList<>(deployments.rows());
        rows.addAll(new Rules(deployments.all(), words, findings).rows());
        List.of(router, litellm, general).forEach(Leftovers::report);
        Leftovers.environment(root.below("environment_variables"));
        Leftovers.report(root);
        return new Draft(deployments.count(), deployments.leftOut(), rows, findings.all());
    }
}
