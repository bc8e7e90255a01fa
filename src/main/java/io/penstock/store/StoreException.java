package io.penstock.store;

/**
 * The store cannot be opened, for a reason the operator can mend: the message is one sentence made for the console, with
 * the cure and without any secret. It carries no stack trace, because it is no bug of ours.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String sentence) {
        super(sentence, null, false, false);
    }
}
