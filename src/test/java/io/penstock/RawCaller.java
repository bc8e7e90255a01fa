package io.penstock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A caller on a bare socket: what it sends and what it reads is exactly what crosses the wire. Waits at most ten seconds. */
final class RawCaller implements AutoCloseable {
    private static final int MILLIS_MAX = 10_000;

    private final Socket socket;
    private final InputStream in;

    RawCaller(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(MILLIS_MAX);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawCaller of(TestGateway gateway) throws IOException {
        return new RawCaller(gateway.socket());
    }

    /**
     * One answer.
     *
     * @param head status line and headers, joined with LF, names in lower case
     * @param body without its framing
     * @param whole whether the framing said that this is all of it
     */
    record Answer(String head, String body, boolean whole) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    RawCaller send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawCaller send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The head of a call with the client key, the given further header lines and the empty line. */
    static String head(String path, String... lines) {
        String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
        return "POST " + path + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer " + TestGateway.CLIENT_KEY + "\r\n"
                + more + "\r\n";
    }

    /** A whole chat call. */
    RawCaller chat(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(head("/v1/chat/completions", "content-length: " + bytes.length))
                .send(bytes);
    }

    /** A whole answer, or as much as there is until the connection ends. */
    Answer answer() throws IOException {
        return answer(head());
    }

    /** What follows a head that was read already. */
    Answer answer(String head) throws IOException {
        if (head.isEmpty()) {
            return new Answer("HTTP/1.1 000", "", false);
        }
        Answer bodyless = new Answer(head, "", true);
        String length = bodyless.header("content-length");
        if (length != null) {
            byte[] body = in.readNBytes(Integer.parseInt(length));
            return new Answer(head, new String(body, StandardCharsets.UTF_8), body.length == Integer.parseInt(length));
        }
        return bodyless.header("transfer-encoding") == null ? toTheEnd(head) : chunked(head);
    }

    private Answer toTheEnd(String head) throws IOException {
        return new Answer(head, new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
    }

    private Answer chunked(String head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            for (byte[] chunk = chunk(); chunk != null; chunk = chunk()) {
                if (chunk.length == 0) {
                    return new Answer(head, body.toString(StandardCharsets.UTF_8), true);
                }
                body.write(chunk);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset: what came before it counts.
        }
        return new Answer(head, body.toString(StandardCharsets.UTF_8), false);
    }

    /** The next head; empty where the connection has ended. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = WireLine.read(in); line != null && !line.isEmpty(); line = WireLine.read(in)) {
            int colon = head.isEmpty() ? 0 : line.indexOf(':');
            head.append(line.substring(0, colon).toLowerCase(Locale.ROOT))
                    .append(line.substring(colon))
                    .append('\n');
        }
        return head.toString();
    }

    /** The next HTTP chunk: empty at the proper end, null where the connection ended without it. */
    byte[] chunk() throws IOException {
        String size = WireLine.read(in);
        if (size == null) {
            return null;
        }
        byte[] bytes = in.readNBytes(Integer.parseInt(size, 16));
        WireLine.read(in);
        return bytes;
    }

    /** The next bytes, at least one; -1 at the end. */
    int read(byte[] into) throws IOException {
        return in.read(into);
    }

    /** Whether the gateway ends the connection within the time, without a further byte. */
    boolean endsWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            socket.setSoTimeout(MILLIS_MAX);
        }
    }

    /** Leaves with an RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
