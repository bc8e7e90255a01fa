package io.penstock.admin;

import io.penstock.access.Caller;
import io.penstock.dialect.ApiError;
import io.penstock.routing.Explanation;
import io.penstock.routing.Inquiry;
import io.penstock.routing.PowerLevel;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Says where a call would go, without sending it. Called on worker threads, by several at once. */
public interface Explanations {
    /** What is known of that call. */
    Answer of(Question question);

    /**
     * The call that is not made.
     *
     * @param path where it would go, e.g. {@code /v1/chat/completions}
     * @param body a JSON object
     * @param asked the level of its header; {@code null} where it has none
     * @param caller whose key it would present
     */
    record Question(String path, Buffer body, @Nullable PowerLevel asked, Caller caller) {}

    /**
     * What the call would be told in place of an answer.
     *
     * @param retryAfterSeconds as its header {@code retry-after} would say; -1: it would have none
     */
    record Refusal(ApiError error, long retryAfterSeconds) {}

    /** What becomes of it. */
    sealed interface Answer {
        /** It would be refused before anybody is chosen. */
        record Refused(ApiError error) implements Answer {}

        /**
         * Somebody would be chosen, or nobody found.
         *
         * @param inquiry what was read of it
         * @param explanation where it would go, and why
         * @param refusal what it would be told where nobody is or can be asked; {@code null}: somebody is
         */
        record Explained(
                Inquiry inquiry,
                Explanation explanation,
                @Nullable Refusal refusal) implements Answer {}
    }
}
