package io.penstock;

/** Which Penstock this is. */
final class Version {
    private Version() {}

    /** The jar's version, or a word for a build that is none. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
