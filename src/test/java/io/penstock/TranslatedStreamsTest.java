package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.Wire;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of providers that speak another dialect than their caller, and every way in which they go wrong. */
class TranslatedStreamsTest {
    private static DialectStage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new DialectStage();
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    static Stream<Arguments> pairs() {
        return DialectCaller.CALLERS.stream()
                .flatMap(caller -> Stream.of(Wire.values())
                        .filter(upstream -> upstream != caller)
                        .map(upstream -> Arguments.of(caller, upstream)));
    }

    /** The model of one case, served by a provider of this dialect. */
    private static String model(Wire caller, Wire upstream, String of) {
        return upstream.label() + "-" + of + "-" + caller.label();
    }

    private static void awaitRow(String model, String expected) throws Exception {
        stage.gateway.awaitRow(
                "select string_agg(concat_ws(' ', outcome, http_status, provider, input_tokens, cached_input_tokens,"
                        + " output_tokens, reasoning_tokens, usage_reported), ';') from llm_usage_logs where model_asked = '"
                        + model
                        + "'",
                expected);
    }

    private static void awaitOutcome(String model, String expected) throws Exception {
        stage.gateway.awaitRow(
                "select string_agg(concat_ws(' ', outcome, error_code, output_tokens), ';') from llm_usage_logs"
                        + " where model_asked = '" + model + "'",
                expected);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsTheWholeAnswerAndItsUsage(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "whole");
        stage.plays(upstream, Spoken.whole(upstream, "Hello"));
        // When
        RawCaller.Answer answer = DialectCaller.askForUsage(stage.gateway, caller, model);
        // Then
        boolean thinking = Spoken.tellsThoughts(upstream);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Hello");
        String cached = upstream == Wire.OLLAMA ? "0" : "4";
        awaitRow(
                model, "completed 200 fake-" + upstream.label() + " 11 " + cached + " 7 " + (thinking ? "2 t" : "0 t"));
        assertThat(answer.body().contains(DialectCaller.thoughts(caller))).isEqualTo(thinking);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void completesAnAnswerThatLacksNothingButItsFormalEnd(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "formal");
        byte[] finish = Spoken.finish(upstream);
        boolean lines = upstream == Wire.OLLAMA;
        byte[] last = lines ? Arrays.copyOf(finish, finish.length - 1) : finish;
        stage.plays(upstream, Spoken.begin(upstream), Spoken.token(upstream, "Hello"), last);
        // When
        RawCaller.Answer answer = DialectCaller.ask(stage.gateway, caller, model, true);
        // Then
        assertThat(answer.whole()).isTrue();
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Hello");
        awaitOutcome(model, "completed 7");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void saysInTheCallersDialectThatAnAnswerWasCut(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "cut");
        // When
        RawCaller.Answer answer = stage.askedInTwoParts(caller, upstream, model, new byte[0], true);
        // Then
        assertThat(answer.whole()).isFalse();
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Hello");
        assertThat(DialectCaller.streamError(caller, answer.body())).contains("broke off in the middle");
        awaitRowBroken(model, "provider_cut_answer");
    }

