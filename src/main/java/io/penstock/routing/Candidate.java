package io.penstock.routing;

/**
 * One target a call may be sent to, with what is known of it.
 *
 * @param target provider and model
 * @param traits the model's
 */
public record Candidate(Target target, Traits traits) {}
