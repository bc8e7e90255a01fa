package io.penstock.config;

import io.penstock.provider.Provider;
import io.penstock.routing.RoutingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns documents into what is served: the one validator of everything that stands in the catalog's files and tables. Of
 * one reading of the configuration and the environment; immutable, for any thread.
 */
public final class CatalogReader {
    private final CatalogReading.Ground ground;
    private final SourceFiles files;
    private final Supplier<Settings> again;

    /**
     * What is served.
     *
     * @param providers in order of preference, without those that are switched off and without the simulator
     * @param policy rules, and what is known of models
     */
    public record Read(List<Provider> providers, RoutingPolicy policy) {
        public Read {
            providers = List.copyOf(providers);
        }
    }

    /**
     * What can be served of a document.
     *
     * @param read what is served
     * @param used the document without its refused rows, or with their last good specs
     * @param refused rows that could not be read
     */
    public record Usable(Read read, CatalogDocument used, List<RefusedRow> refused) {
        public Usable {
            refused = List.copyOf(refused);
        }
    }

    /**
     * Of one configuration.
     *
     * @param files it was read from
     * @param again reads it once more
     */
    CatalogReader(CatalogReading.Ground ground, SourceFiles files, Supplier<Settings> again) {
        this.ground = ground;
        this.files = files;
        this.again = again;
    }

    /** The files it was read from, as they were then. */
    public SourceFiles files() {
        return files;
    }

    /**
     * The whole configuration, read once more. Blocks, for seconds where models come from an address.
     *
     * @throws SettingsException as at the start
     */
    public Settings again() {
        return again.get();
    }

    /** This, but with what other settings say for all calls as in the reader of the running process. */
    public CatalogReader asOf(CatalogReader running) {
        return new CatalogReader(ground.asOf(running.ground), files, again);
    }

    /** What the configuration itself says, without keys that are written out. */
    public CatalogDocument shipped() {
        return ground.shipped().document();
    }

    /** Whether {@link #shipped} is all there is: false where an address with models could not be asked. */
    public boolean whole() {
        return ground.shipped().whole();
    }

    /**
     * Reads a document of which every row is to be good.
     *
     * @throws SettingsException at the first row that is not; {@link SettingsException#row} says which
     */
    public Read read(CatalogDocument document) {
        return read(document, Withheld.NOTHING);
    }

    /** As {@link #read(CatalogDocument)}, with some rows switched off. */
    public Read read(CatalogDocument document, Withheld withheld) {
        return new CatalogReading(ground, document, CatalogDocument.EMPTY, refusal -> {
                    throw refusal;
                })
                .read(withheld);
    }

    /**
     * Reads what is good of a document. A row that is not keeps its last good spec, or is left out.
     *
     * @param before the document that was used last
     */
    public Usable usable(CatalogDocument document, Withheld withheld, CatalogDocument before) {
        List<RefusedRow> refused = new ArrayList<>();
        CatalogReading reading = new CatalogReading(ground, document, before, refusal -> {
            RefusedRow row = refusal.row();
            if (row == null) {
                throw refusal;
            }
            refused.add(row);
        });
        Read read = reading.read(withheld);
        return new Usable(read, reading.used(), refused);
    }

    /** Whether both come of configurations that say the same; the environment is not compared. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CatalogReader that
                && ground.shipped().equals(that.ground.shipped())
                && ground.rule().equals(that.ground.rule())
                && ground.traits().equals(that.ground.traits())
                && ground.simulator() == that.ground.simulator();
    }

    @Override
    public int hashCode() {
        return ground.shipped().hashCode();
    }

    /** Without what it holds: keys are among it. */
    @Override
    public String toString() {
        return "CatalogReader[]";
    }
}
