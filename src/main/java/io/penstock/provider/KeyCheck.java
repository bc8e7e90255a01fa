package io.penstock.provider;

/**
 * A request that costs nothing and tells whether a provider is there, and mostly whether it takes the key.
 *
 * @param method {@code GET} or {@code POST}, the latter without a body
 * @param target what follows the endpoint's path prefix, or a whole URL
 * @param field a field of the answer that must be {@code true}; empty where the status says it all
 * @param provesKey whether a wrong key would be refused; if not, the path is open to anyone
 */
public record KeyCheck(String method, String target, String field, boolean provesKey) {}
