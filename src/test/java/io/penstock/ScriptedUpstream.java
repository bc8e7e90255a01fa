package io.penstock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A provider on a bare socket that does to each request exactly what the test says, byte by byte, and keeps what it was
 * sent. Every connection is served by a virtual thread, request after request.
 */
final class ScriptedUpstream implements AutoCloseable {
    private final ServerSocket server;
    private volatile Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** What is done with one request. */
    interface Script {
        void answer(Received request, Wire wire) throws IOException, InterruptedException;

        /** Whether a request's body is read before {@link #answer}; else the script reads it from the wire. */
        default boolean afterTheBody() {
            return true;
        }
    }

    /** One request as it came: the head's lines joined with LF, and the body. */
    record Received(String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    ScriptedUpstream(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** One that is told later what to do. */
    ScriptedUpstream() throws IOException {
        this((request, wire) -> wire.reset());
    }

    /** What is done with the requests that come from now on; those not yet asked for are forgotten. */
    void plays(Script next) {
        received.clear();
        script = next;
    }

    int port() {
        return server.getLocalPort();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** The next request that arrived, waited for at most five seconds. */
    Received next() throws InterruptedException {
        Received next = received.poll(5, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request reached the provider within 5 s");
        }
        return next;
    }

    int connections() {
        return sockets.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Wire wire = new Wire(socket);
            for (Received request = request(wire); request != null; request = request(wire)) {
                // The probe of the health worker is no call of the test's.
                if (request.head().startsWith("GET ")) {
                    wire.json(404, "{\"error\":{\"message\":\"no list here\"}}");
                    continue;
                }
                received.add(request);
                script.answer(request, wire);
            }
        } catch (IOException | InterruptedException e) {
            // The other side went away, or the test is over.
        }
    }

    private Received request(Wire wire) throws IOException {
        return wire.request(() -> script.afterTheBody());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection's bytes. */
    static final class Wire {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        Socket socket() {
            return socket;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void json(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            write("HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\ncontent-length: " + bytes.length
                    + "\r\n\r\n");
            write(bytes);
        }

        void streamHead() throws IOException {
            write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
        }

        void chunk(byte[] bytes) throws IOException {
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            framed.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            framed.write(bytes);
            framed.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            write(framed.toByteArray());
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** One chat chunk with this text. */
        void token(String text) throws IOException {
            chunk("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}\n\n");
        }

        void finish() throws IOException {
            chunk("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        }

        void done() throws IOException {
            chunk("data: [DONE]\n\n");
            endOfChunks();
        }

        void endOfChunks() throws IOException {
            write("0\r\n\r\n");
        }

        /** Ends the connection with an RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the other side closes or resets the connection; whether it did within the time. */
        boolean closedWithin(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                return in.read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        /** The next bytes of a body that the script reads by itself; fewer where the connection ends. */
        byte[] read(int bytes) throws IOException {
            return in.readNBytes(bytes);
        }

        Received request(BooleanSupplier withBody) throws IOException {
            StringBuilder head = new StringBuilder();
            int length = 0;
            for (String line = WireLine.read(in); line != null && !line.isEmpty(); line = WireLine.read(in)) {
                head.append(line).append('\n');
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring("content-length:".length()).strip());
                }
            }
            if (head.isEmpty()) {
                return null;
            }
            byte[] body = withBody.getAsBoolean() ? in.readNBytes(length) : new byte[0];
            return new Received(head.toString(), new String(body, StandardCharsets.UTF_8));
        }
    }
}
