package io.penstock.architecture.bad.routing;

import io.vertx.core.buffer.Buffer;

/** A kernel class with a library. */
final class KnowsVertx {
    Buffer[] buffers = new Buffer[0];
}
