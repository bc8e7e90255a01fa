package io.penstock.dialect;

import java.util.List;
import java.util.Locale;

/** How wrong estimates of tokens are, as a page for people. */
final class TokensPage {
    private static final String HEAD = """
            # How tokens are estimated

            A call is routed by what it will cost and by whether it fits a window, and both depend on how many tokens it has. Penstock
            guesses that from the request's bytes as they came in, before anything is sent. What a call did cost is never guessed: that
            is what its provider reports.

            The estimator is `TokenEstimate`: every byte weighs part of a token, by its kind (a lower-case letter, a digit, the first
            byte of a Chinese character, ...) and the kind of the byte before it. The weights are fitted by least squares to what
            `o200k_base`, OpenAI's tokenizer, makes of texts of many kinds ([why](adr/0017-tokens-are-estimated-from-bytes.md)).

            - Escaped characters count as what they stand for. Line ends and indentation between JSON's own tokens count next to nothing.
            - A run of 256 bytes or more that can only be base64 is a picture, a sound or a document: %,d tokens, whatever its size.
              What a link leads to is not seen.
            - The first %d KiB are read whole, and an eighth of the rest, in windows of 512 bytes. What is read costs about half a
              nanosecond a byte (`TokenEstimateBench`), escaped characters four times as much, pictures a quarter; nothing is allocated.
            - All models are estimated alike. Other vendors' tokenizers make other numbers of the same text, some of them a third more;
              what they make is not published, or is no table that could be shipped.

            ## Texts

            Each text is the one message of a call. The error is the estimate's, in percent of what o200k_base counts (with 4 tokens for
            the message and 3 for the answer's beginning, as OpenAI counts). "Seen" are texts that the weights were fitted to.

            | kind of text | seen: mean | seen: worst | unseen: mean | unseen: worst | all of it: | bytes per token |
            |---|---:|---:|---:|---:|---:|---:|
            """;

    private static final String REQUESTS = """

            ## Requests

            | request | tokens by o200k_base | estimate | error |
            |---|---:|---:|---:|
            """;

    private static final String TAIL = """

            Tools are counted as the JSON they are written in; OpenAI's own count of the same tools is lower, because it shows them to
            the model in a shorter form.

            The page is made by a test, which fails when the page is not what it measures:
            `mvn test -Dtest=TokenEstimateTest -Dtokens.update=true` makes it again.
            """;

    private TokensPage() {}

    /**
     * One kind of text.
     *
     * @param seen errors of passages that the weights were fitted to, 0.01 is one percent too much
     * @param unseen errors of others
     * @param whole the error of all passages as one text
     */
    record Kind(String name, List<Double> seen, List<Double> unseen, double whole, double bytesPerToken) {}

    record Request(String name, int counted, int estimated) {
        double error() {
            return (double) (estimated - counted) / counted;
        }
    }

    static String text(List<Kind> kinds, List<Request> requests) {
        StringBuilder text =
                new StringBuilder(HEAD.formatted(TokenEstimate.MEDIA_TOKENS, TokenEstimate.WHOLE_BYTES_MAX >> 10));
        for (Kind kind : kinds) {
            text.append("| %s | %s | %s | %s | %s | %+.0f %% | %.1f |%n"
                    .formatted(
                            kind.name,
                            percent(mean(kind.seen)),
                            percent(worst(kind.seen)),
                            percent(mean(kind.unseen)),
                            percent(worst(kind.unseen)),
                            100 * kind.whole,
                            kind.bytesPerToken));
        }
        text.append(REQUESTS);
        for (Request request : requests) {
            text.append("| %s | %,d | %,d | %+.0f %% |%n"
                    .formatted(request.name, request.counted, request.estimated, 100 * request.error()));
        }
        return text.append(TAIL).toString();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static double mean(List<Double> errors) {
        return errors.stream().mapToDouble(Math::abs).average().orElse(0);
    }

    static double worst(List<Double> errors) {
        return errors.stream().mapToDouble(Math::abs).max().orElse(0);
    }
}
