package io.penstock.resilience;

/** The ways in which a provider fails. */
public enum Fault {
    /** No connection could be made. */
    UNREACHABLE("unreachable"),
    /** The gateway's own bound on connections to it is reached. */
    BUSY("busy"),
    /** The connection ended before an answer's head. */
    RESET("reset"),
    /** No answer's head, or no first token, in time. */
    TIMEOUT("timeout"),
    /** 500, 502 and the like. */
    SERVER_ERROR("server_error"),
    /** 503, 529 and the like: too much to do, or not ready. */
    OVERLOADED("overloaded"),
    /** The answer broke off, or ended without saying that it is whole. */
    CUT("cut"),
    /** Silence in the middle of an answer. */
    STALLED("stalled"),
    /** What came is no answer: HTML from a CDN, broken JSON, an event that never ends. */
    GARBLED("garbled"),
    /** An error inside an answer that began with 200. */
    REPORTED("reported");

    private final String label;

    Fault(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
