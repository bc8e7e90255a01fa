package io.penstock.store;

/**
 * The store cannot be opened, for a reason the operator can mend: the message is one sentence made for the console, with
 * the cure and without any secret. It carries no stack trace, because it is no bug of ours.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean away;

    StoreException(String sentence) {
        this(sentence, false);
    }

    /** @param away whether the server cannot be reached at this moment, or takes nobody */
    StoreException(String sentence, boolean away) {
        super(sentence, null, false, false);
        this.away = away;
    }

    /** With the sentence of another one behind its own. */
    public StoreException and(StoreException other) {
        return new StoreException(getMessage() + " " + other.getMessage(), away);
    }

    /** Whether the server cannot be reached at this moment, or takes nobody: another attempt may succeed. */
    public boolean away() {
        return away;
    }
}
