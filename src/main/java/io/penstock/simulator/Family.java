package io.penstock.simulator;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model name with, perhaps, a number in it: {@code stem} alone means the default, {@code stem-NUMBER} that number. */
sealed interface Family {

    /** The name with its parameter in capitals and what may stand there, e.g. {@code sim-cut-N (0..100000)}. */
    String spelling();

    /** A name that works, with the default number spelled out. */
    String example();

    /** The behaviour, if the name belongs to this family and its number is in range. */
    Optional<Behaviour> match(String model);

    /** A name without a number. */
    record Fixed(String example, Behaviour behaviour) implements Family {

        @Override
        public String spelling() {
            return example;
        }

        @Override
        public Optional<Behaviour> match(String model) {
            return model.equals(example) ? Optional.of(behaviour) : Optional.empty();
        }
    }

    /** A name with a whole number. */
    record Counted(String stem, String unit, int standard, int min, int max, IntFunction<Behaviour> make)
            implements Family {

        private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

        @Override
        public String spelling() {
            return stem + "-" + unit + " (" + min + ".." + max + ")";
        }

        @Override
        public String example() {
            return stem + "-" + standard;
        }

        @Override
        public Optional<Behaviour> match(String model) {
            return suffix(model, stem, Integer.toString(standard))
                    .filter(WHOLE.asMatchPredicate())
                    .map(Integer::valueOf)
                    .filter(number -> number >= min && number <= max)
                    .map(make::apply);
        }
    }

    /** A name with a time in seconds, of which three decimals count. */
    record Timed(String stem, int standardSeconds, LongFunction<Behaviour> makeOfMillis) implements Family {

        private static final Pattern SECONDS = Pattern.compile("\\d{1,4}(\\.\\d{1,3})?");
        private static final int MAX_SECONDS = 3600;

        @Override
        public String spelling() {
            return stem + "-SECONDS (0.." + MAX_SECONDS + ", up to three decimals)";
        }

        @Override
        public String example() {
            return stem + "-" + standardSeconds;
        }

        @Override
        public Optional<Behaviour> match(String model) {
            return suffix(model, stem, Integer.toString(standardSeconds))
                    .filter(SECONDS.asMatchPredicate())
                    .map(seconds -> new BigDecimal(seconds).movePointRight(3).longValueExact())
                    .filter(millis -> millis <= MAX_SECONDS * 1000L)
                    .map(makeOfMillis::apply);
        }
    }

    /** A name that ends with a word, such as the end of a key or a field's name. It has no default. */
    record Suffixed(String stem, String unit, String sample, Function<String, Behaviour> make) implements Family {

        private static final Pattern SUFFIX = Pattern.compile("[a-z0-9_]{1,64}");

        @Override
        public String spelling() {
            return stem + "-" + unit + " (a-z0-9_)";
        }

        @Override
        public String example() {
            return stem + "-" + sample;
        }

        @Override
        public Optional<Behaviour> match(String model) {
            return suffix(model, stem, "").filter(SUFFIX.asMatchPredicate()).map(make);
        }
    }

    /** {@code sim-CHUNKSxDELAYMS}: so many words at that pace. */
    record Grid() implements Family {

        private static final Pattern NAME = Pattern.compile("sim-(\\d{1,6})x(\\d{1,5})");

        @Override
        public String spelling() {
            return "sim-CHUNKSxDELAYMS (CHUNKS 0..999999, DELAYMS 0..99999)";
        }

        @Override
        public String example() {
            return "sim-100x0";
        }

        @Override
        public Optional<Behaviour> match(String model) {
            Matcher name = NAME.matcher(model);
            if (!name.matches()) {
                return Optional.empty();
            }
            int words = Integer.parseInt(name.group(1));
            return Optional.of(Behaviour.Speak.plain(words, Pace.every(Long.parseLong(name.group(2)))));
        }
    }

    private static Optional<String> suffix(String model, String stem, String standard) {
        if (model.equals(stem)) {
            return Optional.of(standard);
        }
        String start = stem + "-";
        return model.startsWith(start) ? Optional.of(model.substring(start.length())) : Optional.empty();
    }
}
