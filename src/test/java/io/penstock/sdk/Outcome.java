package io.penstock.sdk;

/**
 * What one client made of one call.
 *
 * @param model which provider was asked, by its model
 * @param kind of call
 * @param said for the one who looks at a failure
 */
record Outcome(String client, String model, String kind, boolean ok, String said) {}
