package io.penstock.imports;

/** Why nothing came of an import, or of sending it, in one sentence without a secret. */
public final class ImportException extends Exception {
    private static final long serialVersionUID = 1L;

    ImportException(String sentence) {
        super(sentence);
    }
}
