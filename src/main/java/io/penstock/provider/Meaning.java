package io.penstock.provider;

/** The classes of refusals; {@link Verdicts} turns each into a verdict. */
enum Meaning {
    BAD_KEY,
    NOT_PERMITTED,
    QUOTA_GONE,
    RATE_LIMITED,
    OVERLOADED,
    TOO_LONG,
    MODEL_GONE,
    FILTERED,
    INCOMPATIBLE,
    CALLERS_FAULT,
    TIMEOUT,
    SERVER_ERROR,
    GARBLED,
    REPORTED;

    /** Whether it is charged to the provider as a whole. */
    boolean chargesProvider() {
        return switch (this) {
            case OVERLOADED, TIMEOUT, SERVER_ERROR, GARBLED, REPORTED -> true;
            case BAD_KEY,
                    NOT_PERMITTED,
                    QUOTA_GONE,
                    RATE_LIMITED,
                    TOO_LONG,
                    MODEL_GONE,
                    FILTERED,
                    INCOMPATIBLE,
                    CALLERS_FAULT -> false;
        };
    }
}
