package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.Endpoint;
import io.penstock.provider.InnerName;
import io.penstock.provider.KeyCheck;
import io.penstock.provider.Provider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the gateway from being sent into its own network: an address that an operator saves is looked up, and one that is
 * private needs the spec to say so. It guards against what is saved, not against a name that changes its mind later.
 * Blocks while it looks up, so it belongs on a worker thread.
 */
final class AddressGuard {
    /** How long looking up may take. */
    static final int SECONDS_MAX = 3;

    /** The spec's key that allows it. */
    static final String ALLOWED = "private_address";

    /** As browsers read a host whose last part is a number: an IPv4 address, however odd (WHATWG URL, 3.5). */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.*");

    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
    private static final String BASE_URL = "spec.base_url";

    /** Looks a host's addresses up. */
    interface Resolver {
        /** @throws UnknownHostException where it has none */
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Predicate<Provider> itself;

    /** @param itself whether a provider is this gateway */
    AddressGuard(Resolver resolver, Predicate<Provider> itself) {
        this.resolver = resolver;
        this.itself = itself;
    }

    /** Refuses this gateway, which no spec can allow: its calls would go round. */
    void refuseItself(Provider provider) {
        if (itself.test(provider)) {
            throw Refused.field(BASE_URL, "is Penstock itself: name another address");
        }
    }

    /**
     * Where calls would be sent to: what the spec's fields lead to. An address that it does not write is known, or that of the
     * gateway's own environment, whose owner need not ask.
     */
    static Map<String, String> hosts(ObjectNode spec, Provider provider) {
        Map<String, String> hosts = new LinkedHashMap<>();
        if (provider.missing() == null && spec.hasNonNull("base_url")) {
            hosts.put(BASE_URL, provider.endpoint().host());
        }
        KeyCheck check = provider.check();
        if (check != null && !check.target().startsWith("/")) {
            try {
                hosts.put(
                        "spec.check",
                        Endpoint.parse(withoutQuery(check.target())).host());
            } catch (IllegalArgumentException e) {
                throw Refused.field("spec.check", String.valueOf(e.getMessage()));
            }
        }
        return hosts;
    }

    private static String withoutQuery(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    /** What is not looked up in time is not known to be outside. */
    static Refused notWithinTime() {
        return Refused.field(
                BASE_URL,
                "names a host that could not be looked up within " + SECONDS_MAX + " s: try again, or set \"" + ALLOWED
                        + "\": true in the spec if you know where it leads");
    }

    /** Refuses a host that is inside, unless the spec allows it. */
    void refuse(ObjectNode spec, Map<String, String> hosts) {
        if (!spec.path(ALLOWED).asBoolean()) {
            hosts.forEach(this::refuse);
        }
    }

    private void refuse(String field, String host) {
        String inside = inside(host);
        if (inside != null) {
            throw Refused.field(
                    field,
                    "leads to " + inside + ": set \"" + ALLOWED
                            + "\": true in the spec if the gateway is meant to send calls there");
        }
    }

    /** What is wrong with a host, e.g. {@code 10.0.0.1, a private address}; {@code null} where nothing is. */
    private @Nullable String inside(String host) {
        boolean name = host.indexOf(':') < 0;
        if (name
                && ENDS_IN_NUMBER.matcher(host).matches()
                && !DOTTED.matcher(host).matches()) {
            return host + ", an IPv4 address that is not written as four numbers";
        }
        String known = InnerName.kind(host);
        if (known != null) {
            return host + ", a name of " + article(known) + " address";
        }
        try {
            for (InetAddress address : resolver.addresses(InnerName.plain(host))) {
                String kind = InnerAddress.kind(address);
                if (kind != null) {
                    String shown = address.getHostAddress();
                    return (shown.equals(host) ? host : host + ", which is " + shown) + ", " + article(kind)
                            + " address";
                }
            }
            return null;
        } catch (UnknownHostException e) {
            // Nobody can be reached there; behind a forward proxy the gateway may not see names of the internet at all.
            return null;
        }
    }

    private static String article(String kind) {
        return (kind.equals("unspecified") ? "an " : "a ") + kind;
    }
}
