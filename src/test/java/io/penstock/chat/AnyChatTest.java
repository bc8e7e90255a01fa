package io.penstock.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.chat.AnyChat.Can;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnyChatTest {
    private static final Set<String> VENDORS = Set.of(Signature.ANTHROPIC, Signature.GOOGLE, Signature.OPENAI);

    @Test
    void everyResultFollowsItsCallAndEveryIdIsUnique() {
        Seeded.check(300, random -> {
            // Given
            AnyChat any = new AnyChat(random, EnumSet.allOf(Can.class), VENDORS);

            // When
            ChatRequest request = any.request();

            // Then
            Set<String> open = new HashSet<>();
            Set<String> seen = new HashSet<>();
            for (Turn turn : request.turns()) {
                for (Part part : turn.parts()) {
                    if (part instanceof Part.ToolUse use) {
                        assertThat(turn.role()).isEqualTo(Role.ASSISTANT);
                        assertThat(seen.add(use.id())).isTrue();
                        open.add(use.id());
                    } else if (part instanceof Part.ToolResult result) {
                        assertThat(turn.role()).isEqualTo(Role.TOOL);
                        assertThat(open.remove(result.id())).isTrue();
                    }
                }
            }
            assertThat(open).isEmpty();
        });
    }

    @Test
    void theStreamOfAnAnswerTellsTheAnswer() {
        Seeded.check(300, random -> {
            // Given
            EnumSet<Can> can = EnumSet.allOf(Can.class);
            can.remove(Can.ANY_ORDER);
            AnyAnswer any = new AnyAnswer(random, can, VENDORS);
            ChatAnswer answer = any.answer();

            // When
            Told told = Told.by(any.events(answer));

            // Then
            assertThat(told).isEqualTo(new Told(answer, true, null));
        });
    }
}
