package io.penstock.resilience;

/**
 * What a provider says it cannot take, of a request that another target may.
 *
 * @param against what it is directed against
 * @param uses the {@link io.penstock.routing.Feature}s it names, as bits, where it is against features
 */
public record Objection(Against against, int uses) {
    /** To the request as a whole. */
    public static final Objection TO_REQUEST = new Objection(Against.REQUEST, 0);
    /** To the way it was asked. */
    public static final Objection TO_ENDPOINT = new Objection(Against.ENDPOINT, 0);

    /** What an objection is directed against. */
    public enum Against {
        /** A feature, whatever its value: once is enough to know it. */
        FEATURE,
        /** Features that it names, but perhaps only this value, or only together with others. */
        FEATURE_HERE,
        /** Something of the request that it does not name. */
        REQUEST,
        /** The endpoint: the model is not served there, whatever is asked. */
        ENDPOINT
    }
}
