package io.penstock.config;

import io.penstock.provider.Provider;
import io.penstock.routing.Prefill;
import io.penstock.routing.RoutingPolicy;
import io.penstock.routing.Rule;
import io.penstock.routing.Traits;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All static settings: what the file says, what the environment overrides, defaults for the rest. Immutable, valid.
 *
 * @param file where the file's part came from, for messages
 * @param server the listening side
 * @param limits bounds of one call
 * @param timeouts how long each part of a call may take
 * @param resilience what is done when a provider fails
 * @param upstream the calling side
 * @param usage the usage worker
 * @param health the health worker
 * @param simulator whether the built-in provider {@code sim} is offered
 * @param dropParams whether what a provider of another dialect cannot be asked is left out instead of refused
 * @param metadata whether answers in Chat carry {@code _metadata}
 * @param providers in order of preference, as the file has them
 * @param routing rules and traits of models, as the file has them
 * @param catalog reads what PostgreSQL has of both in the same way
 * @param environment what is set by environment variables alone
 */
public record Settings(
        String file,
        Server server,
        Limits limits,
        Timeouts timeouts,
        Resilience resilience,
        Upstream upstream,
        Usage usage,
        Health health,
        boolean simulator,
        boolean dropParams,
        boolean metadata,
        List<Provider> providers,
        RoutingPolicy routing,
        CatalogReader catalog,
        Environment environment) {
    /** Upper ends, for the section and for rules. */
    static final int ATTEMPTS_MAX = 10;

    static final int STREAM_SECONDS_MAX = 3_600;
    static final int ANSWER_SECONDS_MAX = 7_200;

    private static final long MILLIS = 1_000;

    /**
     * The listening side.
     *
     * @param host address to bind; 127.0.0.1 keeps the gateway to this machine
     * @param port 0 takes any free one
     * @param eventLoops proxy verticles that share the port; 0 is one per processor
     * @param idleConnectionSeconds a connection with no call on it is closed after this
     * @param drainSeconds how long open calls may go on when the gateway stops
     * @param transport {@code auto}, or the one to use: {@code io_uring}, {@code epoll}, {@code kqueue}, {@code nio}
     * @param tls where given, a second port with TLS
     */
    public record Server(
            String host,
            int port,
            int eventLoops,
            int idleConnectionSeconds,
            int drainSeconds,
            String transport,
            @Nullable Tls tls) {
        public Server {
            Check.oneOf("transport", transport, "auto", "io_uring", "epoll", "kqueue", "nio");
            Check.present("host", host);
            Check.range("port", port, 0, 65_535);
            Check.range("event_loops", eventLoops, 0, 256);
            Check.range("idle_connection_seconds", idleConnectionSeconds, 1, 86_400);
            Check.range("drain_seconds", drainSeconds, 0, 3_600);
        }
    }

    /**
     * TLS for callers. Both files are PEM and are read again when they change.
     *
     * @param port 0 takes any free one
     * @param certificate certificate chain
     * @param key private key, PKCS#8
     */
    public record Tls(int port, String certificate, String key) {
        public Tls {
            Check.range("port", port, 0, 65_535);
            Check.file("certificate", certificate);
            Check.file("key", key);
        }
    }

    /**
     * Bounds of one call, in bytes.
     *
     * @param bodyBytesMax a request body beyond it is answered 413
     * @param heldBytesMax all request bodies still needed, together; beyond it a call is answered 503; 0 is a quarter of
     *     the heap
     * @param uploadBytesMax a form that is passed on as it arrives, such as an audio file, is answered 413 beyond it
     * @param answerBytesMax an answer that is no stream is held back whole up to this, then handed on as it arrives
     * @param eventBytesMax a stream's event is held back whole up to this, then handed on as it arrives
     */
    public record Limits(
            int bodyBytesMax, int heldBytesMax, int uploadBytesMax, int answerBytesMax, int eventBytesMax) {
        public Limits {
            Check.range("body_bytes_max", bodyBytesMax, 1_024, 1 << 30);
            Check.range("held_bytes_max", heldBytesMax, 0, Integer.MAX_VALUE);
            Check.range("upload_bytes_max", uploadBytesMax, 1_024, Integer.MAX_VALUE);
            Check.range("answer_bytes_max", answerBytesMax, 1_024, 1 << 28);
            Check.range("event_bytes_max", eventBytesMax, 1_024, 1 << 26);
        }
    }

    /**
     * How long each part of a call may take.
     *
     * @param receiveSeconds for the caller to send its body
     * @param connectMillis to connect to a provider, or to wait for a pooled connection
     * @param headersSeconds from sending one request of a streaming call to its answer's head
     * @param firstTokenSeconds from the arrival of a streaming call's whole request to its first token, over all attempts
     * @param answerSeconds from the arrival of any other call's whole request to its whole answer, over all attempts
     * @param idleSeconds of silence between two parts of a stream
     * @param heartbeatSeconds of silence in a stream after which its waiting caller is sent a comment; 0 is never
     * @param stalledReaderSeconds a caller that reads nothing of what waits for it is cut off after this
     */
    public record Timeouts(
            int receiveSeconds,
            int connectMillis,
            int headersSeconds,
            int firstTokenSeconds,
            int answerSeconds,
            int idleSeconds,
            int heartbeatSeconds,
            int stalledReaderSeconds) {
        public Timeouts {
            Check.range("receive_seconds", receiveSeconds, 1, 3_600);
            Check.range("connect_millis", connectMillis, 10, 120_000);
            Check.range("headers_seconds", headersSeconds, 1, STREAM_SECONDS_MAX);
            Check.range("first_token_seconds", firstTokenSeconds, 1, STREAM_SECONDS_MAX);
            Check.range("answer_seconds", answerSeconds, 1, ANSWER_SECONDS_MAX);
            Check.range("idle_seconds", idleSeconds, 1, STREAM_SECONDS_MAX);
            Check.range("heartbeat_seconds", heartbeatSeconds, 0, 3_600);
            Check.range("stalled_reader_seconds", stalledReaderSeconds, 1, 86_400);
        }

        /** What holds of a model of which nothing is said. */
        public Traits traits() {
            return new Traits(0, Prefill.NONE, headersSeconds, idleSeconds);
        }
    }

    /**
     * What is done when a provider fails. Where a rule says otherwise for its models, the rule holds.
     *
     * @param attemptsMax upstream requests of one call: retries, fallbacks, hedges and rescues together
     * @param hedgeAfterSeconds a stream without a token for this long is begun at the next target as well; 0 is never
     * @param hedgeAnswerSeconds the same for a call that is no stream; 0 is never
     * @param rescue whether a stream that breaks off is continued elsewhere
     * @param rerouteFiltered whether a content filter's refusal moves on to the next target
     * @param waitingCallsMax calls per event loop that wait to be tried again; beyond it they are answered at once
     * @param rescueTextBytesMax of answer so far; a longer one is not rescued
     * @param rescueBodyBytesMax of request; a longer one is not kept for a rescue
     * @param breaker when a provider is left alone
     * @param bench when a key or a model is left alone
     */
    public record Resilience(
            int attemptsMax,
            int hedgeAfterSeconds,
            int hedgeAnswerSeconds,
            boolean rescue,
            boolean rerouteFiltered,
            int waitingCallsMax,
            int rescueTextBytesMax,
            int rescueBodyBytesMax,
            BreakerSettings breaker,
            BenchSettings bench) {
        public Resilience {
            Check.range("attempts_max", attemptsMax, 1, ATTEMPTS_MAX);
            Check.range("hedge_after_seconds", hedgeAfterSeconds, 0, STREAM_SECONDS_MAX);
            Check.range("hedge_answer_seconds", hedgeAnswerSeconds, 0, ANSWER_SECONDS_MAX);
            Check.range("waiting_calls_max", waitingCallsMax, 0, 100_000);
            Check.range("rescue_text_bytes_max", rescueTextBytesMax, 0, 1 << 24);
            Check.range("rescue_body_bytes_max", rescueBodyBytesMax, 0, 1 << 28);
        }

        /** What holds for calls that no rule matches. */
        public Rule defaults(Timeouts timeouts) {
            return new Rule(
                    attemptsMax,
                    timeouts.firstTokenSeconds * MILLIS,
                    timeouts.answerSeconds * MILLIS,
                    hedgeAfterSeconds * MILLIS,
                    hedgeAnswerSeconds * MILLIS,
                    rescue,
                    rerouteFiltered);
        }
    }

    /**
     * The calling side. The bounds hold per provider and event loop.
     *
     * @param connectionsMax open connections
     * @param waitingCallsMax calls that wait for one; beyond it a call is answered 503 at once
     * @param idleConnectionSeconds an unused connection is closed after this
     * @param connectionSecondsMax a connection older than this takes no new call, so that DNS changes are followed
     * @param caFile PEM certificates trusted beside the JDK's own
     */
    public record Upstream(
            int connectionsMax,
            int waitingCallsMax,
            int idleConnectionSeconds,
            int connectionSecondsMax,
            @Nullable String caFile) {
        public Upstream {
            Check.range("connections_max", connectionsMax, 1, 65_535);
            Check.range("waiting_calls_max", waitingCallsMax, 0, 65_535);
            Check.range("idle_connection_seconds", idleConnectionSeconds, 1, 3_600);
            Check.range("connection_seconds_max", connectionSecondsMax, 1, 86_400);
            if (caFile != null) {
                Check.file("ca_file", caFile);
            }
        }
    }

    /**
     * The usage worker.
     *
     * @param rowsMax finished calls that may wait for PostgreSQL in memory
     * @param batchRowsMax rows written at once
     * @param flushMillis longest wait before a smaller batch is written
     */
    public record Usage(int rowsMax, int batchRowsMax, int flushMillis) {
        public Usage {
            Check.range("rows_max", rowsMax, 1_000, 10_000_000);
            Check.range("batch_rows_max", batchRowsMax, 1, 10_000);
            Check.range("flush_millis", flushMillis, 10, 60_000);
        }
    }

    /**
     * The health worker.
     *
     * @param intervalSeconds between two rounds of free calls; {@code LLM_HEALTH_CHECK_INTERVAL} overrides it
     * @param timeoutSeconds for one free call
     */
    public record Health(int intervalSeconds, int timeoutSeconds) {
        public Health {
            Check.range("interval_seconds", intervalSeconds, 1, 86_400);
            Check.range("timeout_seconds", timeoutSeconds, 1, 120);
        }
    }

    /**
     * What only environment variables say.
     *
     * @param databaseUrl a PostgreSQL of the operator's own; {@code null} is the embedded one
     * @param dataDirectory where the gateway keeps what must survive a restart
     * @param adminKey preset key of an administrator
     * @param apiKey preset key of a client
     * @param httpProxy proxy for plain upstream calls
     * @param httpsProxy proxy for upstream calls with TLS
     * @param noProxy hosts that are called without one
     */
    public record Environment(
            @Nullable String databaseUrl,
            Path dataDirectory,
            @Nullable String adminKey,
            @Nullable String apiKey,
            @Nullable String httpProxy,
            @Nullable String httpsProxy,
            List<String> noProxy) {
        @Override
        public String toString() {
            return "Environment[dataDirectory=" + dataDirectory + "]";
        }
    }
}
