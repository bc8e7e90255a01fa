package io.penstock.google;

import io.penstock.config.ForwardProxy;
import io.penstock.config.Settings;
import io.penstock.provider.ServiceAccount;
import io.penstock.resilience.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a token endpoint once, over connections of its own, with the gateway's proxy and trusted certificates. */
final class TokenExchange {
    /** For all of it; an endpoint that is well answers within one second. */
    private static final long MILLIS_MAX = 10_000;

    private static final int ANSWER_BYTES_MAX = 64 << 10;
    private static final String GRANT_TYPE = encoded("urn:ietf:params:oauth:grant-type:jwt-bearer");

    private final Vertx vertx;
    private final InstantSource clock;
    private final HttpClient plain;
    private final HttpClient tls;

    TokenExchange(Vertx vertx, Settings settings, @Nullable TrustOptions trust, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.plain =
                vertx.createHttpClient(options(settings, settings.environment().httpProxy()));
        this.tls =
                vertx.createHttpClient(options(settings, settings.environment().httpsProxy())
                        .setSsl(true)
                        .setTrustOptions(trust));
    }

    private static HttpClientOptions options(Settings settings, @Nullable String proxy) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(settings.timeouts().connectMillis())
                .setVerifyHost(true)
                .setKeepAlive(false);
        ForwardProxy.apply(options, proxy, settings.environment().noProxy());
        return options;
    }

    /** Never fails: what goes wrong is a refusal too. */
    Future<Grant> ask(ServiceAccount account) {
        Instant asked = clock.instant();
        return vertx.executeBlocking(() -> Assertion.of(account, asked), false)
                .compose(assertion -> send(account, assertion, asked))
                .timeout(MILLIS_MAX, TimeUnit.MILLISECONDS)
                .otherwise(TokenExchange::unanswered);
    }

    private Future<Grant> send(ServiceAccount account, String assertion, Instant asked) {
        HttpClient client = account.tokenUri().startsWith("https:") ? tls : plain;
        RequestOptions options =
                new RequestOptions().setAbsoluteURI(account.tokenUri()).setMethod(HttpMethod.POST);
        options.putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        options.putHeader(HttpHeaders.ACCEPT, "application/json");
        Buffer form = Buffer.buffer("grant_type=" + GRANT_TYPE + "&assertion=" + encoded(assertion));
        return client.request(options).compose(request -> {
            long end = vertx.setTimer(MILLIS_MAX, tooLate -> request.reset());
            return answer(request, form, asked, assertion).onComplete(done -> vertx.cancelTimer(end));
        });
    }

    private static Future<Grant> answer(HttpClientRequest request, Buffer form, Instant asked, String assertion) {
        return request.send(form).compose(answer -> {
            int status = answer.statusCode();
            return body(answer).map(body -> GrantReading.of(status, body, asked, assertion));
        });
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        Buffer all = Buffer.buffer();
        answer.handler(chunk -> {
            if (all.length() + chunk.length() > ANSWER_BYTES_MAX) {
                answer.request().reset();
            } else {
                all.appendBuffer(chunk);
            }
        });
        return answer.end().map(ended -> all);
    }

    private static Grant unanswered(Throwable problem) {
        return problem instanceof TimeoutException
                ? GrantReading.refused(Fault.TIMEOUT, "no answer within " + MILLIS_MAX / 1_000 + " s")
                : GrantReading.refused(
                        Fault.UNREACHABLE, "no answer, " + problem.getClass().getSimpleName());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
