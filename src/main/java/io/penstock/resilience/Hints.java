package io.penstock.resilience;

import io.penstock.routing.Compatibility;
import io.penstock.routing.Feature;
import io.penstock.routing.Hint;
import io.penstock.routing.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Learns from calls what targets reject, so that the next call which asks for it goes elsewhere at once. Shared by all
 * calls, keyed by provider and model; thread-safe. Read without a lock, written only where something is new.
 *
 * <p>A hint is in force when a provider has said in so many words that a model does not take a feature, or after {@link
 * #ERRORS_MIN} objections to requests with the same features and no success between them. A feature that the model has taken
 * within the last hour or two is not held against it: then its value was at fault. A hint ends with the first success of what
 * it says cannot be. It is heeded for {@link #REST_NANOS_MIN}, then calls try again; the next objection doubles that, up to
 * {@link #REST_NANOS_MAX}.
 */
public final class Hints implements Compatibility {
    /** Objections without a word on what is wrong, before they count. */
    public static final int ERRORS_MIN = 5;
    /** How long a hint is in force at first. */
    public static final long REST_NANOS_MIN = TimeUnit.MINUTES.toNanos(10);
    /** How long a hint is in force at most. */
    public static final long REST_NANOS_MAX = TimeUnit.HOURS.toNanos(24);

    /** Targets that are remembered; one of which nothing is held makes room for another that rejects something. */
    static final int TARGETS_MAX = 4_096;
    /** Of one target; a mere suspicion makes room, and without one nothing more is noted. */
    static final int HINTS_PER_TARGET_MAX = 16;

    private final Map<Key, Experience> experiences = new ConcurrentHashMap<>();
    private volatile Map<String, List<Hint>> inForce = Map.of();
    private volatile Map<Key, List<Hint>> spellings = Map.of();

    private record Key(String provider, String model) {}

    /**
     * A hint as operators see it.
     *
     * @param uses what is rejected, together
     * @param errors objections so far
     * @param inForce whether calls avoid it; false: not enough is known yet, or one may try again
     * @param untilNanos when one may try again; counts where it is in force
     * @param lastCall the last call that met with the objection
     */
    public record Evidence(
            String provider,
            String model,
            Set<Feature> uses,
            int errors,
            boolean inForce,
            long untilNanos,
            UUID lastCall) {}

    @Override
    public Map<String, List<Hint>> hints() {
        return inForce;
    }

    /**
     * Whether it is known to reject that one of {@link Feature#SPELLINGS}, which is no reason to go elsewhere: it may take the
     * other. False where it is known to reject both, which is one.
     */
    public boolean rejects(Target target, int spelling, long nowNanos) {
        Map<Key, List<Hint>> known = spellings;
        return !known.isEmpty()
                && known.getOrDefault(new Key(target.provider(), target.model()), List.of()).stream()
                        .anyMatch(hint -> hint.bars(spelling, nowNanos));
    }

    /** Whether calls with these features go elsewhere where they can. */
    public boolean avoids(Target target, int uses, long nowNanos) {
        return inForce.getOrDefault(target.provider() + '/' + target.model(), List.of()).stream()
                .anyMatch(hint -> hint.bars(uses, nowNanos));
    }

    /**
     * A target has begun to answer.
     *
     * @param uses what the request made use of, as bits
     */
    public void succeeded(Target target, int uses, long nowNanos) {
        Experience experience = experiences.get(new Key(target.provider(), target.model()));
        boolean full = experience == null && experiences.size() >= TARGETS_MAX;
        if (!full && (experience == null || !experience.knows(uses, nowNanos))) {
            learn(target, uses, nowNanos);
        }
    }

    private synchronized void learn(Target target, int uses, long nowNanos) {
        Experience experience = experience(target, nowNanos);
        if (experience == null) {
            return;
        }
        experience.took(uses, nowNanos);
        if (experience.disproves(uses)) {
            publish();
        }
    }

    /**
     * A target has rejected a request that others may take.
     *
     * @param uses what the request made use of, as bits
     * @param call its id, as evidence
     */
    public synchronized void refused(Target target, int uses, Objection objection, UUID call, long nowNanos) {
        int signature = signature(objection, uses);
        Experience experience = signature == 0 ? null : experience(target, nowNanos);
        if (experience == null || isOfValue(objection, signature, experience, nowNanos)) {
            return;
        }
        Experience.Doubt doubt = experience.doubt(signature, call);
        if (doubt == null) {
            return;
        }
        doubt.errors++;
        doubt.lastCall = call;
        boolean resting = doubt.inForce && doubt.untilNanos - nowNanos > 0;
        boolean known = objection.against() == Objection.Against.FEATURE || doubt.errors >= ERRORS_MIN;
        if (known && !resting) {
            doubt.restNanos = doubt.inForce ? Math.min(2 * doubt.restNanos, REST_NANOS_MAX) : REST_NANOS_MIN;
            doubt.inForce = true;
            doubt.untilNanos = nowNanos + doubt.restNanos;
            publish();
        }
    }

    /** 0: it is about something that the request does not use, or nobody could say what. */
    private static int signature(Objection objection, int uses) {
        return switch (objection.against()) {
            case FEATURE, FEATURE_HERE -> objection.uses() & uses;
            case REQUEST -> (uses & ~Feature.ENDPOINTS) == 0 ? 0 : uses;
            // Which endpoint is asked may depend on whether there are tools.
            case ENDPOINT -> uses & (Feature.ENDPOINTS | Feature.TOOLS.bit());
        };
    }

    private static boolean isOfValue(Objection objection, int signature, Experience experience, long nowNanos) {
        return switch (objection.against()) {
            case FEATURE -> experience.hasTaken(signature, nowNanos);
            case FEATURE_HERE -> Integer.bitCount(signature) == 1 && experience.hasTaken(signature, nowNanos);
            case REQUEST, ENDPOINT -> false;
        };
    }

    /** All that is known or suspected, by provider and model. */
    public synchronized List<Evidence> evidence(long nowNanos) {
        List<Evidence> all = new ArrayList<>();
        experiences.forEach((key, experience) -> experience.doubts.forEach(doubt -> all.add(new Evidence(
                key.provider(),
                key.model(),
                Feature.of(doubt.uses),
                doubt.errors,
                doubt.inForce && doubt.untilNanos - nowNanos > 0,
                doubt.untilNanos,
                doubt.lastCall))));
        all.sort(Comparator.comparing(Evidence::provider)
                .thenComparing(Evidence::model)
                .thenComparing(evidence -> evidence.uses().toString()));
        return all;
    }

    /**
     * Forgets what a target is said to reject.
     *
     * @return whether there was anything
     */
    public synchronized boolean forget(String provider, String model) {
        Experience experience = experiences.get(new Key(provider, model));
        if (experience == null || experience.doubts.isEmpty()) {
            return false;
        }
        experience.doubts = List.of();
        publish();
        return true;
    }

    /** Forgets all of these providers. */
    public synchronized void forget(Set<String> providers) {
        if (experiences.keySet().removeIf(key -> providers.contains(key.provider()))) {
            publish();
        }
    }

    private @Nullable Experience experience(Target target, long nowNanos) {
        Key key = new Key(target.provider(), target.model());
        Experience known = experiences.get(key);
        if (known != null) {
            return known;
        }
        if (experiences.size() >= TARGETS_MAX) {
            experiences.entrySet().stream()
                    .filter(entry -> entry.getValue().doubts.isEmpty())
                    .findFirst()
                    .ifPresent(entry -> experiences.remove(entry.getKey()));
        }
        if (experiences.size() >= TARGETS_MAX) {
            return null;
        }
        Experience fresh = new Experience(nowNanos);
        experiences.put(key, fresh);
        return fresh;
    }

    private void publish() {
        Map<String, List<Hint>> others = new HashMap<>();
        Map<Key, List<Hint>> spelt = new HashMap<>();
        experiences.forEach((key, experience) -> {
            List<Hint> avoided = new ArrayList<>();
            List<Hint> respelled = new ArrayList<>();
            for (Experience.Doubt doubt : experience.doubts) {
                if (doubt.inForce) {
                    boolean spelling = (doubt.uses & ~Feature.SPELLINGS) == 0;
                    (spelling ? respelled : avoided).add(new Hint(doubt.uses, doubt.untilNanos));
                }
            }
            if (respelled.size() == 1) {
                spelt.put(key, List.copyOf(respelled));
            } else {
                avoided.addAll(respelled);
            }
            if (!avoided.isEmpty()) {
                others.put(key.provider() + '/' + key.model(), List.copyOf(avoided));
            }
        });
        spellings = Map.copyOf(spelt);
        inForce = Map.copyOf(others);
    }
}
