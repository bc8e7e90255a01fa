package io.penstock.simulator;

import java.util.ArrayList;
import java.util.List;

/** What an answer says, word by word and the same each time. Words after the first carry the space before them. */
sealed interface Text {

    Text PROSE = new Cycle("""
            This answer comes from a simulated provider: no model was asked and no key was needed. A penstock is the \
            pipe that leads water from the reservoir down to the turbine; its gate decides how much may flow, how fast, \
            and what happens when the river brings more than the wheel can take. These words arrive one by one, the way \
            a real model sends them, so whatever reads this stream may take its time.""");

    Text MANY_SCRIPTS = new Cycle("""
            你好,世界! 🌊 水は低きに流れる。 Grüße aus Zürich, ça coule 👩‍👩‍👧‍👦 한국어도 괜찮아요 🏳️‍🌈 Привет, всё течёт 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 שלום 🚰 नमस्ते""");

    /** The words of an answer to someone who said this. */
    Words answering(String said);

    /** The words that follow a beginning this text would not have made. */
    Words goingOn(String given);

    /** An endless supply of words by index. */
    interface Words {
        String at(int index);
    }

    /** Repeats back how the user began, then tells the same paragraph over and over. */
    record Cycle(List<String> paragraph) implements Text {

        private static final int ECHOED_WORDS = 12;
        private static final int ECHOED_WORD_CHARS = 40;

        Cycle(String paragraph) {
            this(List.of(paragraph.split("\\s+", -1)));
        }

        @Override
        public Words answering(String said) {
            List<String> opening = opening(said);
            return index -> {
                String word = index < opening.size()
                        ? opening.get(index)
                        : paragraph.get((index - opening.size()) % paragraph.size());
                return index == 0 ? word : " " + word;
            };
        }

        @Override
        public Words goingOn(String given) {
            boolean spaced = given.isEmpty() || Character.isWhitespace(given.charAt(given.length() - 1));
            return index -> {
                String word = paragraph.get(index % paragraph.size());
                return index == 0 && spaced ? word : " " + word;
            };
        }

        private static List<String> opening(String said) {
            String trimmed = said.strip();
            if (trimmed.isEmpty()) {
                return List.of("Hello!");
            }
            String[] heard = trimmed.split("\\s+", ECHOED_WORDS + 1);
            List<String> words = new ArrayList<>(List.of("You", "said:"));
            for (int i = 0; i < Math.min(heard.length, ECHOED_WORDS); i++) {
                words.add(shortened(heard[i]));
            }
            words.set(2, "\"" + words.get(2));
            String end = heard.length > ECHOED_WORDS ? "...\"" : "\"";
            words.set(words.size() - 1, words.getLast() + end);
            return List.copyOf(words);
        }

        private static String shortened(String word) {
            if (word.codePointCount(0, word.length()) <= ECHOED_WORD_CHARS) {
                return word;
            }
            return word.substring(0, word.offsetByCodePoints(0, ECHOED_WORD_CHARS)) + "...";
        }
    }

    /** Bulk: each word so many bytes of the same letter. */
    record Filler(int wordBytes) implements Text {

        @Override
        public Words answering(String said) {
            String word = "x".repeat(wordBytes);
            return index -> word;
        }

        @Override
        public Words goingOn(String given) {
            return answering(given);
        }
    }
}
