package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of providers as a page for people. */
final class ProviderPage {
    private static final String HEAD = """
            # Providers

            What Penstock knows of providers by name. An entry below `providers` in
            [conf/penstock.yaml](../conf/penstock.yaml) of one of these names needs only its models and what it wants
            otherwise. It takes calls once its key, or the variable in its base URL, is set in the environment.

            - `<NAME>_BASE_URL` overrides the base URL, e.g. `GROQ_BASE_URL`.
            - Each key variable may also have `_1` to `_5` or `1` to `5` behind it. One that ends in `_API_KEY` is also
              read with `_KEY1` to `_KEY5` instead. Several keys are used in turn.
            - Variables after "or" hold tokens that are read where there is no key, and sent as `Authorization: Bearer`.
            - A caller that speaks one of a provider's dialects reaches it in that dialect. Other calls are translated to
              the first; where chat and responses are spoken to chat, unless the model needs the other.
            - The check costs nothing and is made every `health.interval_seconds`. Where there is none, only calls tell
              how the provider does. "open" means that anyone is answered, so it proves no key.
            - OpenAI under another host than `*.api.openai.com`, and xAI likewise, is asked in the chat dialect only.

            The page is made of the table that the gateway reads
            ([providers.yaml](../src/main/resources/io/penstock/config/providers.yaml)), and a test fails when they differ.

            | provider | base URL | key variables | key is sent as | dialects | check | quirks |
            |---|---|---|---|---|---|---|
            """;

    private static final String TAIL = """

            ## Notes

            - **azure**: calls name deployments, which no list shows: `azure/<deployment>`. `azure-dated` is the older form
              with a path per deployment and an `api-version`; write `azure: {like: azure-dated, ...}` or an entry of that name.
            - **bedrock**: signed with `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` where there is no
              Bedrock API key; profiles, roles and instance metadata are not read. Signed entries are not checked.
            - **vertex**: `GOOGLE_APPLICATION_CREDENTIALS` names the JSON key file of a service account. It is read at start, where
              `GOOGLE_CLOUD_PROJECT` is set and no token is, and exchanged for access tokens, which are renewed ahead of need; the
              check is that exchange. A token of your own is sent as it is and expires after an hour. Credentials of `gcloud`
              users, external accounts and the metadata server are not read. `GOOGLE_CLOUD_LOCATION` is `global` unless it is set.
            - **ollama**: `OLLAMA_HOST` as Ollama itself reads it, without a scheme or a port where those are usual.
            - **ai21**: its API was announced to end on 2026-08-09.
            - Any other server: an entry with `base_url` is taken for a compatible one; `dialect` says otherwise.
            """;

    private ProviderPage() {}

    static String text(ProviderTable table) {
        StringBuilder text = new StringBuilder(HEAD);
        for (String name : table.names()) {
            text.append(row(name, table.row(name))).append('\n');
        }
        return text.append(TAIL).toString();
    }

    private static String row(String name, JsonNode row) {
        return "| "
                + String.join(
                        " | ",
                        name,
                        code(row.path("base_url").asText()),
                        keys(name, row),
                        auth(row.path("auth").asText("bearer")),
                        dialects(row),
                        check(row),
                        words(row.path("quirks")).isEmpty() ? "" : codes(words(row.path("quirks"))))
                + " |";
    }

    private static String keys(String name, JsonNode row) {
        List<String> names = words(row.path("key_env"));
        String usual = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY";
        List<String> tokens = words(row.path("token_env"));
        return codes(names.isEmpty() ? List.of(usual) : names)
                + (tokens.isEmpty() ? "" : ", or " + codes(tokens))
                + (row.path("auth").asText().equals("aws") ? ", or AWS's own" : "")
                + (row.path("auth").asText().equals("google") ? ", or `GOOGLE_APPLICATION_CREDENTIALS`" : "")
                + (row.path("keyless").asBoolean() ? ", or none" : "");
    }

    private static String auth(String word) {
        return switch (word) {
            case "bearer" -> "Bearer";
            case "aws" -> "Bearer, or signature";
            case "google" -> "Bearer";
            default -> code(word);
        };
    }

    private static String dialects(JsonNode row) {
        List<String> dialects = new ArrayList<>();
        row.path("paths")
                .properties()
                .forEach(path ->
                        dialects.add(path.getKey() + " " + code(path.getValue().asText())));
        return String.join("<br>", dialects);
    }

    private static String check(JsonNode row) {
        String list = row.path("list").asText("none");
        String check = row.path("check").asText(list.equals("none") ? "none" : "GET " + list);
        if (check.equals("none")) {
            return "none";
        }
        String field = row.path("check_field").asText();
        return code(check)
                + (field.isEmpty() ? "" : ", " + code(field))
                + (row.path("check_proves_key").asBoolean(true) ? "" : ", open");
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static String codes(List<String> words) {
        return words.stream().map(ProviderPage::code).collect(Collectors.joining(", "));
    }

    /** A bar would end the cell. */
    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
