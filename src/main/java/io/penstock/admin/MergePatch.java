package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7386). */
final class MergePatch {
    private MergePatch() {}

    /** The target with the patch laid over it; neither is changed. */
    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode merged = target.deepCopy();
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                merged.remove(field.getKey());
            } else if (value instanceof ObjectNode below) {
                // What stands there and is no object counts as an empty one, so that nulls below vanish.
                ObjectNode old = merged.get(field.getKey()) instanceof ObjectNode object ? object : StrictJson.object();
                merged.set(field.getKey(), apply(old, below));
            } else {
                merged.set(field.getKey(), value.deepCopy());
            }
        });
        return merged;
    }
}
