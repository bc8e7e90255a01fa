package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.access.Caller;
import io.penstock.admission.Admission;
import io.penstock.dialect.ApiError;
import io.penstock.routing.Explanation;
import io.penstock.routing.Inquiry;
import io.penstock.routing.PowerLevel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/admin/route/explain}: what would be done with a call. Its body has the call's body below {@code
 * request}, or is the call's body itself, with {@code path}, {@code power_level} and {@code key} beside the other fields.
 */
public final class ExplainRoute {
    static final String PATH = Kind.BASE + "route/explain";

    /** Long prompts and pictures are part of what decides. */
    private static final int BYTES_MAX = 4 << 20;

    private static final int PATH_CHARS_MAX = 500;
    private static final String REQUEST = "request";
    private static final String CALL_PATH = "path";
    private static final String LEVEL = "power_level";
    private static final String LEVEL_HEADER = "X-Power-Level";
    private static final String KEY = "key";
    private static final String CHAT = "/v1/chat/completions";

    private final AdminGate gate;
    private final Admission admission;
    private final Explanations explanations;

    public ExplainRoute(Admission admission, Explanations explanations) {
        this.gate = new AdminGate(admission);
        this.admission = admission;
        this.explanations = explanations;
    }

    public void mount(Router router) {
        router.route(PATH).handler(gate::pass).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        if (!context.request().method().name().equals("POST")) {
            Answers.wrongMethod(context, "POST");
            return;
        }
        Bodies.read(context, BYTES_MAX)
                .compose(bytes -> explained(context, bytes))
                .onSuccess(explanation -> Answers.json(context, 200, explanation))
                .onFailure(failure -> Answers.failure(context, failure));
    }

    /** Not on the event loop: a request may be large, and many models are looked at. */
    private Future<ObjectNode> explained(RoutingContext context, Buffer bytes) {
        return context.vertx().executeBlocking(() -> explained(question(context, bytes)), false);
    }

    private ObjectNode explained(Explanations.Question question) {
        return switch (explanations.of(question)) {
            case Explanations.Answer.Refused(ApiError error) -> throw new Refused(error);
            case Explanations.Answer.Explained(Inquiry inquiry, Explanation explanation, var refusal) ->
                ExplanationJson.of(inquiry, explanation, refusal);
        };
    }

    private Explanations.Question question(RoutingContext context, Buffer bytes) {
        ObjectNode body = StrictJson.body(bytes);
        Buffer request = body.has(REQUEST) ? request(body, bytes) : bare(body, bytes);
        String word = text(body, LEVEL);
        return new Explanations.Question(
                path(text(body, CALL_PATH)),
                request,
                word == null ? level(context.request().headers()) : level(LEVEL, word),
                caller(context, text(body, KEY)));
    }

    private static Buffer bare(ObjectNode body, Buffer bytes) {
        List<String> beside = List.of(CALL_PATH, LEVEL, KEY);
        Buffer text = AskedText.without(bytes, beside);
        return text == null ? StrictJson.buffer(body.deepCopy().remove(beside)) : text;
    }

    private static Buffer request(ObjectNode body, Buffer bytes) {
        body.fieldNames().forEachRemaining(field -> {
            if (!List.of(REQUEST, CALL_PATH, LEVEL, KEY).contains(field)) {
                throw Refused.field(
                        Refused.shown(field), "is no field here; there are path, power_level, key and request");
            }
        });
        if (body.get(REQUEST) instanceof ObjectNode request) {
            Buffer text = AskedText.member(bytes, REQUEST);
            return text == null ? StrictJson.buffer(request) : text;
        }
        throw Refused.field(REQUEST, "must be an object: the body of the call");
    }

    private static @Nullable String text(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Refused.field(field, "must be a text");
        }
        return value.textValue();
    }

    private static String path(@Nullable String path) {
        if (path == null) {
            return CHAT;
        }
        if (!path.startsWith("/") || path.length() > PATH_CHARS_MAX) {
            throw Refused.field(CALL_PATH, "must be the path of a call, such as " + CHAT);
        }
        return path;
    }

    /** As the header of a call is read. */
    private static @Nullable PowerLevel level(MultiMap headers) {
        PowerLevel level = null;
        for (String word : headers.getAll(LEVEL_HEADER)) {
            PowerLevel another = level(LEVEL_HEADER, word.strip());
            if (level != null && another != level) {
                throw Refused.field(LEVEL_HEADER, "is given twice, with different levels");
            }
            level = another;
        }
        return level;
    }

    private static PowerLevel level(String param, String word) {
        PowerLevel level = PowerLevel.of(word);
        if (level == null) {
            String levels =
                    Arrays.stream(PowerLevel.values()).map(PowerLevel::label).collect(Collectors.joining(", "));
            throw Refused.field(param, "must be one of " + levels);
        }
        return level;
    }

    /** The holder of the key of that name or id; the operator who asks where none is named. */
    private Caller caller(RoutingContext context, @Nullable String name) {
        if (name == null) {
            return AdminGate.caller(context);
        }
        List<Caller> holders = admission.named(name);
        if (holders.size() == 1) {
            return holders.getFirst();
        }
        String shown = ": '" + Refused.shown(name) + "'";
        throw Refused.field(
                KEY,
                holders.isEmpty()
                        ? "is the name of no access key that counts" + shown
                        : "is the name of " + holders.size() + " access keys: write the id of one" + shown);
    }
}
