/**
 * A provider that speaks the OpenAI dialect over real HTTP, needs no key, and misbehaves on request: the model's name
 * says how. It answers a newcomer's first call and is the tests' upstream. Everything runs on one event loop.
 */
@NullMarked
package io.penstock.simulator;

import org.jspecify.annotations.NullMarked;
