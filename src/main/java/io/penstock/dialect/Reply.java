package io.penstock.dialect;

/**
 * What an answer is written for.
 *
 * @param id for an answer to which its provider gave no id; letters and digits
 * @param model the model as the caller named it
 * @param createdSeconds when it was asked, Unix time
 * @param usageWanted whether a stream ends with its usage where the dialect leaves the choice
 */
public record Reply(String id, String model, long createdSeconds, boolean usageWanted) {}
