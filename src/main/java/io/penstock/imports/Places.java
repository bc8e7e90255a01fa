package io.penstock.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.Endpoint;
import io.penstock.provider.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The providers that deployments need. What LiteLLM says of a deployment's server, key and region is a provider here; equal
 * deployments share one. One that differs in nothing from what the table knows is the table's.
 */
final class Places {
    private static final int NAME_CHARS_MAX = 40;
    private static final int POSITION = 1000;
    private static final String OLLAMA_USUAL = "http://localhost:11434";
    private static final String BASE_URL = "base_url";
    private static final String KEY_ENV = "key_env";
    private static final String API_KEY = "api_key";

    private final Values values;
    private final Map<Site, String> names = new LinkedHashMap<>();
    private final Map<String, String> literals = new LinkedHashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Naming naming = new Naming(NAME_CHARS_MAX, Vendor::isTaken);

    Places(Values values) {
        this.values = values;
    }

    /** What makes two deployments' providers one. The key and the address may be secrets, and go nowhere from here. */
    private record Site(
            String table,
            ObjectNode spec,
            @Nullable Reference key,
            @Nullable Reference address) {}

    /** A provider in the making. */
    private static final class Making {
        final Vendor vendor;
        final Entry params;
        final ObjectNode spec = JsonNodeFactory.instance.objectNode();
        final List<String> words = new ArrayList<>();
        /** Where its key is now, if that cannot stand in a row. */
        @Nullable
        Reference key;
        /** Where its address is now, likewise. */
        @Nullable
        Reference address;

        Making(Vendor vendor, Entry params) {
            this.vendor = vendor;
            this.params = params;
        }

        boolean plain() {
            return spec.isEmpty() && key == null && address == null;
        }

        Site site() {
            return new Site(vendor.table(), spec.deepCopy(), key, address);
        }
    }

    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /**
     * The provider that this deployment's calls go to.
     *
     * @param embedding whether it makes vectors
     * @return {@code null}, and reported, where there can be none
     */
    @Nullable
    String place(Entry params, Vendor known, boolean embedding) {
        String field = params.has("api_base") || !params.has(BASE_URL) ? "api_base" : BASE_URL;
        Reference address = Reference.of(params.text(field));
        if (address instanceof Reference.Nothing && !known.address().isEmpty()) {
            address = new Reference.Variable(known.address());
        }
        boolean own = !(address instanceof Reference.Nothing) && !isUsual(known, address);
        Making making = new Making(known.table().equals("openai") && own ? Vendor.server() : known, params);
        if (own && !address(making, field, address)) {
            return null;
        }
        if (!own && making.vendor.table().isEmpty()) {
            params.lost(field, "is missing, and no address of this provider is known here: its deployment is left out");
            return null;
        }
        if (!VendorDetails.put(values, known.table(), making.spec, making.words, params, embedding)) {
            return null;
        }
        key(making);
        return named(making);
    }

    private static boolean isUsual(Vendor vendor, Reference address) {
        return vendor.table().equals("openai")
                && address instanceof Reference.Written(String text)
                && withoutEnd(text).equals("https://api.openai.com/v1");
    }

    private static String withoutEnd(String url) {
        return url.replaceAll("/+$", "").replaceAll("/(chat/completions|v1/messages)$", "");
    }

    private boolean address(Making making, String field, Reference address) {
        String written = address instanceof Reference.Written(String text) ? text : null;
        if (address instanceof Reference.Variable(String name)) {
            written = values.of(name);
            making.words.add(Naming.aboutVariable(name, making.vendor.table()));
            if (written == null && making.vendor.table().equals("ollama") && name.equals(making.vendor.address())) {
                written = OLLAMA_USUAL;
            }
            if (written == null && making.vendor.table().isEmpty()) {
                making.params.lost(
                        field,
                        "is read from " + name
                                + ", which is not set here: import where it is, or its deployment is left out");
                return false;
            }
        }
        if (written == null) {
            making.address = address;
            return true;
        }
        return url(making, field, withoutEnd(written), address instanceof Reference.Written);
    }

