package io.penstock.provider;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Host names that are known to lead inside whatever a resolver says of them at this moment: one that has no answer today
 * may have one where, or when, the call is sent.
 */
public final class InnerName {
    /** Of the hosts files of Debian and Red Hat, beside {@code localhost} itself (RFC 6761, 6.3). */
    private static final Set<String> LOOPBACK = Set.of(
            "localhost",
            "localhost.localdomain",
            "localhost4",
            "localhost4.localdomain4",
            "localhost6",
            "localhost6.localdomain6",
            "ip6-localhost",
            "ip6-loopback");

    /** Where clouds tell a machine its own credentials: Google, AWS, Tencent. */
    private static final Set<String> LINK_LOCAL =
            Set.of("metadata", "metadata.google.internal", "metadata.goog", "instance-data", "metadata.tencentyun.com");

    /** Names that the internet does not have (RFC 8375; ICANN's resolution 2024.07.29.06). */
    private static final List<String> PRIVATE = List.of(".internal", ".home.arpa");

    private InnerName() {}

    /** A host as resolvers take it: in lower case, without the dots at the end of a full name. */
    public static String plain(String host) {
        int end = host.length();
        while (end > 0 && host.charAt(end - 1) == '.') {
            end--;
        }
        return host.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** Whether it stands for the machine itself. */
    public static boolean isLoopback(String host) {
        String name = plain(host);
        // To a resolver of the JDK, no name at all is this machine too.
        return name.isEmpty() || LOOPBACK.contains(name) || name.endsWith(".localhost");
    }

    /** The kind of address behind it, e.g. {@code loopback}; {@code null} where only a resolver can tell. */
    public static @Nullable String kind(String host) {
        String name = plain(host);
        if (isLoopback(name)) {
            return "loopback";
        }
        // The names of link-local multicast (RFC 6762) are for neighbours alone.
        if (LINK_LOCAL.contains(name) || name.startsWith("instance-data.") || name.endsWith(".local")) {
            return "link-local";
        }
        return PRIVATE.stream().anyMatch(name::endsWith) ? "private" : null;
    }
}
