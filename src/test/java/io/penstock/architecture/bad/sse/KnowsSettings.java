package io.penstock.architecture.bad.sse;

import io.penstock.architecture.bad.config.Settings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;

/** A wire format that looks up to a higher layer and at a server; a buffer is fine. */
public final class KnowsSettings {
    Settings settings = new Settings();
    Buffer buffer = Buffer.buffer();
    HttpServer[] servers = {};
}
