package io.penstock.resilience;

/** What keeps a target from being asked at this moment. */
public enum Obstacle {
    /** Its provider's breaker is open, or half-open and its one probe is out. */
    BREAKER_OPEN("breaker open"),
    /** Too many requests or tokens for the key and the model. */
    RATE_LIMITED("rate limited"),
    /** The account behind the key has nothing left. */
    QUOTA_GONE("quota gone"),
    /** The key is wrong, expired or revoked. */
    KEY_REJECTED("key rejected"),
    /** The key may not do this with this model. */
    NOT_PERMITTED("key not permitted"),
    /** The provider does not serve this model, or no longer. */
    MODEL_GONE("model gone");

    private final String words;

    Obstacle(String words) {
        this.words = words;
    }

    /** For sentences: a few lower-case words that name no key and no address. */
    public String words() {
        return words;
    }

    /** What a bench for this verdict is. */
    static Obstacle of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.RateLimited _ -> RATE_LIMITED;
            case Verdict.QuotaGone _ -> QUOTA_GONE;
            case Verdict.BadKey _ -> KEY_REJECTED;
            case Verdict.NotPermitted _ -> NOT_PERMITTED;
            case Verdict.ModelGone _ -> MODEL_GONE;
            case Verdict.ProviderFault _,
                    Verdict.TooLong _,
                    Verdict.Incompatible _,
                    Verdict.Filtered _,
                    Verdict.CallersFault _,
                    Verdict.Diverged _ -> throw new IllegalArgumentException(verdict.label() + " benches nothing");
        };
    }
}
