package io.penstock.access;

/** What a caller may do: operate the gateway, or only send calls through it. */
public enum Role {
    ADMIN,
    USER
}
