package io.penstock.resilience;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what is said of a provider as it is from what is said of it as it was: a call keeps the address and the keys that it
 * began with, and keys are known by their number alone. Written by one thread at a time, read by any. Bounded by the number
 * of providers ever named.
 */
final class Epochs {
    private final Map<String, Integer> beginnings = new ConcurrentHashMap<>();
    private volatile int current;

    /** From 0; one more with each change that uproots anybody. */
    int current() {
        return current;
    }

    /** These have another address or other keys from now on, or are gone or new. */
    void uprooted(Set<String> providers) {
        if (!providers.isEmpty()) {
            int next = current + 1;
            providers.forEach(provider -> beginnings.put(provider, next));
            current = next;
        }
    }

    /** Whether the provider still is what it was in that epoch. */
    boolean isOfNow(String provider, int epoch) {
        return epoch == current || beginnings.getOrDefault(provider, 0) <= epoch;
    }
}
