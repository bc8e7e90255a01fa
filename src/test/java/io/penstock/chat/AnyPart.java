package io.penstock.chat;

import static io.penstock.Seeded.oneOf;

import io.penstock.chat.AnyChat.Can;
import io.penstock.chat.Part.CacheMark;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Pieces of messages, from a random source. */
final class AnyPart {
    private static final String[] WORDS = {
        "a",
        "hello",
        " world",
        "\"quoted\"",
        "back\\slash",
        "line\nend",
        "\t",
        "Grüße",
        "日本",
        "🙂",
        "\u0001",
        "{}",
        "data: ",
        "\u2028"
    };

    private final Random random;
    private final Set<Can> can;
    private final List<String> vendors;

    AnyPart(Random random, Set<Can> can, List<String> vendors) {
        this.random = random;
        this.can = can;
        this.vendors = vendors;
    }

    /** A text that neither is empty nor begins or ends with space. */
    String words() {
        StringBuilder text = new StringBuilder("<");
        for (int left = random.nextInt(5); left > 0; left--) {
            text.append(oneOf(random, WORDS));
        }
        return text.append('>').toString();
    }

    CacheMark mark() {
        return new CacheMark(oneOf(random, "5m", "1h"));
    }

    /** Of a system. */
    List<Part> texts() {
        List<Part> texts = new ArrayList<>();
        for (int left = can.contains(Can.SEVERAL_TEXTS) ? 1 + random.nextInt(3) : 1; left > 0; left--) {
            texts.add(new Part.Text(words(), maybe(Can.CACHE_MARKS) ? mark() : null));
        }
        return texts;
    }

    /** Of a user. */
    List<Part> asked() {
        List<Part> asked = new ArrayList<>(texts());
        if (maybe(Can.IMAGES)) {
            asked.add(image(maybe(Can.CACHE_MARKS) ? mark() : null));
        }
        if (maybe(Can.DOCUMENTS)) {
            asked.add(new Part.Document(document(), maybe(Can.DOCUMENT_NAMES) ? "paper.pdf" : null, null));
        }
        if (maybe(Can.AUDIO)) {
            asked.add(new Part.Audio(oneOf(random, "wav", "mp3"), base64()));
        }
        return asked;
    }

    /** Of the assistant, in a request or an answer. */
    List<Part> said(List<Part.ToolUse> uses) {
        List<Part> said = new ArrayList<>(thoughts());
        int texts = can.contains(Can.SEVERAL_TEXTS) ? random.nextInt(3) : random.nextInt(2);
        boolean refusal = maybe(Can.REFUSALS) && uses.isEmpty();
        if (!refusal) {
            for (int left = uses.isEmpty() ? Math.max(1, texts) : texts; left > 0; left--) {
                said.add(new Part.Text(words()));
            }
        } else {
            said.add(new Part.Refusal(words()));
        }
        said.addAll(uses);
        if (can.contains(Can.ANY_ORDER)) {
            Collections.shuffle(said, random);
        }
        return said;
    }

    List<Part> thoughts() {
        List<Part> thoughts = new ArrayList<>();
        boolean signed = can.contains(Can.SIGNED_THINKING) && !vendors.isEmpty();
        for (int left = can.contains(Can.SEVERAL_THOUGHTS) ? random.nextInt(3) : random.nextInt(2); left > 0; left--) {
            if (maybe(Can.HIDDEN_THINKING) && !vendors.isEmpty()) {
                thoughts.add(new Part.HiddenThinking(signature()));
            } else if (signed) {
                thoughts.add(new Part.Thinking(words(), signature()));
            } else if (can.contains(Can.UNSIGNED_THINKING) && thoughts.isEmpty()) {
                thoughts.add(new Part.Thinking(words(), null));
            }
        }
        return thoughts;
    }

    Part.ToolUse use(String id, Tool tool) {
        boolean freeform = tool instanceof Tool.Freeform;
        Signature seal = maybe(Can.SIGNED_CALLS) ? new Signature(Signature.GOOGLE, base64().text()) : null;
        return new Part.ToolUse(id, tool.name(), freeform ? words() : arguments(), freeform, seal);
    }

    /** Some have none. */
    String arguments() {
        return random.nextInt(3) == 0 ? "{}" : "{\"z" + random.nextInt(10) + "\":[1,2.5,\"Grüße \\\"🙂\\\"\",null]}";
    }

    Part.ToolResult result(Part.ToolUse use) {
        List<Part> content = new ArrayList<>();
        content.add(new Part.Text(words()));
        if (maybe(Can.RESULT_TEXTS)) {
            content.add(new Part.Text(words()));
        }
        if (maybe(Can.RESULT_IMAGES)) {
            content.add(image(null));
        }
        return new Part.ToolResult(
                use.id(),
                can.contains(Can.RESULT_NAMES) ? use.name() : null,
                content,
                maybe(Can.RESULT_ERRORS),
                maybe(Can.RESULT_MARKS) ? mark() : null);
    }

    Signature signature() {
        return new Signature(vendors.get(random.nextInt(vendors.size())), base64().text());
    }

    private Part.Image image(CacheMark mark) {
        Media media = maybe(Can.LINKS)
                ? new Media.Link("https://example.com/" + random.nextInt(99) + ".png")
                : new Media.Inline(oneOf(random, "image/png", "image/jpeg", "image/webp"), base64());
        return new Part.Image(media, maybe(Can.DETAIL) ? oneOf(random, "low", "high", "auto") : null, mark);
    }

    private Media document() {
        if (maybe(Can.UPLOADS)) {
            return new Media.Uploaded("file-" + random.nextInt(999));
        }
        return maybe(Can.DOCUMENT_LINKS)
                ? new Media.Link("https://example.com/" + random.nextInt(99) + ".pdf")
                : new Media.Inline("application/pdf", base64());
    }

    private Slice base64() {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        return Slice.of(Base64.getEncoder().encodeToString(bytes));
    }

    private boolean maybe(Can thing) {
        return can.contains(thing) && random.nextInt(3) == 0;
    }
}
