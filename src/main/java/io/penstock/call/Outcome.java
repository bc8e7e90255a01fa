package io.penstock.call;

/** How a call ended. Every call has exactly one; its {@link #label()} is the value in rows and meters. */
public sealed interface Outcome {

    /** Lower-case word of a bounded set, stable across versions. */
    String label();

    /** The whole answer was delivered. */
    record Completed() implements Outcome {
        @Override
        public String label() {
            return "completed";
        }
    }

    /** The provider answered with an error that was handed on to the caller. */
    record ProviderRefused(int status) implements Outcome {
        @Override
        public String label() {
            return "provider_refused";
        }
    }

    /** The provider gave no usable answer: unreachable, reset, silent, or no sense in it. Nothing was delivered. */
    record ProviderFailed(String reason) implements Outcome {
        @Override
        public String label() {
            return "provider_failed";
        }
    }

    /** The answer broke off after its first part was delivered. */
    record StreamBroken(String reason) implements Outcome {
        @Override
        public String label() {
            return "stream_broken";
        }
    }

    /** The caller left before the end. */
    record ClientCancelled() implements Outcome {
        @Override
        public String label() {
            return "client_cancelled";
        }
    }

    /** The gateway itself refused the call: bad input, unknown model, a limit. */
    record Rejected(String code) implements Outcome {
        @Override
        public String label() {
            return "rejected";
        }
    }

    /** A bug of ours. */
    record GatewayFailed() implements Outcome {
        @Override
        public String label() {
            return "internal_error";
        }
    }
}
