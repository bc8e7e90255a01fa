package io.penstock.call;

/**
 * One request to one provider.
 *
 * @param provider the provider asked
 * @param model the model asked of it
 * @param result an HTTP status, or a word such as {@code reset} where none was received
 * @param millis from sending to its result
 * @param usage what it used, as far as is known
 */
public record Attempt(String provider, String model, String result, long millis, TokenUsage usage) {}
