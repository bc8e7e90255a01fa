package io.penstock.proxy;

import io.penstock.config.Settings;
import io.penstock.google.AccessTokens;
import io.penstock.resilience.Cells;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What one event loop works with to ask providers.
 *
 * @param cells shared by all event loops
 * @param random for jitter
 * @param clock wall clock, to understand dates in {@code retry-after}
 */
record Means(
        Vertx vertx,
        Context context,
        Settings settings,
        CallBook book,
        BodyReader bodies,
        Upstreams.Live upstreams,
        Cells cells,
        AccessTokens tokens,
        RandomGenerator random,
        InstantSource clock) {}
