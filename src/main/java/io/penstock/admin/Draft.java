package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an operator may say of an item, beside its name.
 *
 * @param enabled whether it counts
 * @param position its place in the order, the smallest first; 0 to {@link #POSITION_MAX}
 * @param spec what the configuration file could say of it, in the same keys
 */
record Draft(boolean enabled, int position, ObjectNode spec) {
    static final int POSITION_MAX = 1_000_000;

    private static final String ENABLED = "enabled";
    private static final String POSITION = "position";
    static final String SPEC = "spec";
    private static final int POSITION_USUAL = 1_000;

    /** Reads the three fields; what is absent or null has its default, and further fields are not looked at. */
    static Draft read(ObjectNode fields) {
        return new Draft(enabled(fields.path(ENABLED)), position(fields.path(POSITION)), spec(fields.path(SPEC)));
    }

    private static boolean enabled(JsonNode node) {
        if (absent(node)) {
            return true;
        }
        if (!node.isBoolean()) {
            throw Refused.field(ENABLED, "must be true or false");
        }
        return node.booleanValue();
    }

    private static int position(JsonNode node) {
        if (absent(node)) {
            return POSITION_USUAL;
        }
        boolean whole = node.isIntegralNumber() && node.canConvertToInt();
        if (!whole || node.intValue() < 0 || node.intValue() > POSITION_MAX) {
            throw Refused.field(POSITION, "must be a whole number between 0 and " + POSITION_MAX);
        }
        return node.intValue();
    }

    private static ObjectNode spec(JsonNode node) {
        if (absent(node)) {
            return StrictJson.object();
        }
        if (!(node instanceof ObjectNode object)) {
            throw Refused.field(SPEC, "must be an object");
        }
        return object;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    Draft with(boolean switchedOn) {
        return new Draft(switchedOn, position, spec);
    }

    /** The document that a merge patch is for. */
    ObjectNode toJson() {
        ObjectNode json = StrictJson.object();
        json.put(ENABLED, enabled);
        json.put(POSITION, position);
        json.set(SPEC, spec);
        return json;
    }
}
