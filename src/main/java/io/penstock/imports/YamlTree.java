package io.penstock.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as a tree, with anchors and merge keys as PyYAML reads them and numbers with all their digits. The bounds are for
 * files whose anchors unfold without end.
 */
final class YamlTree {
    static final int BYTES_MAX = 1 << 20;

    private static final int NESTING_MAX = 60;
    private static final int VALUES_MAX = 200_000;
    private static final int ALIASES_MAX = 10_000;
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][-+]?\\d{1,6})?");
    private static final Pattern TRUE = Pattern.compile("(?i)true|yes|on");

    private int values;

    private YamlTree() {}

    /** @throws ImportException with one sentence that names the file */
    static JsonNode read(Path file, String label) throws ImportException {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new ImportException(label + " is longer than " + BYTES_MAX + " bytes, which no configuration is");
            }
            return parse(Files.readString(file), label);
        } catch (CharacterCodingException e) {
            throw new ImportException(label + " is no UTF-8 text");
        } catch (IOException e) {
            throw new ImportException(label + " cannot be read: name a file that is there and that this user may read");
        }
    }

    static JsonNode parse(String text, String label) throws ImportException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        options.setNestingDepthLimit(NESTING_MAX);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        try {
            Node node = new Yaml(options).compose(new StringReader(text));
            return node == null ? MissingNode.getInstance() : new YamlTree().tree(node, 0, label);
        } catch (MarkedYAMLException e) {
            throw new ImportException(
                    label + " is not valid YAML" + place(e.getProblemMark()) + ": " + first(e.getProblem()));
        } catch (YAMLException e) {
            throw new ImportException(label + " is not valid YAML: " + first(e.getMessage()));
        }
    }

    private static String place(@org.jspecify.annotations.Nullable Mark mark) {
        return mark == null ? "" : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static String first(@org.jspecify.annotations.Nullable String problem) {
        return problem == null
                ? "it cannot be read"
                : problem.lines().findFirst().orElse("it cannot be read");
    }

    private JsonNode tree(Node node, int depth, String label) throws ImportException {
        if (depth > NESTING_MAX || ++values > VALUES_MAX) {
            throw new ImportException(label + " unfolds to more than " + VALUES_MAX + " values or " + NESTING_MAX
                    + " levels: take its anchors apart");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, depth, label);
            case SequenceNode sequence -> {
                var items = JsonNodeFactory.instance.arrayNode();
                for (Node item : sequence.getValue()) {
                    items.add(tree(item, depth + 1, label));
                }
                yield items;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> MissingNode.getInstance();
        };
    }

    /** What is merged in gives way to what is written. */
    private ObjectNode mapping(MappingNode mapping, int depth, String label) throws ImportException {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            JsonNode value = tree(tuple.getValueNode(), depth + 1, label);
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(merged, value);
            } else if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ImportException(label + " holds a key that is no word"
                        + place(tuple.getKeyNode().getStartMark()));
            } else if (written.has(key.getValue())) {
                throw new ImportException(label + " holds a key twice in one mapping" + place(key.getStartMark()));
            } else {
                written.set(key.getValue(), value);
            }
        }
        merge(written, merged);
        return written;
    }

    private static void merge(ObjectNode into, JsonNode from) {
        if (from.isArray()) {
            from.forEach(each -> merge(into, each));
        }
        from.properties().forEach(field -> {
            if (!into.has(field.getKey())) {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (tag.equals(Tag.NULL)) {
            return nodes.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return nodes.booleanNode(TRUE.matcher(text).matches());
        }
        boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
        return number && NUMBER.matcher(text).matches()
                ? nodes.numberNode(new BigDecimal(text.replace("_", "")))
                : nodes.textNode(text);
    }
}
