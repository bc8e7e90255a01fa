package io.penstock.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.chat.AnyChat;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.json.JsonReader;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What holds for every dialect that is spoken to providers only. */
public final class ProviderLaws {
    private ProviderLaws() {}

    /** Every call becomes JSON that parses, or a refusal that names a field; with parameters dropped, fewer are refused. */
    public static void writesOrRefusesAnyCall(UpstreamDialect dialect, String... models) {
        Seeded.check(600, random -> {
            Set<String> vendors = Set.of(Signature.ANTHROPIC, Signature.GOOGLE, Signature.OPENAI);
            EnumSet<AnyChat.Can> can = EnumSet.allOf(AnyChat.Can.class);
            can.removeIf(_ -> random.nextBoolean());
            ChatRequest request = new AnyChat(random, can, vendors).request();
            Writing writing = writing(Seeded.oneOf(random, models), random.nextBoolean());
            switch (dialect.write(request, writing)) {
                case Written.Body body ->
                    assertThat(JsonReader.object(DialectLaws.slice(body.bytes())))
                            .as(body.bytes().toString())
                            .isNotNull();
                case Written.Refused refused -> {
                    assertThat(refused.error().status()).isEqualTo(400);
                    assertThat(refused.error().param()).isNotBlank();
                    assertThat(refused.error().code()).isEqualTo("unsupported_parameter");
                }
            }
        });
    }

    /** The framed stream, cut in two at every byte and into single bytes, tells the same. */
    public static void cutAnywhereTellsTheSame(UpstreamDialect dialect, byte[] framed) {
        List<ChatEvent> whole = events(dialect, framed);
        assertThat(whole).isNotEmpty();
        for (int cut = 1; cut < framed.length; cut++) {
            assertThat(events(dialect, framed, cut)).as("cut at " + cut).isEqualTo(whole);
        }
        int[] everywhere = new int[framed.length];
        Arrays.setAll(everywhere, at -> at);
        assertThat(events(dialect, framed, everywhere)).as("cut everywhere").isEqualTo(whole);
    }

    /** Neither broken documents nor broken streams make it throw. */
    public static void neverThrows(UpstreamDialect dialect, byte[] answer, byte[] framed) {
        Seeded.check(2000, random -> {
            DialectLaws.neverThrows(answer, random, bytes -> dialect.read(new Slice(bytes, 0, bytes.length)));
            DialectLaws.neverThrows(answer, random, bytes -> dialect.events().read(bytes, 0, bytes.length, _ -> {}));
            byte[] broken = framed.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            events(dialect, broken, random.nextInt(broken.length));
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            events(dialect, noise);
        });
    }

    /** The JSON documents of a stream, each changed by chance, make it throw as little. */
    public static void neverThrowsOnEvents(UpstreamDialect dialect, List<String> documents) {
        Seeded.check(2000, random -> {
            EventReader reader = dialect.events();
            for (String document : documents) {
                byte[] sample = document.getBytes(StandardCharsets.UTF_8);
                DialectLaws.neverThrows(sample, random, bytes -> reader.read(bytes, 0, bytes.length, _ -> {}));
            }
            reader.end(_ -> {});
        });
    }

    /** What the stream tells when it comes cut at these places. */
    public static List<ChatEvent> events(UpstreamDialect dialect, byte[] framed, int... cuts) {
        return DialectLaws.eventsOf(sse(dialect, framed, cuts).getBytes(), dialect.events());
    }

    /** The stream as server-sent events when it comes cut at these places. */
    public static Buffer sse(UpstreamDialect dialect, byte[] framed, int... cuts) {
        Framing framing = dialect.framing();
        Buffer sse = Buffer.buffer();
        int from = 0;
        for (int cut : cuts) {
            sse.appendBuffer(framing.feed(Buffer.buffer(Arrays.copyOfRange(framed, from, cut))));
            from = cut;
        }
        return sse.appendBuffer(framing.feed(Buffer.buffer(Arrays.copyOfRange(framed, from, framed.length))));
    }

    /** For this model, of which nothing else is known. */
    public static Writing writing(String model, boolean dropParams) {
        return new Writing(model, 0, dropParams, Set.of());
    }

    /** A call of these turns and nothing else. */
    public static ChatRequest call(Turn... turns) {
        return call(List.of(turns), List.of(), new ToolChoice.Auto(), Sampling.DEFAULT, null);
    }

    /** A call with what is most often said. */
    public static ChatRequest call(
            List<Turn> turns, List<Tool> tools, ToolChoice choice, Sampling sampling, Reasoning reasoning) {
        return new ChatRequest(
                "asked",
                false,
                false,
                turns,
                tools,
                choice,
                null,
                new OutputFormat.PlainText(),
                sampling,
                reasoning,
                null,
                List.of());
    }

    /** The call with these besides. */
    public static ChatRequest with(ChatRequest call, OutputFormat format, Boolean parallel, Leftover... leftovers) {
        return new ChatRequest(
                call.model(),
                call.stream(),
                call.usageWanted(),
                call.turns(),
                call.tools(),
                call.toolChoice(),
                parallel,
                format,
                call.sampling(),
                call.reasoning(),
                call.user(),
                List.of(leftovers));
    }

    /** The body, or {@code 400 <field>} where the call is refused. */
    public static String text(Written written) {
        return switch (written) {
            case Written.Body body -> body.bytes().toString();
            case Written.Refused refused ->
                refused.error().status() + " " + refused.error().param();
        };
    }

    /** A file of expected bytes; lines are put together, so that JSON may be broken between its values. */
    public static String golden(String path) throws IOException {
        return String.join("", lines(path));
    }

    /** The lines of a file, without the white space before them. */
    public static List<String> lines(String path) throws IOException {
        try (InputStream file = ProviderLaws.class.getResourceAsStream("/golden/" + path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .toList();
        }
    }
}
