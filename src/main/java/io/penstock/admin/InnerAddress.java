package io.penstock.admin;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses lead to this machine, into its own network, or to nobody in particular: those of IANA's special-purpose
 * registries that a provider on the internet cannot have (RFC 6890, 6598, 4193), also where they stand inside an IPv6
 * address (RFC 4291, 6052, 3056).
 */
final class InnerAddress {
    private static final int IPV4_BYTES = 4;

    /** What a block is called, and its first bits. */
    private static final class Block {
        private final String name;
        private final int bits;
        private final int[] bytes;

        Block(String name, int bits, int... bytes) {
            this.name = name;
            this.bits = bits;
            this.bytes = bytes;
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Block[] IPV4 = {
        new Block("unspecified", 8, 0),
        new Block("private", 8, 10),
        new Block("shared", 10, 100, 64),
        new Block("loopback", 8, 127),
        new Block("link-local", 16, 169, 254),
        new Block("private", 12, 172, 16),
        new Block("reserved", 24, 192, 0, 0),
        new Block("private", 16, 192, 168),
        new Block("benchmarking", 15, 198, 18),
        new Block("multicast", 4, 224),
        new Block("reserved", 4, 240),
    };

    private static final Block[] IPV6 = {
        new Block("unique-local", 7, 0xFC),
        new Block("link-local", 10, 0xFE, 0x80),
        new Block("site-local", 10, 0xFE, 0xC0),
        new Block("multicast", 8, 0xFF),
        new Block("discard-only", 64, 0x01, 0, 0, 0, 0, 0, 0, 0),
        new Block("Teredo", 32, 0x20, 0x01, 0, 0),
        new Block("local NAT64", 48, 0, 0x64, 0xFF, 0x9B, 0, 0x01),
    };

    private static final Block NAT64 = new Block("NAT64", 96, 0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final Block SIX_TO_FOUR = new Block("6to4", 16, 0x20, 0x02);

    private InnerAddress() {}

    /** What it is called, e.g. {@code loopback}; {@code null} where it is an address of the internet. */
    static @Nullable String kind(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> kind(IPV4, four.getAddress());
            case Inet6Address six -> kind6(six.getAddress());
            default -> "unknown";
        };
    }

    private static @Nullable String kind(Block[] blocks, byte[] bytes) {
        for (Block block : blocks) {
            if (block.holds(bytes)) {
                return block.name;
            }
        }
        return null;
    }

    private static @Nullable String kind6(byte[] bytes) {
        boolean zeros = isZero(bytes, 0, 10);
        if (isZero(bytes, 0, 15)) {
            return bytes[15] == 0 ? "unspecified" : bytes[15] == 1 ? "loopback" : "reserved";
        }
        if (zeros && (isZero(bytes, 10, 12) || bytes[10] == -1 && bytes[11] == -1)) {
            return embedded(bytes, 12);
        }
        if (NAT64.holds(bytes)) {
            return embedded(bytes, 12);
        }
        if (SIX_TO_FOUR.holds(bytes)) {
            return embedded(bytes, 2);
        }
        return kind(IPV6, bytes);
    }

    private static @Nullable String embedded(byte[] bytes, int from) {
        return kind(IPV4, Arrays.copyOfRange(bytes, from, from + IPV4_BYTES));
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
