package io.penstock.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.routing.ModelCard;
import io.penstock.routing.ModelCards;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What files say of models.
 *
 * @param cards as read
 * @param specs as written, with what the groups say; by {@code provider/id}, in the order of the cards
 * @param whole false where a file that should be among them could not be had
 */
record ModelRows(ModelCards cards, Map<String, ObjectNode> specs, boolean whole) {
    /** These with others laid over them, as {@link ModelCards#under}. */
    ModelRows under(ModelRows others) {
        ModelCards laid = cards.under(others.cards);
        Map<String, ObjectNode> merged = new LinkedHashMap<>();
        for (ModelCard card : laid.all()) {
            String name = card.provider() + '/' + card.id();
            ObjectNode spec = others.specs.get(name);
            merged.put(name, spec == null ? specs.get(name) : spec);
        }
        return new ModelRows(laid, merged, whole);
    }

    /** These alone, where others should have been laid over them. */
    ModelRows alone() {
        return new ModelRows(cards, specs, false);
    }
}
