package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Where a page ended: the position and the name of its last item, opaque to callers. */
final class Cursor {
    private static final int CHARS_MAX = 2_000;

    private Cursor() {}

    static String after(Item last) {
        ArrayNode place = JsonNodeFactory.instance.arrayNode().add(last.draft().position());
        last.ref().keys().forEach(place::add);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(StrictJson.text(place).getBytes(StandardCharsets.UTF_8));
    }

    /** The values of the columns that {@link Kind#orderSql()} names. */
    static List<Object> read(Kind kind, String text) {
        JsonNode place = decoded(text);
        boolean whole = place.isArray()
                && place.size() == 1 + kind.keys().size()
                && place.get(0).canConvertToInt()
                && place.get(0).isIntegralNumber();
        if (!whole) {
            throw malformed();
        }
        List<Object> values = new ArrayList<>(List.of(place.get(0).intValue()));
        for (int i = 1; i < place.size(); i++) {
            if (!place.get(i).isTextual()) {
                throw malformed();
            }
            values.add(place.get(i).textValue());
        }
        return values;
    }

    private static JsonNode decoded(String text) {
        if (text.length() > CHARS_MAX) {
            throw malformed();
        }
        try {
            return StrictJson.stored(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw malformed();
        }
    }

    private static Refused malformed() {
        return Refused.parameter("cursor", "must be what \"next\" said in the page before, unchanged");
    }
}
