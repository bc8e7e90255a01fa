package io.penstock.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an error stand in its JSON: in an object below {@code error}, beside a text below it, or flat;
 * FastAPI's below {@code detail}; inside streams also below {@code response.error} and Groq's {@code x_groq.error}; Google's, Azure's, Anthropic's and OpenRouter's further words in objects of their own.
 *
 * @param body the object that came
 * @param error the object that tells of the error, the body itself where that is flat
 */
record ErrorShape(JsonObject body, JsonObject error) {
    static final int MESSAGE_CHARS_MAX = 1_000;
    private static final int WORD_CHARS_MAX = 200;
    /** How far a sentence may hide below {@code message} or {@code detail}. */
    private static final int SENTENCE_NESTING_MAX = 4;
    /** More validation errors than this say nothing new. */
    private static final int ELEMENTS_MAX = 20;

    private static final int STATUS_MIN = 400;
    private static final int STATUS_MAX = 599;

    ErrorShape(JsonObject body) {
        this(body, below(body));
    }

    private static JsonObject below(JsonObject body) {
        Object error = Stream.of(body, object(body, "response"), object(body, "x_groq"))
                .map(holder -> holder.getValue("error"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(body);
        if (error instanceof JsonArray array && !array.isEmpty()) {
            error = array.getValue(0);
        }
        return error instanceof JsonObject object ? object : body;
    }

    /** Whether there is nothing below {@code error}: {@code {"message": ...}}. */
    boolean isFlat() {
        return !body.containsKey("error");
    }

    @Nullable
    String message() {
        return Stream.of(
                        error.getValue("message"),
                        error.getValue("Message"),
                        error.getValue("detail"),
                        error.getValue("msg"),
                        body.getValue("error"),
                        object(body, "x_groq").getValue("error"),
                        body.getValue("message"))
                .map(value -> sentence(value, SENTENCE_NESTING_MAX))
                .filter(text -> !text.isBlank())
                .map(ErrorShape::bounded)
                .findFirst()
                .orElse(null);
    }

    @Nullable
    String type() {
        return Stream.of(
                        error.getValue("type"),
                        error.getValue("__type"),
                        error.getValue("error_type"),
                        body.getValue("error_type"),
                        object(error, "metadata").getValue("error_type"))
                .map(ErrorShape::word)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> first(validations("type")));
    }

    /** A word of {@link #codes()}, or else its first number. */
    @Nullable
    String code() {
        List<String> codes = codes();
        String word = first(codes.stream().filter(code -> !isNumber(code)).toList());
        return word != null ? word : first(codes);
    }

    /** All machine-readable words of the error, as they are spelt. */
    List<String> words() {
        List<String> words = new ArrayList<>(codes());
        Stream.of(error.getValue("type"), error.getValue("__type"), error.getValue("error_type"))
                .forEach(value -> add(words, value));
        add(words, body.getValue("error_type"));
        add(words, body.getValue("type"));
        JsonObject metadata = object(error, "metadata");
        add(words, metadata.getValue("error_type"));
        if (metadata.containsKey("flagged_input")) {
            // OpenRouter's moderation has no code of its own.
            words.add("flagged_input");
        }
        if (Boolean.FALSE.equals(availability().getValue("retryable"))) {
            // OpenRouter: nobody serves the model, now or later.
            words.add("not_available");
        }
        words.addAll(validations("type"));
        return words;
    }

    /** The field it is about, as OpenAI names it, e.g. {@code messages[0].content}. */
    @Nullable
    String param() {
        String param = word(error.getValue("param"));
        return param != null ? param : word(body.getValue("param"));
    }

    /** The place of the first field that FastAPI forbids, e.g. {@code [body, seed]}; empty where it forbids none. */
    List<String> forbidden() {
        return validations().stream()
                .filter(element -> "extra_forbidden".equals(element.getValue("type")))
                .map(element -> element.getValue("loc"))
                .filter(JsonArray.class::isInstance)
                .map(loc -> ((JsonArray) loc).stream().map(String::valueOf).toList())
                .findFirst()
                .orElse(List.of());
    }

    /** A status the error tells in its own JSON; -1 where it tells none. */
    int status() {
        return Stream.of("code", "status", "status_code", "raw_status_code")
                .flatMap(name -> Stream.of(error, body).map(object -> word(object.getValue(name))))
                .filter(text -> text != null && text.matches("\\d{3}"))
                .mapToInt(Integer::parseInt)
                .filter(number -> number >= STATUS_MIN && number <= STATUS_MAX)
                .findFirst()
                .orElse(-1);
    }

    /** What the provider behind a relay said, at most 1,000 characters. */
    @Nullable
    String relayed() {
        return object(error, "metadata").getValue("raw") instanceof String raw ? bounded(raw) : null;
    }

    /** The objects of Google's {@code details}. */
    List<JsonObject> details() {
        return objects(error.getValue("details"));
    }

    /** OpenRouter's word on when, or whether, it can serve; empty where it has none. */
    JsonObject availability() {
        return object(error, "availability");
    }

    private List<String> codes() {
        List<String> codes = new ArrayList<>();
        add(codes, error.getValue("code"));
        add(codes, error.getValue("status"));
        add(codes, object(error, "innererror").getValue("code"));
        add(codes, object(error, "details").getValue("error_code"));
        details().forEach(detail -> add(codes, detail.getValue("reason")));
        add(codes, body.getValue("code"));
        return codes;
    }

    private List<String> validations(String name) {
        List<String> values = new ArrayList<>();
        validations().forEach(element -> add(values, element.getValue(name)));
        return values;
    }

    /** FastAPI's list of what is wrong, wherever it stands. */
    private List<JsonObject> validations() {
        List<JsonObject> elements = new ArrayList<>();
        for (JsonObject holder : List.of(error, object(error, "message"))) {
            elements.addAll(objects(holder.getValue("detail")));
        }
        elements.addAll(objects(error.getValue("message")));
        return elements;
    }

    private static String sentence(@Nullable Object value, int nesting) {
        if (value instanceof String text) {
            return text.strip();
        }
        if (nesting == 0) {
            return "";
        }
        Function<Object, String> inner = below -> sentence(below, nesting - 1);
        if (value instanceof JsonArray array) {
            List<String> texts = array.stream()
                    .limit(ELEMENTS_MAX)
                    .map(inner)
                    .filter(text -> !text.isBlank())
                    .toList();
            return String.join("; ", texts);
        }
        if (value instanceof JsonObject object) {
            String place = object.getValue("loc") instanceof JsonArray loc ? " (" + dotted(loc) + ")" : "";
            return Stream.of("message", "msg", "detail", "error")
                    .map(object::getValue)
                    .map(inner)
                    .filter(text -> !text.isBlank())
                    .map(text -> text + place)
                    .findFirst()
                    .orElse("");
        }
        return "";
    }

    private static String dotted(JsonArray loc) {
        return String.join(
                ".",
                loc.stream()
                        .limit(ELEMENTS_MAX)
                        .filter(part -> part instanceof String || part instanceof Number)
                        .map(Object::toString)
                        .toList());
    }

    private static JsonObject object(JsonObject holder, String name) {
        return holder.getValue(name) instanceof JsonObject object ? object : new JsonObject();
    }

    private static List<JsonObject> objects(@Nullable Object array) {
        return array instanceof JsonArray elements
                ? elements.stream()
                        .limit(ELEMENTS_MAX)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    private static void add(List<String> words, @Nullable Object value) {
        String word = word(value);
        if (word != null) {
            words.add(word);
        }
    }

    private static @Nullable String word(@Nullable Object value) {
        if (!(value instanceof String || value instanceof Number)) {
            return null;
        }
        String word = value.toString().strip();
        return word.isEmpty() ? null : word.substring(0, Math.min(word.length(), WORD_CHARS_MAX));
    }

    private static @Nullable String first(List<String> words) {
        return words.isEmpty() ? null : words.getFirst();
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-');
    }

    private static String bounded(String text) {
        if (text.length() <= MESSAGE_CHARS_MAX) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(MESSAGE_CHARS_MAX - 1));
        return text.substring(0, halved ? MESSAGE_CHARS_MAX - 1 : MESSAGE_CHARS_MAX);
    }
}
