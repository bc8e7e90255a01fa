package io.penstock.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.access.Caller;
import io.penstock.access.KeyHash;
import io.penstock.access.KeyRing;
import io.penstock.access.Role;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.Withheld;
import io.penstock.routing.NamePattern;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start needs of PostgreSQL, kept in the data directory for one that finds it away: the catalog's rows and the
 * hashes of access keys, in a {@link SealedFile}. Its methods block, and may be called from all threads.
 */
public final class SealedCopy {
    private static final Logger LOG = LoggerFactory.getLogger(SealedCopy.class);
    private static final String KEYS = "keys";
    private static final String WITHHELD = "withheld";

    private final SealedFile file;
    private byte[] last = new byte[0];
    private boolean failing;

    /**
     * What is kept.
     *
     * @param document the rows as they were used last
     * @param withheld those of them that were switched off
     * @param keys everyone who had a key
     */
    public record Content(CatalogDocument document, Withheld withheld, KeyRing keys) {}

    /** @param place of the database, which is not to be mistaken for another one */
    SealedCopy(Path directory, String place) {
        this.file = new SealedFile(directory, place);
    }

    public Path path() {
        return file.path();
    }

    /** Keeps it in place of what was kept before. Where that fails, a sentence in the log says so, once. */
    public synchronized void keep(Content content) {
        byte[] bytes = SpecText.bytes(json(content));
        if (Arrays.equals(bytes, last)) {
            return;
        }
        try {
            file.write(bytes);
            last = bytes;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "no copy of catalog and keys can be kept in {}, so a start while PostgreSQL is away would fail: {}",
                        file.path(),
                        e.toString());
            }
        }
    }

    /**
     * What was kept last; {@code null} where nothing was.
     *
     * @throws StoreException with the sentence for the operator, where it cannot be trusted
     */
    public synchronized @Nullable Content read() {
        byte[] bytes = file.read();
        if (bytes == null) {
            return null;
        }
        try {
            ObjectNode whole = SpecText.read(new String(bytes, StandardCharsets.UTF_8));
            CatalogDocument document = CatalogDocument.EMPTY;
            for (CatalogKind kind : CatalogKind.values()) {
                document = document.with(kind, rows(whole.path(kind.table())));
            }
            JsonNode off = whole.path(WITHHELD);
            Withheld withheld = new Withheld(
                    texts(off.path(CatalogKind.PROVIDER.table())), texts(off.path(CatalogKind.MODEL.table())));
            return new Content(document, withheld, keys(whole.path(KEYS)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw file.refused("holds something else");
        }
    }

    private static ObjectNode json(Content content) {
        ObjectNode whole = SpecText.empty();
        for (CatalogKind kind : CatalogKind.values()) {
            ObjectNode rows = whole.putObject(kind.table());
            content.document.rows(kind).forEach(rows::set);
        }
        ObjectNode off = whole.putObject(WITHHELD);
        list(off, CatalogKind.PROVIDER.table(), content.withheld.providers());
        list(off, CatalogKind.MODEL.table(), content.withheld.models());
        ArrayNode keys = whole.putArray(KEYS);
        List<ObjectNode> all = new ArrayList<>();
        content.keys.callers().forEach((hash, caller) -> all.add(json(hash, caller)));
        all.sort((a, b) -> a.path("hash").asText().compareTo(b.path("hash").asText()));
        return whole.set(KEYS, keys.addAll(all));
    }

    private static ObjectNode json(KeyHash hash, Caller caller) {
        ObjectNode key = SpecText.empty();
        key.put("hash", HexFormat.of().formatHex(hash.toBytes()));
        key.put("id", caller.keyId().toString());
        key.put("name", caller.name());
        key.put("role", caller.role().name());
        key.put("expires", caller.expiresAtMillis());
        PowerLevel level = caller.level();
        if (level != null) {
            key.put("level", level.label());
        }
        Scope scope = caller.scope();
        ArrayNode models = key.putArray("models");
        scope.models().forEach(pattern -> models.add(pattern.text()));
        list(key, "providers", scope.providers());
        list(key, "regions", scope.regions());
        return key;
    }

    private static void list(ObjectNode object, String name, Set<String> texts) {
        ArrayNode list = object.putArray(name);
        texts.stream().sorted().forEach(list::add);
    }

    private static Map<String, ObjectNode> rows(JsonNode written) {
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> row : written.properties()) {
            if (!(row.getValue() instanceof ObjectNode spec)) {
                throw new IllegalArgumentException(row.getKey());
            }
            rows.put(row.getKey(), spec);
        }
        return rows;
    }

    private static KeyRing keys(JsonNode written) {
        Map<KeyHash, Caller> callers = new HashMap<>();
        for (JsonNode key : written) {
            List<NamePattern> models = new ArrayList<>();
            key.path("models").forEach(text -> models.add(new NamePattern(text.asText())));
            callers.put(
                    KeyHash.ofStored(HexFormat.of().parseHex(key.path("hash").asText())),
                    new Caller(
                            UUID.fromString(key.path("id").asText()),
                            key.path("name").asText(),
                            Role.valueOf(key.path("role").asText()),
                            key.path("expires").asLong(),
                            key.has("level") ? PowerLevel.of(key.path("level").asText()) : null,
                            new Scope(models, texts(key.path("providers")), texts(key.path("regions")))));
        }
        return new KeyRing(callers);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
