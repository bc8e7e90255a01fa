package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.penstock.routing.ModelCards;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Catalogs that are fetched, from a server on a real socket. */
class CatalogAddressTest {
    private static final String MINE = "models: {openai: [{models: [{id: gpt-4o, context_tokens: 7}]}]}";

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ModelsFile.class);
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        warnings.start();
        logger.addAppender(warnings);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        serve("/mine.yaml", 200, MINE);
        serve("/gone.yaml", 404, MINE);
        serve("/broken.yaml", 200, "models: [");
        serve("/negative.yaml", 200, "models: {up: [{models: [{id: m, prices: {input: -1}}]}]}");
        serve("/large.yaml", 200, MINE + "\n" + "#".repeat(YamlText.BYTES_MAX));
        server.createContext("/slow.yaml", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('#');
            exchange.getResponseBody().flush();
            await();
        });
        server.start();
    }

    private void serve(String path, int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        logger.detachAppender(warnings);
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void isLaidOverTheBuiltInCatalog() throws IOException {
        ModelCards cards = cards(url("/mine.yaml"));
        assertThat(cards.at("openai", "gpt-4o").contextTokens()).isEqualTo(7);
        assertThat(cards.all()).hasSameSizeAs(builtIn().all());
        assertThat(warnings.list).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/gone.yaml?key=secret | URL/gone.yaml answered 404",
                "/broken.yaml | URL/broken.yaml: the file is not valid YAML",
                "/negative.yaml | URL/negative.yaml: up/m: prices.input is -1 but must lie between 0 and 10000",
                "/large.yaml | URL/large.yaml cannot be fetched: "
            })
    void isWarnedOfWhereItCannotBeUsed(String path, String reason) throws IOException {
        assertThat(cards(url(path))).isEqualTo(builtIn());
        assertThat(warnings.list).hasSize(1);
        assertThat(warnings.list.getFirst().getFormattedMessage().replace(url(""), "URL"))
                .startsWith("the built-in catalog of models is used alone: " + reason)
                .doesNotContain("secret");
    }

    @Test
    void isWarnedOfWhereNobodyListens() throws IOException {
        String url = url("/mine.yaml");
        server.stop(0);
        assertThat(cards(url)).isEqualTo(builtIn());
        assertThat(warnings.list).hasSize(1);
    }

    @Test
    void isGivenUpWhereItsEndDoesNotCome() {
        CatalogAddress slow = CatalogAddress.parse("here", url("/slow.yaml")).within(1);
        Settings.Environment environment = new Variables(Map.of()).environment();
        assertThatThrownBy(() -> slow.fetch(environment))
                .isInstanceOf(IOException.class)
                .hasMessage(url("/slow.yaml") + " did not answer whole within 1 s");
    }

    @ParameterizedTest
    @CsvSource({"http://", "https://user:secret@host/x", "http://h:99999999/x", "'http://a b/'"})
    void stopsTheStartWhereItIsNone(String address) throws IOException {
        assertThat(new Loading(folder, "").with("PENSTOCK_MODELS", address).refusal())
                .isEqualTo(
                        "PENSTOCK_MODELS is no address that can be asked: write e.g. https://host/models.yaml, without"
                                + " a user's name");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private ModelCards cards(String url) throws IOException {
        return new Loading(folder, "models_catalog: " + url)
                .settings()
                .routing()
                .cards();
    }

    private ModelCards builtIn() throws IOException {
        return new Loading(folder, "").settings().routing().cards();
    }
}
