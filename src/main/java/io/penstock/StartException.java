package io.penstock;

/** Why the gateway cannot start, as one sentence for the operator. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String sentence) {
        super(sentence);
    }
}
