package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog of models: {@code conf/models.yaml} in the working directory, else the copy inside the jar, and over it the
 * one that {@code PENSTOCK_MODELS} or {@code models_catalog} names. A file that cannot be used stops the start; an address
 * that cannot be used is warned of, and the built-in catalog holds alone.
 */
final class ModelsFile {
    /** The setting's key, for the whole of the configuration. */
    static final String SETTING = "models_catalog";

    private static final String VARIABLE = "PENSTOCK_MODELS";
    private static final String SHIPPED = "conf/models.yaml";
    private static final Logger LOG = LoggerFactory.getLogger(ModelsFile.class);

    private final Variables variables;
    private final boolean byVariable;
    private final @Nullable String named;

    /** @param setting what the configuration names; the variable goes before it */
    ModelsFile(Variables variables, @Nullable String setting) {
        String variable = variables.get(VARIABLE);
        this.variables = variables;
        this.byVariable = variable != null;
        this.named = variable == null ? setting : variable;
    }

    /** These files and those that a catalog may come from. */
    SourceFiles sources(SourceFiles others) {
        SourceFiles all = others.and(Path.of(SHIPPED).toAbsolutePath());
        try {
            return named == null || CatalogAddress.isOne(named)
                    ? all
                    : all.and(Path.of(named).toAbsolutePath());
        } catch (InvalidPathException e) {
            return all;
        }
    }

    /**
     * The catalog in force.
     *
     * @param label of the configuration, for messages
     */
    ModelRows load(String label) {
        ModelRows builtIn = builtIn();
        if (named == null) {
            return builtIn;
        }
        String where = byVariable ? VARIABLE : label + ": " + SETTING;
        if (named.isBlank()) {
            throw SettingsException.located(where, "must not be empty: name a file or an http address, or take it out");
        }
        return CatalogAddress.isOne(named) ? fetched(where, named, builtIn) : laid(where, named, builtIn);
    }

    private static ModelRows builtIn() {
        Path file = Path.of(SHIPPED);
        boolean own = Files.isRegularFile(file);
        String label = own ? file.toAbsolutePath().normalize().toString() : "the built-in " + SHIPPED;
        return located(label, () -> CardReader.rows(own ? YamlText.read(file) : YamlText.shipped(SHIPPED)));
    }

    private static ModelRows laid(String where, String named, ModelRows builtIn) {
        Path file = path(where, named);
        String label = file.normalize().toString();
        return located(label, () -> over(builtIn, YamlText.read(file)));
    }

    private static Path path(String where, String named) {
        try {
            Path file = Path.of(named).toAbsolutePath();
            if (Files.isRegularFile(file)) {
                return file;
            }
            throw SettingsException.located(
                    where, "names " + file + ", which is no file: write it, or name none to use the built-in catalog");
        } catch (InvalidPathException e) {
            throw SettingsException.located(where, "is no path of a file: write e.g. conf/my-models.yaml");
        }
    }

    private ModelRows fetched(String where, String named, ModelRows builtIn) {
        CatalogAddress address = CatalogAddress.parse(where, named);
        try {
            byte[] bytes = address.fetch(variables.environment());
            return located(address.shown(), () -> {
                try (InputStream in = new ByteArrayInputStream(bytes)) {
                    return over(builtIn, YamlText.parse(in));
                }
            });
        } catch (IOException | SettingsException e) {
            LOG.warn("the built-in catalog of models is used alone: {}", e.getMessage());
            return builtIn.alone();
        }
    }

    private static ModelRows over(ModelRows before, JsonNode node) {
        ModelRows laid = before.under(CardReader.rows(node));
        int left = laid.cards().all().size();
        int had = before.cards().all().size();
        if (left * 2 < had) {
            throw new SettingsException(
                    "gone", "would leave " + left + " of " + had + " models, less than half: take some out");
        }
        CardReader.refuseDoubles(laid.cards().all());
        return laid;
    }

    private interface Reading {
        ModelRows rows() throws IOException;
    }

    /** With where the catalog stands in what is complained of. */
    private static ModelRows located(String label, Reading reading) {
        try {
            return reading.rows();
        } catch (SettingsException e) {
            throw e.located() ? e : SettingsException.located(label + ": " + e.key(), e.clause());
        } catch (IOException e) {
            throw SettingsException.located(label, "cannot be read: make it UTF-8 text");
        }
    }
}
