package io.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which versions {@code If-Match} means. */
class EntityTagsTest {
    private static final Item THIRD = new Item(
            new Ref(Kind.RULE, List.of("r")),
            new Draft(true, 1, StrictJson.object()),
            true,
            false,
            "operator",
            3,
            OffsetDateTime.MIN,
            OffsetDateTime.MIN,
            "me");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"3\" | true",
                "W/\"3\" | true",
                "* | true",
                "\"1\", W/\"2\" ,\"3\" | true",
                "\"1\",\"2\" | false",
                "\"33\" | false",
                "\"\" | false"
            })
    void meanTheVersionsTheyName(String header, boolean match) {
        assertThat(EntityTags.read("If-Match", header).match(THIRD)).isEqualTo(match);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "", "\"3", "\"3\" \"4\"", "\"3\", 4", "w/\"3\"", "\"3\", *"})
    void areRefusedWhereTheyAreMalformed(String header) {
        assertThatThrownBy(() -> EntityTags.read("If-Match", header))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("If-Match must be");
    }

    @Test
    void areNotThereWhereTheHeaderIsNot() {
        assertThat(EntityTags.read("If-Match", null)).isNull();
    }
}
