package io.penstock.architecture.bad.config;

/** Settings that end the process. */
public final class Settings {
    public void refuse(boolean hard) {
        if (hard) {
            Runtime.getRuntime().halt(1);
        }
        System.exit(1);
    }
}
