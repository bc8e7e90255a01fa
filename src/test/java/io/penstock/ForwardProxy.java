package io.penstock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP proxy that leads every request to one port of this machine, tunnels included, and keeps the heads it was sent. */
final class ForwardProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final int target;

    ForwardProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    String url(String credentials) {
        return "http://" + credentials + "127.0.0.1:" + server.getLocalPort();
    }

    /** The next head that is no probe of the health worker's; {@code null} where none came. */
    String head() throws InterruptedException {
        String head = heads.poll(5, TimeUnit.SECONDS);
        while (head != null && head.startsWith("GET ")) {
            head = heads.poll(5, TimeUnit.SECONDS);
        }
        return head;
    }

    boolean isEmpty() {
        return heads.stream().allMatch(head -> head.startsWith("GET "));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> lead(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void lead(Socket caller) {
        try (caller;
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
            String head = head(caller.getInputStream());
            heads.add(head);
            if (head.startsWith("CONNECT ")) {
                write(caller.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                write(onward.getOutputStream(), head);
            }
            Thread back = Thread.ofVirtual().start(() -> pump(onward, caller));
            pump(caller, onward);
            back.join();
        } catch (IOException | InterruptedException e) {
            // One of the two is gone, and so is the tunnel.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
