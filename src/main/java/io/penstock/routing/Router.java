package io.penstock.routing;

/** Decides who serves a call. Owned by one event loop. */
public final class Router {

    /** Who serves this call, in which order. */
    public Resolution resolve(Catalog catalog, Inquiry inquiry, long nowNanos) {
        return catalog.resolve(inquiry.model());
    }
}
