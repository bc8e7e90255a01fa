package io.penstock.proxy;

import io.penstock.dialect.ApiError;
import io.penstock.routing.Target;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms in which the models served here are told. */
enum ModelList {
    /** {@code {"object":"list","data":[{"id","object":"model","created","owned_by"}]}}. */
    OPENAI {
        @Override
        JsonObject list(Map<String, Target> served, long since, Page page) {
            JsonArray data = new JsonArray();
            served.forEach((id, target) -> data.add(one(id, target, since)));
            return new JsonObject().put("object", "list").put("data", data);
        }

        @Override
        JsonObject one(String id, Target target, long since) {
            return new JsonObject()
                    .put("id", id)
                    .put("object", "model")
                    .put("created", since)
                    .put("owned_by", target.provider());
        }

        @Override
        JsonObject error(ApiError error) {
            return error.toBody().toJsonObject();
        }
    },

    /** {@code {"data":[{"type":"model","id","display_name","created_at"}],"has_more","first_id","last_id"}}, in pages. */
    ANTHROPIC {
        @Override
        JsonObject list(Map<String, Target> served, long since, Page page) {
            List<String> all = page.side(List.copyOf(served.keySet()));
            List<String> ids = page.part(all);
            JsonArray data = new JsonArray();
            for (String id : ids) {
                data.add(model(id, since));
            }
            return new JsonObject()
                    .put("data", data)
                    .put("has_more", ids.size() < all.size())
                    .put("first_id", ids.isEmpty() ? null : ids.getFirst())
                    .put("last_id", ids.isEmpty() ? null : ids.getLast());
        }

        @Override
        JsonObject one(String id, Target target, long since) {
            return model(id, since);
        }

        private static JsonObject model(String id, long since) {
            return new JsonObject()
                    .put("type", "model")
                    .put("id", id)
                    .put("display_name", id)
                    .put("created_at", Instant.ofEpochSecond(since).toString());
        }

        @Override
        JsonObject error(ApiError error) {
            String type = switch (error.status()) {
                case 401 -> "authentication_error";
                case 404 -> "not_found_error";
                default -> "invalid_request_error";
            };
            return new JsonObject()
                    .put("type", "error")
                    .put("error", new JsonObject().put("type", type).put("message", error.message()));
        }
    },

    /** {@code {"models":[{"name":"models/ID","displayName","supportedGenerationMethods"}]}}. */
    GOOGLE {
        @Override
        JsonObject list(Map<String, Target> served, long since, Page page) {
            JsonArray models = new JsonArray();
            served.forEach((id, target) -> models.add(one(id, target, since)));
            return new JsonObject().put("models", models);
        }

        @Override
        JsonObject one(String id, Target target, long since) {
            return new JsonObject()
                    .put("name", "models/" + id)
                    .put("displayName", id)
                    .put(
                            "supportedGenerationMethods",
                            new JsonArray().add("generateContent").add("streamGenerateContent"));
        }

        @Override
        JsonObject error(ApiError error) {
            String status = switch (error.status()) {
                case 401 -> "UNAUTHENTICATED";
                case 404 -> "NOT_FOUND";
                default -> "INVALID_ARGUMENT";
            };
            return new JsonObject()
                    .put(
                            "error",
                            new JsonObject()
                                    .put("code", error.status())
                                    .put("message", error.message())
                                    .put("status", status));
        }
    };

    /**
     * All of them.
     *
     * @param since when the gateway began to serve them, in seconds
     * @param page which part is asked for, in forms that have pages
     */
    abstract JsonObject list(Map<String, Target> served, long since, Page page);

    abstract JsonObject one(String id, Target target, long since);

    abstract JsonObject error(ApiError error);

    /**
     * Which part of a list is asked for, as Anthropic's clients do. What makes no sense asks for nothing.
     *
     * @param limit at most so many; {@link Integer#MAX_VALUE} is all
     * @param afterId those that follow this one
     * @param beforeId those that precede this one
     */
    record Page(
            int limit, @Nullable String afterId, @Nullable String beforeId) {

        static Page of(MultiMap query) {
            return new Page(limit(query.get("limit")), query.get("after_id"), query.get("before_id"));
        }

        private static int limit(@Nullable String text) {
            try {
                int limit = text == null ? Integer.MAX_VALUE : Integer.parseInt(text);
                return limit < 1 ? Integer.MAX_VALUE : limit;
            } catch (NumberFormatException e) {
                return Integer.MAX_VALUE;
            }
        }

        /** The ids on the side of the one named; none where it is unknown, so that no reader of pages goes in a circle. */
        List<String> side(List<String> ids) {
            if (afterId != null) {
                int at = ids.indexOf(afterId);
                return at < 0 ? List.of() : ids.subList(at + 1, ids.size());
            }
            if (beforeId != null) {
                return ids.subList(0, Math.max(0, ids.indexOf(beforeId)));
            }
            return ids;
        }

        /** Those next to the one named, as many as are asked for. */
        List<String> part(List<String> side) {
            int size = Math.min(limit, side.size());
            boolean fromTheEnd = beforeId != null && afterId == null;
            return new ArrayList<>(fromTheEnd ? side.subList(side.size() - size, side.size()) : side.subList(0, size));
        }
    }
}
