package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The bodies of requests that write items: their fields, and what they must not hold. */
final class ItemBody {
    private static final List<String> WRITABLE = List.of("enabled", "position", "spec");

    private ItemBody() {}

    /** The same, where PostgreSQL can keep all of its texts. */
    static ObjectNode storable(ObjectNode body) {
        refuseUnstorable("", body);
        return body;
    }

    private static void refuseUnstorable(String path, JsonNode node) {
        if (node.isTextual()) {
            refuseUnstorable(path, node.textValue(), "hold");
        }
        node.properties().forEach(field -> {
            refuseUnstorable(path, field.getKey(), "have a key with");
            refuseUnstorable(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue());
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                refuseUnstorable(path + "[" + i + "]", node.get(i));
            }
        }
    }

    private static void refuseUnstorable(String path, String text, String verb) {
        String what = text.indexOf('\0') >= 0 ? "the character U+0000" : "half of a surrogate pair";
        boolean half = text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
        if (half || text.indexOf('\0') >= 0) {
            throw Refused.field(path.isEmpty() ? "body" : path, "must not " + verb + " " + what);
        }
    }

    /** The name of a new item, as the body has it. */
    static Ref name(Kind kind, ObjectNode body) {
        List<String> keys = new ArrayList<>();
        for (String key : kind.keys()) {
            JsonNode value = body.path(key);
            if (!value.isTextual() || value.textValue().isEmpty()) {
                throw Refused.field(key, value.isMissingNode() ? "is missing" : "must be a text that is not empty");
            }
            keys.add(value.textValue());
        }
        Ref ref = new Ref(kind, keys);
        ref.refuseUnusable();
        return ref;
    }

    /** A whole new item, or what takes an item's place. */
    static Draft whole(Kind kind, ObjectNode body) {
        refuseOthers(kind, body);
        return Draft.read(body);
    }

    /** An item with a merge patch laid over it; what the patch takes away has its default. */
    static Draft patched(Ref ref, Draft draft, ObjectNode patch) {
        refuseOthers(ref.kind(), patch);
        refuseOtherName(ref, patch);
        return Draft.read(MergePatch.apply(draft.toJson(), patch));
    }

    /** Names may stand in a body that changes an item, if they are the item's. */
    static void refuseOtherName(Ref ref, ObjectNode body) {
        for (int i = 0; i < ref.keys().size(); i++) {
            String key = ref.kind().keys().get(i);
            JsonNode value = body.path(key);
            if (!value.isMissingNode() && !ref.keys().get(i).equals(value.textValue())) {
                throw Refused.field(
                        key, "cannot be changed: make another " + ref.kind().label() + ", then delete this one");
            }
        }
    }

    private static void refuseOthers(Kind kind, ObjectNode body) {
        body.fieldNames().forEachRemaining(field -> {
            if (Item.READ_ONLY.contains(field)) {
                throw Refused.field(field, "is set by the gateway: leave it out");
            }
            if (!WRITABLE.contains(field) && !kind.keys().contains(field)) {
                List<String> known = new ArrayList<>(kind.keys());
                known.addAll(WRITABLE);
                throw Refused.field(
                        Refused.shown(field),
                        "is no field of a " + kind.label() + "; there are " + String.join(", ", known));
            }
        });
    }
}
