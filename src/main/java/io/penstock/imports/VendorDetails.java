package io.penstock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What only some vendors have beside an address and a key: versions, regions, projects, organisations; and headers. */
final class VendorDetails {
    private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9-]{1,60}");
    private static final Pattern SECRET_HEADER =
            Pattern.compile(".*(auth|key|token|secret|cookie|password|credential|session|signature).*");
    private static final String HEADERS = "headers";
    private static final String TOKEN = "AZURE_OPENAI_AD_TOKEN";

    private VendorDetails() {}

    /** {@code false}, and reported, where the deployment cannot be carried over. */
    static boolean put(
            Values values, String table, ObjectNode spec, List<String> words, Entry params, boolean embedding) {
        boolean possible = switch (table) {
            case "azure" -> azure(values, spec, params, embedding);
            case "vertex" -> vertex(values, spec, words, params);
            case "bedrock" -> bedrock(values, spec, words, params);
            default -> true;
        };
        if (!table.equals("azure")) {
            params.lostIfThere("means something at Azure alone", "api_version");
        }
        organization(values, table, spec, params);
        headers(values, spec, params);
        return possible;
    }

    private static boolean azure(Values values, ObjectNode spec, Entry params, boolean embedding) {
        String version = values.plain(params, "api_version");
        if (version != null && DATED.matcher(version).matches()) {
            if (embedding) {
                params.changed("api_version", "is not sent: embeddings are asked of Azure's v1 API");
            } else {
                spec.put("like", "azure-dated");
                spec.putObject("paths")
                        .put("chat", "/openai/deployments/{model}/chat/completions?api-version=" + version);
                spec.put("check", "GET /openai/models?api-version=" + version);
            }
        } else if (version != null && !List.of("v1", "latest", "preview").contains(version)) {
            params.lost("api_version", "is no version such as 2024-10-21: Azure's v1 API is asked");
        }
        switch (Reference.of(params.text("azure_ad_token"))) {
            case Reference.Variable(String name)
            when name.equals(TOKEN) || Values.isNameable(name) ->
                spec.putArray("token_env").add(name);
            case Reference.Nothing nothing -> {}
            default -> {
                spec.putArray("token_env").add(TOKEN);
                params.findings().set(params.pathOf("azure_ad_token"), "is not carried over: put it into " + TOKEN);
            }
        }
        params.lostIfThere(
                "belongs to a login that is not made here: put a token into " + TOKEN,
                "tenant_id",
                "client_id",
                "client_secret",
                "azure_username",
                "azure_password",
                "azure_scope");
        return true;
    }

    private static boolean vertex(Values values, ObjectNode spec, List<String> words, Entry params) {
        String project = part(values, params, "vertex_project", "vertex_ai_project");
        String location = part(values, params, "vertex_location", "vertex_ai_location");
        if (project == null && location == null) {
            params.findings().set("GOOGLE_CLOUD_PROJECT", "is where the project of vertex is read");
        } else {
            String where = location == null ? "${GOOGLE_CLOUD_LOCATION:-us-central1}" : location;
            String owner = project == null ? "${GOOGLE_CLOUD_PROJECT}" : project;
            spec.put("base_url", "https://" + where + "-aiplatform.googleapis.com/v1");
            spec.putObject("paths")
                    .put(
                            "gemini",
                            "/projects/" + owner + "/locations/" + where
                                    + "/publishers/google/models/{model}:{action}");
            words.add(word(project));
            words.add(word(location));
        }
        for (String key : List.of("vertex_credentials", "vertex_ai_credentials")) {
            if (params.has(key)) {
                params.findings()
                        .set(
                                params.pathOf(key),
                                "is not carried over: GOOGLE_APPLICATION_CREDENTIALS names the key file, one for all");
            }
        }
        return true;
    }

    private static boolean bedrock(Values values, ObjectNode spec, List<String> words, Entry params) {
        String region = part(values, params, "aws_region_name", "region_name");
        if (region != null) {
            if (!spec.has("base_url")) {
                spec.put("base_url", "https://bedrock-runtime." + region + ".amazonaws.com");
            }
            spec.put("region", region);
            spec.put("check", "GET https://bedrock." + region + ".amazonaws.com/foundation-models");
            words.add(word(region));
        }
        for (String key : List.of("aws_access_key_id", "aws_secret_access_key", "aws_session_token")) {
            String usual = key.toUpperCase(Locale.ROOT);
            Reference reference = Reference.of(params.text(key));
            if (reference instanceof Reference.Written
                    || reference instanceof Reference.Variable(String name) && !name.equals(usual)) {
                params.findings()
                        .set(params.pathOf(key), "is not carried over: put it into " + usual + ", one for all");
            }
        }
        params.lostIfThere(
                "is not read: profiles and roles are not followed, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                "aws_profile_name",
                "aws_role_name",
                "aws_session_name",
                "aws_web_identity_token",
                "aws_sts_endpoint",
                "aws_external_id");
        params.lostIfThere("is not read: write the address as api_base", "aws_bedrock_runtime_endpoint");
        return true;
    }

    private static @Nullable String part(Values values, Entry params, String... keys) {
        for (String key : keys) {
            String text = params.has(key) ? values.plain(params, key) : null;
            if (text != null && PART.matcher(text).matches()) {
                return text;
            }
            if (text != null) {
                params.lost(key, "is no plain word");
            }
        }
        return null;
    }

    private static String word(@Nullable String part) {
        return part == null ? "" : part;
    }

    private static void organization(Values values, String table, ObjectNode spec, Entry params) {
        if (params.value("organization").isArray()) {
            params.lost("organization", "is a list: write a deployment for each");
            return;
        }
        String organization = values.plain(params, "organization");
        if (organization != null && !table.equals("openai")) {
            params.lost("organization", "means something at OpenAI alone");
        } else if (organization != null && PART.matcher(organization).matches()) {
            spec.withObjectProperty(HEADERS).put("openai-organization", organization);
        }
    }

    private static void headers(Values values, ObjectNode spec, Entry params) {
        Entry below = params.below("extra_headers");
        for (String name : below.names()) {
            String header = name.toLowerCase(Locale.ROOT);
            if (!HEADER.matcher(header).matches()) {
                below.lost(name, "is no name of a header that can be sent");
            } else if (Reference.of(below.text(name)) instanceof Reference.Variable(String variable)) {
                if (Values.isNameable(variable)) {
                    spec.withObjectProperty(HEADERS).put(header, "${" + variable + "}");
                } else {
                    below.lost(
                            name,
                            "comes from a variable that a row may not name: call it e.g. " + variable + "_API_KEY");
                }
            } else if (SECRET_HEADER.matcher(header).matches()) {
                below.lost(name, "may be a secret and is not carried over: write it as os.environ/NAME_API_KEY");
            } else {
                String value = values.plain(below, name);
                if (value != null && value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                    spec.withObjectProperty(HEADERS).put(header, value);
                }
            }
        }
    }
}
