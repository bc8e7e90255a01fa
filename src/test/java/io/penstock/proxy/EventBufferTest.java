package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class EventBufferTest {
    @Test
    void readsOnBehindWhatIsPutIntoAnEvent() {
        Seeded.check(5_000, random -> {
            // Given
            StringBuilder input = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int event = 0; event < 6; event++) {
                String end = Seeded.oneOf(random, "\n\n", "\r\n\r\n", "\r\r");
                boolean comment = random.nextInt(4) == 0;
                String value = "x".repeat(random.nextInt(40));
                String line = comment ? ": " + value : "data: {\"a\":\"" + value + "\"}";
                input.append(line).append(end);
                expected.append(comment ? line : line.substring(0, line.length() - 1) + ",\"more\":1}")
                        .append(end);
            }

            // When
            EventBuffer events = new EventBuffer();
            Buffer out = Buffer.buffer();
            for (int at = 0; at < input.length(); ) {
                int to = Math.min(input.length(), at + 1 + random.nextInt(60));
                events.add(Buffer.buffer(input.substring(at, to)));
                at = to;
                while (events.next(at == input.length())) {
                    if (events.scanner.dataLines() > 0) {
                        events.insert(events.scanner.dataEnd() - 1, Buffer.buffer(",\"more\":1"));
                    }
                }
                if (events.whole() > 0 && random.nextBoolean() || at == input.length()) {
                    out.appendBuffer(events.take(events.whole()));
                }
            }

            // Then
            assertThat(out).hasToString(expected.toString());
            assertThat(events.length()).isZero();
        });
    }
}
