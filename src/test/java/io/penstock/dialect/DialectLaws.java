package io.penstock.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.chat.Told;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.penstock.routing.Needs;
import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What holds for every dialect that is both written and read. */
public final class DialectLaws {
    /** For whom answers are written, with usage. */
    public static final Reply REPLY = new Reply("made1up", "asked-model", 1_763_600_000L, true);

    private DialectLaws() {}

    /** What the dialect says of a call that it wrote: the call itself. The model is the call's own. */
    public static void readsBackWhatItWrites(
            UpstreamDialect writer, CallerDialect reader, ChatRequest request, Writing writing) {
        Buffer body = body(writer.write(request, writing));
        assertThat(JsonReader.object(slice(body))).as(body.toString()).isNotNull();
        assertThat(request(reader.read(slice(body), facts(writing.model(), request.stream(), request.usageWanted()))))
                .as(body.toString())
                .isEqualTo(renamed(request, writing.model()));
    }

    /** What the dialect says of an answer that it wrote: the answer, with the model's name the caller used. */
    public static void readsBackWhatItWrites(CallerDialect writer, UpstreamDialect reader, ChatAnswer answer) {
        Buffer body = writer.write(answer, REPLY);
        AnswerReading reading = reader.read(slice(body));
        assertThat(reading).as(body.toString()).isInstanceOf(AnswerReading.Read.class);
        assertThat(((AnswerReading.Read) reading).answer()).as(body.toString()).isEqualTo(named(answer));
    }

    /** What the dialect says of a stream that it wrote: all that was told, in pieces of any length. */
    public static void readsBackWhatItWrites(CallerDialect writer, UpstreamDialect reader, List<ChatEvent> events) {
        byte[] sse = stream(writer, events, REPLY);
        Told told = Told.by(eventsOf(sse, reader.events()));
        Told expected = Told.by(events);
        assertThat(told)
                .as(new String(sse, StandardCharsets.UTF_8))
                .isEqualTo(new Told(named(expected.answer()), expected.ended(), expected.failure()));
    }

    /** The stream cut in two at every byte, and cut into single bytes, tells the same events. */
    public static void cutAnywhereTellsTheSame(byte[] sse, Supplier<EventReader> reader) {
        List<ChatEvent> whole = eventsOf(sse, reader.get());
        for (int cut = 0; cut <= sse.length; cut++) {
            assertThat(eventsOf(sse, reader.get(), cut)).as("cut at " + cut).isEqualTo(whole);
        }
        int[] everywhere = new int[sse.length];
        Arrays.setAll(everywhere, at -> at);
        assertThat(eventsOf(sse, reader.get(), everywhere)).as("cut everywhere").isEqualTo(whole);
    }

    /** Whatever bytes it reads, made from these by chance, it does not throw. */
    public static void neverThrows(byte[] sample, Random random, Consumer<byte[]> reads) {
        byte[] broken = sample.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(broken.length);
            switch (random.nextInt(4)) {
                case 0 -> broken[at] = (byte) random.nextInt();
                case 1 -> broken = Arrays.copyOf(broken, Math.max(1, at));
                case 2 -> broken[at] = (byte) "{}[]\",:0n\\".charAt(random.nextInt(10));
                default -> broken = swapped(broken, random);
            }
        }
        reads.accept(broken);
    }

    /** One JSON value of the document in the place of another, so that it stays well formed. */
    private static byte[] swapped(byte[] document, Random random) {
        JsonValue root = JsonReader.read(document, 0, document.length);
        List<Slice> values = new ArrayList<>();
        collect(root, values);
        if (values.size() < 2) {
            return document;
        }
        Slice gone = values.get(random.nextInt(values.size()));
        Slice put = random.nextInt(3) == 0
                ? Slice.of(List.of("null", "7", "\"\"", "[]", "{}", "true", "-1e999", "[null]")
                        .get(random.nextInt(8)))
                : values.get(random.nextInt(values.size()));
        return Buffer.buffer()
                .appendBytes(document, 0, gone.from())
                .appendBytes(put.array(), put.from(), put.length())
                .appendBytes(document, gone.to(), document.length - gone.to())
                .getBytes();
    }

    private static void collect(JsonValue value, List<Slice> into) {
        if (value == null) {
            return;
        }
        into.add(value.raw());
        if (value instanceof JsonValue.Obj object) {
            object.names().forEach(name -> collect(object.get(name), into));
        } else if (value instanceof JsonValue.Arr array) {
            array.items().forEach(item -> collect(item, into));
        }
    }

    /** The stream as bytes. */
    public static byte[] stream(CallerDialect writer, List<ChatEvent> events, Reply reply) {
        JsonWriter out = new JsonWriter();
        EventWriter written = writer.events(reply);
        events.forEach(event -> written.write(event, out));
        return out.toBuffer().getBytes();
    }

    /** The events of a stream that comes cut at these places, through the scanner the gateway uses. */
    public static List<ChatEvent> eventsOf(byte[] sse, EventReader reader, int... cuts) {
        List<ChatEvent> events = new ArrayList<>();
        EventScanner scanner = new EventScanner();
        for (int cut : cuts) {
            read(sse, cut, false, scanner, reader, events);
        }
        read(sse, sse.length, true, scanner, reader, events);
        reader.end(events::add);
        return events;
    }

    private static void read(
            byte[] sse, int limit, boolean last, EventScanner scanner, EventReader reader, List<ChatEvent> events) {
        while (scanner.next(sse, limit, last)) {
            if (scanner.dataLines() == 1) {
                reader.read(sse, scanner.dataStart(), scanner.dataEnd(), events::add);
            } else if (scanner.dataLines() > 1) {
                byte[] joined = scanner.joinedData(sse);
                reader.read(joined, 0, joined.length, events::add);
            }
        }
    }

    /** The call that was read, or a failure of the test. */
    public static ChatRequest request(ChatReading reading) {
        return switch (reading) {
            case ChatReading.Read read -> read.request();
            case ChatReading.Refused refused -> fail("refused: " + refused.error());
        };
    }

    /** The body that was written, or a failure of the test. */
    public static Buffer body(Written written) {
        return switch (written) {
            case Written.Body body -> body.bytes();
            case Written.Refused refused -> fail("refused: " + refused.error());
        };
    }

    /** What routing would have read of a call of this model. */
    public static RequestFacts facts(String model, boolean stream, boolean usageWanted) {
        RequestFacts.Span nowhere = new RequestFacts.Span(0, 0);
        return new RequestFacts(model, nowhere, stream, usageWanted, 1, null, true, -1, null, Needs.NONE, 0);
    }

    /** All bytes of the buffer. */
    public static Slice slice(Buffer buffer) {
        byte[] bytes = buffer.getBytes();
        return new Slice(bytes, 0, bytes.length);
    }

    /** The same call of another model. */
    public static ChatRequest renamed(ChatRequest request, String model) {
        return new ChatRequest(
                model,
                request.stream(),
                request.usageWanted(),
                request.turns(),
                request.tools(),
                request.toolChoice(),
                request.parallelTools(),
                request.format(),
                request.sampling(),
                request.reasoning(),
                request.user(),
                request.leftovers());
    }

    private static ChatAnswer named(ChatAnswer answer) {
        return new ChatAnswer(answer.id(), REPLY.model(), answer.choices(), answer.usage());
    }
}
