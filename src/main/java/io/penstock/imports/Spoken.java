package io.penstock.imports;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What LiteLLM's {@code model} says: whom to ask, and for what.
 *
 * @param vendor who is meant
 * @param id the model as that vendor spells it
 */
record Spoken(Vendor vendor, String id) {
    /** Which of Bedrock's APIs LiteLLM uses; here it is always Converse. */
    private static final Pattern BEDROCK_API = Pattern.compile("^(converse|invoke|converse_like)/");

    private static final Pattern BEDROCK_REGION = Pattern.compile("^[a-z]{2}(-[a-z]+)+-\\d/");
    private static final Pattern GOOGLES =
            Pattern.compile("(gemini|text-embedding|text-multilingual|imagen|learnlm|gemma).*|\\*");

    /** {@code null}, and reported, where nobody known here is meant. */
    static @Nullable Spoken of(Entry params, String model) {
        String said = params.text("custom_llm_provider");
        int slash = model.indexOf('/');
        String before = slash > 0 ? model.substring(0, slash) : "";
        Vendor vendor = Vendor.of(said == null ? before : said);
        if (vendor != null) {
            boolean spelled = Vendor.of(before) != null && (said == null || said.equals(before));
            return in(params, vendor, spelled ? model.substring(slash + 1) : model);
        }
        String usual = slash < 0 && said == null ? Vendor.prefixOf(model) : null;
        Vendor meant = usual == null ? null : Vendor.of(usual);
        if (meant != null) {
            return in(params, meant, model);
        }
        params.lost(
                said == null ? "model" : "custom_llm_provider",
                slash < 0 && said == null
                        ? "names no provider, and which is meant is not known here: write provider/ before it"
                        : "names a provider that is not known here: its deployment is left out");
        return null;
    }

    private static @Nullable Spoken in(Entry params, Vendor vendor, String written) {
        String id = written;
        if (vendor.table().equals("bedrock")) {
            id = BEDROCK_API.matcher(id).replaceFirst("");
            id = BEDROCK_REGION.matcher(id).replaceFirst("");
        }
        if (vendor.table().equals("openai")) {
            id = id.replaceFirst("^responses/", "");
        }
        if (id.isBlank()) {
            params.lost("model", "names no model: its deployment is left out");
            return null;
        }
        if (vendor.table().equals("vertex") && !GOOGLES.matcher(id).matches()) {
            params.lost("model", "is not of Google, and at Vertex AI only such are asked: its deployment is left out");
            return null;
        }
        int star = id.indexOf('*');
        if (star >= 0 && star < id.length() - 1) {
            params.lost("model", "has a * that is not at its end: its deployment is left out");
            return null;
        }
        return new Spoken(vendor, id);
    }
}