    private static void awaitRowBroken(String model, String code) throws Exception {
        stage.gateway.awaitRow(
                "select string_agg(concat_ws(' ', outcome, error_code), ';') from llm_usage_logs where model_asked = '"
                        + model + "'",
                "stream_broken " + code);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void saysThatAnAnswerWithACleanEndBeforeItsFinishWasCut(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "short");
        stage.plays(upstream, Spoken.begin(upstream), Spoken.token(upstream, "Hello"));
        // When
        RawCaller.Answer answer = DialectCaller.ask(stage.gateway, caller, model, true);
        // Then
        assertThat(answer.whole()).isFalse();
        assertThat(DialectCaller.streamError(caller, answer.body())).contains("broke off in the middle");
        awaitRowBroken(model, "provider_cut_answer");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsAnErrorInMidStreamInTheCallersDialect(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "error");
        // When
        RawCaller.Answer answer = stage.askedInTwoParts(caller, upstream, model, Spoken.error(upstream), false);
        // Then
        assertThat(answer.whole()).isFalse();
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Hello");
        assertThat(DialectCaller.streamError(caller, answer.body())).contains("It broke");
        awaitRowBroken(model, "provider_error");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesSilentlyToAnotherDialectBeforeTheFirstToken(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "next");
        Wire second = DialectStage.after(upstream);
        stage.plays(upstream, Spoken.begin(upstream), Spoken.error(upstream));
        stage.plays(second, Spoken.whole(second, "Second"));
        // When
        RawCaller.Answer answer = DialectCaller.ask(stage.gateway, caller, model, true);
        // Then
        assertThat(answer.whole()).as(answer.toString()).isTrue();
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Second");
        stage.gateway.awaitRow(
                "select string_agg(concat_ws(' ', outcome, provider, output_tokens), ';') from llm_usage_logs where model_asked = '"
                        + model + "'",
                "completed fake-" + second.label() + " 7");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void skipsWhatItDoesNotKnowAndCountsWhatItCannotRead(Wire caller, Wire upstream) throws Exception {
        // Given
        double before = stage.gateway.metric("penstock_stream_events_skipped_total");
        stage.plays(
                upstream,
                Spoken.begin(upstream),
                Spoken.unknown(upstream),
                Spoken.token(upstream, "Hel"),
                Spoken.malformed(upstream),
                Spoken.unknown(upstream),
                Spoken.token(upstream, "lo"),
                Spoken.finish(upstream),
                Spoken.end(upstream));
        // When
        RawCaller.Answer answer = DialectCaller.ask(stage.gateway, caller, model(caller, upstream, "odd"), true);
        // Then
        assertThat(answer.whole()).as(answer.toString()).isTrue();
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Hello");
        assertThat(stage.gateway.metric("penstock_stream_events_skipped_total") - before)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES", "GEMINI"})
    void saysThatAFrameWithAWrongChecksumIsNone(Wire caller) throws Exception {
        // Given
        String model = model(caller, Wire.CONVERSE, "checksum");
        byte[] torn = Spoken.token(Wire.CONVERSE, " you");
        torn[torn.length - 1] ^= 1;
        // When
        RawCaller.Answer answer = stage.askedInTwoParts(caller, Wire.CONVERSE, model, torn, false);
        // Then
        assertThat(answer.whole()).isFalse();
        assertThat(DialectCaller.text(caller, answer.body())).isEqualTo("Hello");
        assertThat(DialectCaller.streamError(caller, answer.body())).contains("checksum");
    }

    @ParameterizedTest
    @CsvSource({"CHAT, CONVERSE", "RESPONSES, OLLAMA", "MESSAGES, GEMINI", "GEMINI, MESSAGES"})
    void givesUpAnAnswerThatFallsSilent(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "silent");
        stage.upstream(upstream).plays((request, socket) -> {
            DialectStage.say(upstream, socket, Spoken.begin(upstream), Spoken.token(upstream, "Hello"));
            socket.closedWithin(5_000);
        });
        // When
        RawCaller.Answer answer = DialectCaller.ask(stage.gateway, caller, model, true);
        // Then
        assertThat(answer.whole()).isFalse();
        assertThat(DialectCaller.streamError(caller, answer.body())).contains("fell silent");
        awaitRowBroken(model, "provider_stalled");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void stopsTheProviderWhenItsCallerLeaves(Wire caller, Wire upstream) throws Exception {
        // Given
        String model = model(caller, upstream, "left");
        var stopped = new CompletableFuture<Boolean>();
        stage.upstream(upstream).plays((request, socket) -> {
            DialectStage.say(
                    upstream,
                    socket,
                    Spoken.begin(upstream),
                    Spoken.token(upstream, "Hello"),
                    Spoken.token(upstream, "!"));
            stopped.complete(socket.closedWithin(900));
        });
        // When
        try (RawCaller leaving = DialectCaller.asks(
                stage.gateway, DialectCaller.path(caller, model, true), DialectCaller.body(caller, model, true, ""))) {
            leaving.head();
            leaving.chunk();
            leaving.reset();
        }
        // Then
        assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
        stage.gateway.awaitRow(
                "select string_agg(concat_ws(' ', outcome, output_tokens > 0), ';') from llm_usage_logs where model_asked = '"
                        + model + "'",
                "client_cancelled t");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CHAT"},
            mode = EnumSource.Mode.EXCLUDE)
    void rescuesACallerOfChatAcrossDialects(Wire upstream) throws Exception {
        // Given
        String model = model(Wire.CHAT, upstream, "next-rescued");
        Wire second = DialectStage.after(upstream);
        stage.upstream(upstream).plays((request, socket) -> {
            DialectStage.say(
                    upstream,
                    socket,
                    Spoken.begin(upstream),
                    Spoken.token(upstream, "Hello"),
                    Spoken.token(upstream, " there"));
            socket.reset();
        });
        stage.plays(
                second,
                Spoken.begin(second),
                Spoken.malformed(second),
                Spoken.token(second, "Hello there, you"),
                Spoken.finish(second));
        double before = stage.gateway.metric("penstock_stream_events_skipped_total");
        // When
        RawCaller.Answer answer = DialectCaller.ask(stage.gateway, Wire.CHAT, model, true);
        // Then
        assertThat(answer.whole()).as(answer.toString()).isTrue();
        assertThat(DialectCaller.text(Wire.CHAT, answer.body())).isEqualTo("Hello there, you");
        assertThat(DialectCaller.events(answer.body()).stream()
                        .map(event -> event.getString("id"))
                        .distinct())
                .hasSize(1);
        assertThat(stage.gateway.metric("penstock_stream_events_skipped_total") - before)
                .isEqualTo(1);
        stage.gateway.awaitRow(
                "select string_agg(concat_ws(' ', outcome, provider, attempts->0->>'result', attempts->1->>'result'), ';') from llm_usage_logs where model_asked = '"
                        + model + "'",
                "completed fake-" + second.label() + " cut 200");
    }
}
