package io.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Nobody fills the memory by asking for ever new names. */
class TurnsTest {

    @Test
    void forgetsTheModelThatBeganItsTurnFirst() {
        // Given
        Turns turns = new Turns();

        // When
        for (int i = 0; i < 1001; i++) {
            turns.isOdd(new Conditional.ContextWindow(i), "");
        }

        // Then
        assertThat(turns.isOdd(new Conditional.ContextWindow(1), "")).isFalse();
        assertThat(turns.isOdd(new Conditional.ContextWindow(0), "")).isTrue();
    }

    @Test
    void forgetsTheWindowThatOpenedFirst() {
        // Given
        Turns turns = new Turns();

        // When
        for (int i = 0; i < 1001; i++) {
            turns.refusedMillis(5000 + i, 0);
        }

        // Then
        assertThat(turns.refusedMillis(5001, 1000)).isEqualTo(4001);
        assertThat(turns.refusedMillis(5000, 1000)).isEqualTo(5000);
    }
}
