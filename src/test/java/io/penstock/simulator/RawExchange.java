package io.penstock.simulator;

import io.penstock.WireLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One response read off a bare socket: its head, then its HTTP chunks as they were framed. */
final class RawExchange implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    RawExchange(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = WireLine.read(in); !line.isEmpty(); line = WireLine.read(in)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** The next HTTP chunk; an empty one is the proper end, null a connection closed without it. */
    byte[] chunk() throws IOException {
        String size = WireLine.read(in);
        if (size == null) {
            return null;
        }
        byte[] bytes = in.readNBytes(Integer.parseInt(size, 16));
        WireLine.read(in);
        return bytes;
    }

    String chunkText() throws IOException {
        byte[] chunk = chunk();
        return chunk == null ? null : new String(chunk, StandardCharsets.UTF_8);
    }

    /** All chunks up to the end, proper or not. The last one is empty if it was proper. */
    List<byte[]> chunks() throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        for (byte[] chunk = chunk(); chunk != null; chunk = chunk()) {
            chunks.add(chunk);
            if (chunk.length == 0) {
                break;
            }
        }
        return chunks;
    }

    String bytes(int count) throws IOException {
        return new String(in.readNBytes(count), StandardCharsets.UTF_8);
    }

    int read() throws IOException {
        return in.read();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
