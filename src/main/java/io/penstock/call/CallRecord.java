package io.penstock.call;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One finished call, as the ledger keeps it. No payload, no secret.
 *
 * @param callId version 7 UUID, also the caller's {@code x-penstock-call-id}
 * @param startedAtMillis wall clock, milliseconds since 1970
 * @param keyId the Penstock key that called
 * @param keyName that key's name
 * @param route the matched path template, e.g. {@code /v1/chat/completions}
 * @param provider the provider that answered last, if any was asked
 * @param modelAsked what the caller wrote, cut at 200 characters
 * @param modelUsed what the provider was asked for
 * @param streaming whether the caller asked for a stream
 * @param outcome how it ended
 * @param status the HTTP status the caller saw; 0 where the caller saw none
 * @param attempts every request made upstream, in order
 * @param usage tokens
 * @param firstTokenMillis from arrival to the first token passed on; -1 where there was none
 * @param durationMillis from arrival to the end
 * @param errorCode the code of the error answered, if one was
 * @param powerLevel the level that decided who was asked, such as {@code eco}; {@code null} where none did
 * @param dearest {@code null} where there was no choice
 */
public record CallRecord(
        UUID callId,
        long startedAtMillis,
        UUID keyId,
        String keyName,
        String route,
        @Nullable String provider,
        @Nullable String modelAsked,
        @Nullable String modelUsed,
        boolean streaming,
        Outcome outcome,
        int status,
        List<Attempt> attempts,
        TokenUsage usage,
        long firstTokenMillis,
        long durationMillis,
        @Nullable String errorCode,
        @Nullable String powerLevel,
        @Nullable Dearest dearest) {}
