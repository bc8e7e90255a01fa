package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.Await;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Callers that ask the same at once, what each of them heard, and what the gateway and the providers tell of it. The first
 * provider's name is {@code up} in all that is told, whichever it was.
 */
final class Scene {
    /** One second is promised and shown in the table; a machine with other work to do is given more. */
    private static final int STOPPED_MILLIS_MAX = 5_000;

    final Stage stage;
    final String provider;
    final String model;
    private final int callers;
    private final boolean streaming;
    private final List<String> headers = new ArrayList<>();
    private String prompt = Stage.PROMPT;
    private String request;
    private boolean eachForItself;
    private int firstBefore;
    private int secondBefore;
    private List<Heard> heard = List.of();
    private long endNanos;

    Scene(Stage stage, String provider, String model, int callers, boolean streaming) {
        this.stage = stage;
        this.provider = provider;
        this.model = model;
        this.callers = callers;
        this.streaming = streaming;
    }

    /** With this header line in each request. */
    Scene with(String headerLine) {
        headers.add(headerLine);
        return this;
    }

    Scene saying(String words) {
        prompt = words;
        return this;
    }

    /** With these further fields at the end of the request's JSON. */
    Scene asking(String fields) {
        String plain = Heard.request(asked(), streaming, prompt);
        request = plain.substring(0, plain.length() - 1) + "," + fields + "}";
        return this;
    }

    /** Each caller names a {@code user} of its own, so that it has its own turns with models that take turns. */
    Scene eachForItself() {
        eachForItself = true;
        return this;
    }

    /** What the callers write for a model. */
    String asked() {
        return provider + "/" + model;
    }

    /** Lets them call, and waits until all have heard. */
    Scene played() throws Exception {
        firstBefore = stage.first.asked();
        secondBefore = stage.second.asked();
        List<Callable<Heard>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            String user = eachForItself ? ",\"user\":\"caller-" + i + "\"}" : "}";
            calls.add(() -> call(user));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Heard> all = new ArrayList<>();
            for (Future<Heard> one : threads.invokeAll(calls)) {
                all.add(one.get());
            }
            heard = all;
        }
        endNanos = System.nanoTime();
        return this;
    }

    private Heard call(String end) throws IOException {
        String plain = request == null ? Heard.request(asked(), streaming, prompt) : request;
        byte[] body = (plain.substring(0, plain.length() - 1) + end).getBytes();
        List<String> lines = new ArrayList<>(headers);
        lines.add("content-length: " + body.length);
        long began = System.nanoTime();
        try (RawCaller caller = RawCaller.of(stage.gateway)) {
            caller.send(RawCaller.head("/v1/chat/completions", lines.toArray(String[]::new)))
                    .send(body);
            RawCaller.Answer answer = caller.answer();
            return new Heard(answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
    }

    List<Heard> heard() {
        return heard;
    }

    /** What the only caller heard. */
    Heard only() {
        assertThat(heard).hasSize(1);
        return heard.getFirst();
    }

    /** Everybody has the answer as if nothing had happened. */
    Scene everybodyHasTheWholeAnswer() {
        return everybodyHas(stage.answer);
    }

    Scene everybodyHas(String text) {
        for (Heard one : heard) {
            assertThat(one.status()).as(one.answer().body()).isEqualTo(200);
            assertThat(one.text()).isEqualTo(text);
            assertThat(one.ids()).hasSize(1);
            assertThat(one.finishReasons()).containsExactly("stop");
            assertThat(one.answer().whole()).isTrue();
            assertThat(one.streamed()).isEqualTo(streaming);
            assertThat(one.errorCode()).isNull();
            assertThat(one.dones()).isEqualTo(streaming ? 1 : 0);
            assertThat(one.roles()).isEqualTo(streaming ? 1 : 0);
        }
        return this;
    }

    /** Everybody was told of this error in the middle of the stream, and that its end is none. */
    Scene everybodyHasABrokenStream(String code, String beginning) {
        for (Heard one : heard) {
            assertThat(one.status()).isEqualTo(200);
            assertThat(one.text()).isEqualTo(beginning);
            assertThat(one.hasErrorEvent()).isTrue();
            assertThat(one.errorCode()).isEqualTo(code);
            assertThat(one.finishReasons()).isEmpty();
            assertThat(one.dones()).isZero();
            assertThat(one.ids()).hasSize(1);
            assertThat(one.answer().whole()).isFalse();
        }
        return this;
    }

    /** Everybody was refused with this status and code. */
    Scene everybodyIsRefused(int status, String code) {
        for (Heard one : heard) {
            assertThat(one.status()).isEqualTo(status);
            assertThat(one.errorCode()).isEqualTo(code);
            assertThat(one.answer().whole()).isTrue();
        }
        return this;
    }

    /** All values of {@code x-penstock-attempts}, each once. */
    Set<String> attempts() {
        return values("x-penstock-attempts");
    }

    /** All values of a header, each once. */
    Set<String> values(String header) {
        return heard.stream()
                .map(one -> String.valueOf(one.header(header)).replace(provider, "up"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Who answered, by the two headers. */
    Set<String> answeredBy() {
        return heard.stream()
                .map(one -> one.header("x-penstock-provider").replace(provider, "up") + "/"
                        + one.header("x-penstock-model"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How often the first provider was asked. */
    int askedFirst() {
        return stage.first.asked() - firstBefore;
    }

    /** How often the second one was. */
    int askedSecond() {
        return stage.second.asked() - secondBefore;
    }

    /**
     * The callers' rows, those alike once: outcome, status, provider and model, output tokens, every attempt. There is one
     * for each caller, and together they know of every request the providers were sent.
     */
    Set<String> rows() throws SQLException {
        String where = " from llm_usage_logs where model_asked = '" + asked() + "'";
        stage.gateway.awaitRow("select count(*)" + where, String.valueOf(callers));
        String requests = stage.gateway.database().ask("select sum(jsonb_array_length(attempts))" + where);
        assertThat(askedFirst() + askedSecond()).isEqualTo(Integer.parseInt(requests));
        String rows = stage.gateway
                .database()
                .ask("select string_agg(distinct concat_ws(' ', outcome, http_status, provider || '/' || model_used,"
                        + " coalesce(output_tokens::text, '-'), " + ATTEMPTS + "), ';')" + where);
        return new TreeSet<>(List.of(rows.replace(provider, "up").split(";")));
    }

    /** What a row tells of its attempts, in their order. */
    static final String ATTEMPTS = "(select string_agg((a->>'provider') || ':' || (a->>'result'), ',' order by n)"
            + " from jsonb_array_elements(attempts) with ordinality as list(a, n))";

    /** No provider works any more, a second after the callers have their answers at the latest. */
    Scene nobodyWorksOn() {
        Await.until("no open request", () -> stage.first.open() + stage.second.open() == 0);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endNanos);
        assertThat(millis).isLessThan(STOPPED_MILLIS_MAX);
        return this;
    }

    /** It took every caller at least and at most so long. */
    Scene took(Duration atLeast, Duration atMost) {
        for (Heard one : heard) {
            assertThat(one.millis()).isBetween(atLeast.toMillis(), atMost.toMillis());
        }
        return this;
    }

    /** Writes the scene's line in the table. */
    void told(String what) throws IOException {
        ScenarioTable.put(
                what + (streaming ? ", stream" : ", whole") + ", " + callers,
                heard.stream().map(Heard::summary).collect(Collectors.toCollection(TreeSet::new)),
                attempts(),
                heard.stream().mapToLong(Heard::millis).max().orElse(0));
    }
}
