package io.penstock.dialect.gemini;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.AnswerStream;
import io.penstock.json.JsonValue;
import java.util.Arrays;

/**
 * Follows a stream of {@code GenerateContentResponse}s. The chunk with the last finish reason is a part of the answer;
 * there is no closing event, so none is ever seen. Texts are found, not decoded.
 */
final class GeminiStream extends AnswerStream {
    /** Candidates told apart; all beyond them count as one. */
    private static final int CHOICES_MAX = 63;

    private boolean begun;
    private long spoken;
    private long closed;
    private int texts;

    @Override
    protected Meaning data(byte[] bytes, int from, int to) {
        JsonValue.Obj chunk = AnswerReader.response(bytes, from, to);
        if (chunk == null) {
            return Meaning.MALFORMED;
        }
        if (chunk.has("error")) {
            return Meaning.ERROR;
        }
        TokenUsage counted = UsageMetadata.of(chunk);
        usage = counted == null ? usage : counted;
        if (id == null && chunk.get("responseId") instanceof JsonValue.Text text) {
            id = Arrays.copyOfRange(bytes, text.raw().from(), text.raw().to());
        }
        texts = 0;
        boolean something = false;
        for (JsonValue.Obj candidate : chunk.objects("candidates")) {
            something |= candidate(candidate);
        }
        if (AnswerReader.isBlocked(chunk)) {
            begun = true;
            spoken |= 1;
            closed |= 1;
        }
        tokens += something ? 1 : 0;
        begun |= something;
        if (texts != 1 || !textOnly) {
            contentFrom = -1;
        }
        return begun ? Meaning.TOKEN : Meaning.PREAMBLE;
    }

    /** Whether it holds a part that somebody reads. */
    private boolean candidate(JsonValue.Obj candidate) {
        int index = (int) Math.min(CHOICES_MAX, candidate.count("index"));
        long bit = 1L << index;
        textOnly &= index == 0;
        spoken |= bit;
        if (!candidate.textOrEmpty("finishReason").isEmpty()) {
            closed |= bit;
            begun = true;
        }
        JsonValue.Obj said = candidate.object("content");
        boolean something = false;
        if (said != null) {
            for (JsonValue.Obj part : said.objects("parts")) {
                something |= part(part);
            }
        }
        return something;
    }

    private boolean part(JsonValue.Obj part) {
        if (!(part.get("text") instanceof JsonValue.Text text)) {
            boolean something = !part.isEmpty();
            textOnly &= !something;
            return something;
        }
        if (text.length() > 0 && !Boolean.TRUE.equals(part.flag("thought"))) {
            texts++;
            contentFrom = text.raw().from() + 1;
            contentTo = text.raw().to() - 1;
        }
        return text.length() > 0;
    }

    @Override
    public boolean finished() {
        return closed != 0 && (spoken & ~closed) == 0;
    }
}
