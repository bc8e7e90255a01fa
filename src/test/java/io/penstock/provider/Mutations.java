package io.penstock.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies as broken lines and hostile peers make them. */
final class Mutations {
    private Mutations() {}

    /** One to four changes: a byte, a piece cut out, doubled or cut off, something before or after. */
    static Buffer of(Random random, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Buffer mutated = Buffer.buffer(bytes);
        for (int change = random.nextInt(1, 5); change > 0; change--) {
            mutated = changed(random, mutated);
        }
        return mutated;
    }

    private static Buffer changed(Random random, Buffer body) {
        int length = body.length();
        int from = random.nextInt(length + 1);
        int to = from + random.nextInt(length - from + 1);
        return switch (random.nextInt(7)) {
            case 0 -> length == 0 ? body : body.copy().setByte(random.nextInt(length), (byte) random.nextInt());
            case 1 -> body.getBuffer(0, from);
            case 2 -> body.getBuffer(0, from).appendBuffer(body.getBuffer(to, length));
            case 3 -> body.getBuffer(0, to).appendBuffer(body.getBuffer(from, length));
            case 4 -> body.copy().appendString("\r\n}{garbage\u0000");
            case 5 -> Buffer.buffer("\uFEFF \n").appendBuffer(body);
            default -> Buffer.buffer("[").appendBuffer(body).appendString("]");
        };
    }
}
