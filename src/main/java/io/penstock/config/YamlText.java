package io.penstock.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A file of YAML as a tree: one document, no key twice, numbers with all their digits, {@link #BYTES_MAX} long at most. */
final class YamlText {
    static final int BYTES_MAX = 5 << 20;

    private static final int LINE_BYTES_MAX = 1 << 20;

    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().loaderOptions(bounds()).build())
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private YamlText() {}

    private static LoaderOptions bounds() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        return options;
    }

    /** @throws SettingsException whose key is "the file" */
    static JsonNode read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in);
        } catch (IOException e) {
            throw new SettingsException("the file", "cannot be read: make it UTF-8 text that this user may read");
        }
    }

    /** One of the files that are also inside the jar, by its path in the repository. */
    static JsonNode shipped(String path) {
        try (InputStream in = YamlText.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new SettingsException("the file", "is missing from the jar: build it again");
            }
            return parse(in);
        } catch (IOException e) {
            throw new SettingsException("the file", "cannot be read from the jar: build it again");
        }
    }

    static JsonNode parse(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new SettingsException("the file", "is longer than " + BYTES_MAX + " bytes: take something out");
        }
        refuseLongLines(bytes);
        try {
            JsonNode node = YAML.readTree(bytes);
            return node == null ? MissingNode.getInstance() : node;
        } catch (MismatchedInputException e) {
            throw new SettingsException("the file", "holds more than one YAML document: keep one");
        } catch (JacksonException e) {
            throw new SettingsException("the file", "is not valid YAML" + problem(e) + ": mend that line");
        }
    }

    /** The YAML reader takes time that grows with the square of a word's or a comment's length in its line. */
    private static void refuseLongLines(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                start = i + 1;
            } else if (i - start >= LINE_BYTES_MAX) {
                throw new SettingsException(
                        "the file", "holds a line of more than " + LINE_BYTES_MAX + " bytes: break it");
            }
        }
    }

    /** Where it is and what; the YAML reader's own mark is the truer one. */
    private static String problem(JacksonException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            return problem(mark.getLine() + 1, mark.getColumn() + 1, marked.getProblem());
        }
        JsonLocation location = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
        return problem(location.getLineNr(), location.getColumnNr(), e.getOriginalMessage());
    }

    private static String problem(int line, int column, @Nullable String what) {
        String place = line < 1 ? "" : " at line " + line + ", column " + column;
        return what == null ? place : place + " (" + what.lines().findFirst().orElse("") + ")";
    }
}
