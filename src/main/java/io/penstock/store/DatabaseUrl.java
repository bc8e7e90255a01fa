package io.penstock.store;

import io.vertx.pgclient.SslMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code DATABASE_URL} as libpq reads a connection URI: {@code
 * postgresql://[user[:password]@][host][:port][/database][?sslmode=...&...]}, percent-encoded, with libpq's defaults.
 * No message quotes any part of the address, because a password with an unescaped character may be that part.
 */
final class DatabaseUrl {
    private static final int PORT_DEFAULT = 5432;
    private static final int PORT_MAX = 65_535;
    private static final Pattern SCHEME = Pattern.compile("(?i)postgres(?:ql)?://(.*)", Pattern.DOTALL);
    private static final Pattern PARTS =
            Pattern.compile("(?:([^:@/?]*)(?::([^@/?]*))?@)?([^@/?]*)(?:/([^@?]*))?(?:\\?([^@]*))?");
    private static final Pattern HOST = Pattern.compile("\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([\\w.-]+)");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(.*))?", Pattern.DOTALL);

    /** What changes who is connected to, or as whom, and is not supported: better refused than passed over. */
    private static final Set<String> UNSUPPORTED =
            Set.of("hostaddr", "passfile", "requirepeer", "service", "sslcert", "sslkey");

    private final Map<String, String> parameters = new HashMap<>();

    private DatabaseUrl() {}

    /** @throws StoreException if the address cannot be understood */
    static Endpoint parse(String url) {
        return new DatabaseUrl().read(url.strip());
    }

    private Endpoint read(String url) {
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.matches()) {
            throw wrong("it must begin with postgresql:// or postgres://");
        }
        Matcher parts = PARTS.matcher(scheme.group(1));
        if (!parts.matches()) {
            throw wrong("characters such as @ : / ? % in the user or the password must be percent-encoded (@ is %40)");
        }
        put("user", parts.group(1));
        put("password", parts.group(2));
        readHostAndPort(parts.group(3));
        put("dbname", parts.group(4));
        readQuery(parts.group(5));
        return endpoint();
    }

    private void readHostAndPort(String text) {
        if (text.indexOf(',') >= 0) {
            throw wrong("it names several hosts, and only one is supported");
        }
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches()) {
            throw wrong("its host is not valid");
        }
        put("host", matcher.group(1));
        put("port", matcher.group(2));
    }

    private void readQuery(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw wrong("its parameters must have the form name=value, joined by &");
            }
            put(decoded(pair.substring(0, equals)), pair.substring(equals + 1));
        }
    }

    private void put(String name, @Nullable String encoded) {
        if (UNSUPPORTED.contains(name)) {
            throw wrong("its parameter " + name + " is not supported");
        }
        if (encoded != null && !encoded.isEmpty()) {
            parameters.put(name, decoded(encoded));
        }
    }

    private Endpoint endpoint() {
        String user = parameters.getOrDefault("user", System.getProperty("user.name", "postgres"));
        return new Endpoint(
                host(),
                port(),
                parameters.getOrDefault("dbname", user),
                user,
                parameters.getOrDefault("password", ""),
                sslMode(),
                rootCertificate(),
                parameters.getOrDefault("options", ""));
    }

    private String host() {
        String host = parameters.getOrDefault("host", "localhost");
        if (host.startsWith("/") || host.startsWith("@")) {
            throw wrong("it names a Unix socket, and only TCP is supported");
        }
        // A literal IPv6 address stands in brackets before the path, and without them in a parameter.
        Matcher matcher = HOST.matcher(host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host);
        if (!matcher.matches()) {
            throw wrong("its host is not valid");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private int port() {
        String text = parameters.getOrDefault("port", Integer.toString(PORT_DEFAULT));
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > PORT_MAX) {
            throw wrong("its port is not a number from 1 to " + PORT_MAX);
        }
        return port;
    }

    private SslMode sslMode() {
        String fallback = "true".equals(parameters.get("ssl")) ? "require" : "prefer";
        String text = parameters.getOrDefault("sslmode", fallback);
        for (SslMode mode : SslMode.values()) {
            if (mode.value.equals(text)) {
                return mode;
            }
        }
        throw wrong("its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full");
    }

    private @Nullable String rootCertificate() {
        String file = parameters.get("sslrootcert");
        return "system".equals(file) ? null : file;
    }

    /** Percent-decoding alone: a plus stays a plus, as in libpq. */
    private static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++, length++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                bytes[length] = hex(high, low);
                i += 2;
            } else {
                bytes[length] = bytes[i];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("its percent-encoding is not UTF-8");
        }
    }

    private static byte hex(int high, int low) {
        int octet = high < 0 || low < 0 ? 0 : high * 16 + low;
        if (octet == 0) {
            throw wrong("every % in it must be followed by two hexadecimal digits, and none may be %00");
        }
        return (byte) octet;
    }

    private static StoreException wrong(String why) {
        return new StoreException("DATABASE_URL is not valid: " + why
                + "; it has the form postgresql://user:password@host:5432/database?sslmode=require.");
    }
}
