package io.penstock.resilience;

import org.jspecify.annotations.Nullable;

/**
 * What the failure of one upstream request means. Every failure gets exactly one, and its {@link #cell()} is what is
 * charged with it. Success has none.
 */
public sealed interface Verdict {

    /** What a failure is charged to. */
    enum Cell {
        /** The provider's endpoint: its breaker counts it. */
        PROVIDER,
        /** One key, for all models. */
        KEY,
        /** One key, for one model. */
        KEY_AND_MODEL,
        /** One model of the provider, whatever the key. */
        MODEL,
        /** Nobody: the request itself is at fault, or the caller left. */
        NOBODY
    }

    Cell cell();

    /** Lower-case word of a bounded set, stable across versions: in rows, meters and the list of last errors. */
    String label();

    /**
     * The provider failed. Another target, or the same one a little later, may do better.
     *
     * @param fault how
     * @param retryAfterMillis when it asked to be called again, from now; -1 where it did not say
     */
    record ProviderFault(Fault fault, long retryAfterMillis) implements Verdict {
        public ProviderFault(Fault fault) {
            this(fault, -1);
        }

        @Override
        public Cell cell() {
            return Cell.PROVIDER;
        }

        @Override
        public String label() {
            return fault.label();
        }
    }

    /**
     * Too many requests or tokens for this key and model.
     *
     * @param retryAfterMillis when it may be called again, from now; -1 where the provider did not say
     */
    record RateLimited(long retryAfterMillis) implements Verdict {
        @Override
        public Cell cell() {
            return Cell.KEY_AND_MODEL;
        }

        @Override
        public String label() {
            return "rate_limited";
        }
    }

    /** The account behind the key has no money or allowance left; waiting a little does not help. */
    record QuotaGone() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.KEY;
        }

        @Override
        public String label() {
            return "quota_gone";
        }
    }

    /** The key is wrong, expired or revoked. */
    record BadKey() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.KEY;
        }

        @Override
        public String label() {
            return "bad_key";
        }
    }

    /** The key is good but may not do this with this model. */
    record NotPermitted() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.KEY_AND_MODEL;
        }

        @Override
        public String label() {
            return "not_permitted";
        }
    }

    /** The provider does not serve this model, or no longer. */
    record ModelGone() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.MODEL;
        }

        @Override
        public String label() {
            return "model_gone";
        }
    }

    /** The request is larger than the model's context window: never sent again unchanged but to a larger window. */
    record TooLong() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.NOBODY;
        }

        @Override
        public String label() {
            return "too_long";
        }
    }

    /**
     * A parameter or the endpoint is not for this model; another target may take the same request.
     *
     * @param objection what the provider said; {@code null} where it is the gateway that knows, or where nothing can be
     *     learned from it
     */
    record Incompatible(@Nullable Objection objection) implements Verdict {
        /** From which nothing can be learned. */
        public Incompatible() {
            this(null);
        }

        @Override
        public Cell cell() {
            return Cell.NOBODY;
        }

        @Override
        public String label() {
            return "incompatible";
        }
    }

    /** A content filter refused. Final unless the rule opts in. */
    record Filtered() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.NOBODY;
        }

        @Override
        public String label() {
            return "filtered";
        }
    }

    /** The caller's own mistake: returned as it is. */
    record CallersFault() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.NOBODY;
        }

        @Override
        public String label() {
            return "callers_fault";
        }
    }

    /** A restarted answer did not repeat what the caller already has. */
    record Diverged() implements Verdict {
        @Override
        public Cell cell() {
            return Cell.NOBODY;
        }

        @Override
        public String label() {
            return "diverged";
        }
    }
}
