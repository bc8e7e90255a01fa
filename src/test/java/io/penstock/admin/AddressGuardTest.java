package io.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.Seeded;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which base URLs lead inside. Names are looked up in a table of the test's own; addresses are what they say. */
class AddressGuardTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "public.example", List.of("203.0.113.7", "2606:4700::1111"),
            "half.example", List.of("203.0.113.7", "10.1.2.3"),
            "six.example", List.of("2606:4700::1111", "fd00::1"),
            "metadata.example", List.of("169.254.169.254"));

    private final AddressGuard guard = new AddressGuard(AddressGuardTest::resolve, provider -> false);

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : literal ? List.of(host) : NAMES.getOrDefault(host, List.of())) {
            addresses.add(InetAddress.getByName(address));
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses;
    }

    @ParameterizedTest
    @CsvFileSource(files = "src/test/resources/golden/admin/inner-addresses.csv")
    void refusesWhatLeadsInside(String host, String kind) {
        assertThatThrownBy(() -> guard.refuse(spec("{}"), Map.of("spec.base_url", host)))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("spec.base_url leads to " + host)
                .hasMessageContaining((kind.equals("unspecified") ? " an " : " a ") + kind + " address")
                .hasMessageContaining("\"private_address\": true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "127.1",
                "10.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "0177.0.0.1",
                "127.0.0.1.",
                "1.2.3.04",
                "0",
                "0x7f.1",
                "0x",
                "127.0.0.1..",
                "0xA9FEA9FE."
            })
    void refusesAddressesThatAreWrittenOddly(String host) {
        assertThatThrownBy(() -> guard.refuse(spec("{}"), Map.of("spec.base_url", host)))
                .hasMessageContaining("not written as four numbers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.example",
                "203.0.113.7",
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "192.0.1.1",
                "192.169.0.1",
                "169.253.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "unknown.example"
            })
    void letsWhatLeadsOutsideThrough(String host) {
        assertThatCode(() -> guard.refuse(spec("{}"), Map.of("spec.base_url", host)))
                .doesNotThrowAnyException();
    }

    @Test
    void letsEverythingThroughThatTheSpecSaysIsPrivate() {
        assertThatCode(() -> guard.refuse(spec("{\"private_address\":true}"), Map.of("spec.base_url", "127.0.0.1")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.refuse(spec("{\"private_address\":false}"), Map.of("x", "127.0.0.1")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void knowsWhatTheJdkKnowsOfAnyAddress() {
        Seeded.check(2_000, random -> {
            // Given
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            bytes[0] = (byte) Seeded.oneOf(random, 0, 10, 127, 169, 172, 192, 224, 0xFC, 0xFE, 0xFF, 0x20)
                    .intValue();
            InetAddress address = InetAddress.getByAddress(bytes);
            // When
            boolean inside = address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress();
            // Then
            assertThat(!inside || InnerAddress.kind(address) != null)
                    .as(address.toString())
                    .isTrue();
        });
    }

    private static ObjectNode spec(String json) {
        return (ObjectNode) StrictJson.stored(json);
    }
}