    private static boolean url(Making making, String field, String url, boolean named) {
        try {
            if (url.contains("${")) {
                throw new IllegalArgumentException("must not hold ${");
            }
            Endpoint endpoint = Endpoint.parse(url);
            boolean usualPort = endpoint.port() == (endpoint.tls() ? 443 : 80);
            making.spec.put(BASE_URL, url);
            if (named || making.words.stream().allMatch(String::isEmpty)) {
                making.words.add(Naming.aboutHost(endpoint.host(), !usualPort, endpoint.port()));
            }
            if (Inside.isInside(endpoint.host())) {
                making.spec.put("private_address", true);
            }
            return true;
        } catch (IllegalArgumentException e) {
            making.params.lost(field, e.getMessage() + ": its deployment is left out");
            return false;
        }
    }

    private void key(Making making) {
        Vendor vendor = making.vendor;
        Reference key = Reference.of(making.params.text(API_KEY));
        switch (key) {
            case Reference.Variable(String name)
            when making.plain() && vendor.ours().contains(name) -> {}
            case Reference.Variable(String name)
            when vendor.ours().contains(name) || Values.isNameable(name) -> {
                making.spec.putArray(KEY_ENV).add(name);
                making.words.add(Naming.aboutVariable(name, vendor.table()));
            }
            case Reference.Variable(String name) -> {
                making.key = key;
                making.words.add(Naming.aboutVariable(name, vendor.table()));
            }
            case Reference.Written(String secret) -> {
                // The first that is written out for a provider of the table is that provider's.
                boolean first = making.plain()
                        && literals.computeIfAbsent(vendor.table(), table -> secret)
                                .equals(secret);
                making.key = first ? null : key;
            }
            case Reference.Nothing(boolean said) -> keyless(making, said);
        }
    }

    private static void keyless(Making making, boolean said) {
        Vendor vendor = making.vendor;
        if (making.plain()) {
            if (!vendor.ours().equals(vendor.theirs()) && !vendor.ours().isEmpty()) {
                making.params
                        .findings()
                        .set(
                                vendor.ours().getFirst(),
                                "is where the key of " + vendor.table() + " is read; LiteLLM also takes "
                                        + vendor.theirs().getFirst());
            }
        } else if (vendor.table().isEmpty() || said) {
            making.spec.put("keyless", true);
            if (!said) {
                making.params.changed(
                        API_KEY, "is missing, so no key is sent; LiteLLM sends OPENAI_API_KEY to such a server");
            }
        } else {
            vendor.variables().forEach(making.spec.putArray(KEY_ENV)::add);
        }
    }

    private String named(Making making) {
        String name = names.get(making.site());
        if (name == null) {
            name = making.plain() ? making.vendor.table() : fresh(making);
            names.put(making.site(), name);
            rows.put(name, row(name, making));
        }
        variables(making, name);
        return name;
    }

    /** What the operator must set for it. */
    private static void variables(Making making, String name) {
        Entry params = making.params;
        Findings findings = params.findings();
        Reference written = Reference.of(params.text(API_KEY));
        if (written instanceof Reference.Written) {
            String variable = making.plain() ? making.vendor.ours().getFirst() : Provider.variable(name, "API_KEY");
            findings.set(params.pathOf(API_KEY), "is written out and is not carried over: put it into " + variable);
        } else if (making.key instanceof Reference.Variable(String theirs)) {
            findings.set(
                    Provider.variable(name, "API_KEY"),
                    "takes the key that LiteLLM reads from " + theirs + ": rows of the catalog may not name that");
        }
        if (making.address instanceof Reference.Variable(String theirs)) {
            findings.set(
                    Provider.variable(name, "BASE_URL"),
                    "takes the address that LiteLLM reads from " + theirs + ", which is not set here");
        }
    }

    private String fresh(Making making) {
        List<String> words =
                making.words.stream().filter(word -> !word.isEmpty()).distinct().toList();
        String about = String.join("-", words);
        return making.vendor.table().isEmpty()
                ? naming.name("server", about)
                : naming.name("imported", making.vendor.table(), about);
    }

    private Row row(String name, Making making) {
        Vendor vendor = making.vendor;
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        if (!making.plain() && !vendor.table().isEmpty()) {
            spec.put("like", vendor.table());
        }
        spec.setAll(making.spec);
        if (making.key != null) {
            spec.putArray(KEY_ENV).add(Provider.variable(name, "API_KEY"));
        }
        if (!making.plain() || vendor.offersNothing()) {
            spec.putArray("models");
        }
        return new Row(Row.Kind.PROVIDER, name, "", POSITION + rows.size(), spec, making.params.path());
    }
}
