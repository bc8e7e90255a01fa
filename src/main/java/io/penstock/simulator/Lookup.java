package io.penstock.simulator;

import io.vertx.core.json.JsonObject;

/** A question for the models there are, or for one of them, and what is known. */
record Lookup(String model, JsonObject found, Behaviour behaviour, Received received) implements ModelCall {}
