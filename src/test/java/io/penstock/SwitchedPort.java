package io.penstock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine that leads to another one, and can be taken away and given back. */
final class SwitchedPort implements AutoCloseable {
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    SwitchedPort(int target) throws IOException {
        this.target = target;
        accept(server);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections end, and further ones are refused. */
    void off() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** At the same port again. */
    void on() throws IOException {
        int port = port();
        ServerSocket next = new ServerSocket();
        next.setReuseAddress(true);
        next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = next;
        accept(next);
    }

    private void accept(ServerSocket at) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket caller = at.accept();
                    Socket called = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(caller);
                    open.add(called);
                    pass(caller, called);
                    pass(called, caller);
                }
            } catch (IOException e) {
                // It was taken away.
            }
        });
    }

    private static void pass(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // One side ended; the other one does now.
            }
        });
    }

    @Override
    public void close() throws IOException {
        off();
    }
}
