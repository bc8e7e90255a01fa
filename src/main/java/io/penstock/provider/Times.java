package io.penstock.provider;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Spellings of a time to wait, in milliseconds from 0 to one day; -1 for what is none of them. */
final class Times {
    static final long MILLIS_MAX = 86_400_000;

    /** A number that is no duration but a time: seconds since 1970, or milliseconds. */
    private static final double EPOCH_SECONDS_MIN = 1e9;

    private static final double EPOCH_MILLIS_MIN = 1e11;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?|NaN|[+-]?Infinity");
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?([a-z\u00B5\u03BC]{1,12}) ?");
    private static final Pattern WEEKDAY = Pattern.compile("^[A-Za-z]{3,9},? +");
    private static final Pattern ZONE = Pattern.compile(" (?:GMT|UTC)$");
    private static final Pattern SPACES = Pattern.compile(" +");

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.US);
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.US);
    /** A two-digit year is at most so many years ahead. */
    private static final int YEARS_AHEAD_MAX = 50;

    private Times() {}

    /** A number of units of so many milliseconds. */
    static long scaled(String text, double unitMillis) {
        return NUMBER.matcher(text).matches() ? bounded(Double.parseDouble(text) * unitMillis) : -1;
    }

    /** {@code Retry-After} as RFC 9110 has it, fractions of seconds allowed. */
    static long secondsOrDate(String text, long nowMillis) {
        long seconds = scaled(text, 1_000);
        return seconds >= 0 ? seconds : date(text, nowMillis);
    }

    /** A number of seconds, or numbers with units such as {@code 6m0s}, {@code 34.4s}, {@code 37 seconds}. */
    static long duration(String text) {
        long seconds = scaled(text, 1_000);
        if (seconds >= 0) {
            return seconds;
        }
        double millis = 0;
        int end = 0;
        Matcher part = PART.matcher(text);
        while (end < text.length()) {
            part.region(end, text.length());
            double unit = part.lookingAt() ? unitMillis(part.group(2)) : -1;
            if (unit < 0) {
                return -1;
            }
            millis += Double.parseDouble(part.group(1)) * unit;
            end = part.end();
        }
        return end == 0 ? -1 : bounded(millis);
    }

    /** A {@link #duration}, or a time: RFC 3339, or since 1970. */
    static long durationOrInstant(String text, long nowMillis) {
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            if (number >= EPOCH_SECONDS_MIN && Double.isFinite(number)) {
                return bounded(number * (number < EPOCH_MILLIS_MIN ? 1_000 : 1) - nowMillis);
            }
        }
        long duration = duration(text);
        if (duration >= 0) {
            return duration;
        }
        try {
            return bounded(0.0 + OffsetDateTime.parse(text).toInstant().toEpochMilli() - nowMillis);
        } catch (DateTimeException | ArithmeticException e) {
            return -1;
        }
    }

    /** The three forms of an HTTP date; the weekday is not checked. */
    private static long date(String text, long nowMillis) {
        String spaced = SPACES.matcher(WEEKDAY.matcher(text).replaceFirst("")).replaceAll(" ");
        String bare = ZONE.matcher(spaced).replaceFirst("");
        return Stream.of(IMF_FIXDATE, ASCTIME, rfc850(nowMillis))
                .mapToLong(form -> date(bare, form, nowMillis))
                .filter(millis -> millis >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static long date(String bare, DateTimeFormatter form, long nowMillis) {
        try {
            Instant instant = LocalDateTime.parse(bare, form).toInstant(ZoneOffset.UTC);
            return bounded(0.0 + instant.toEpochMilli() - nowMillis);
        } catch (DateTimeException | ArithmeticException e) {
            return -1;
        }
    }

    private static DateTimeFormatter rfc850(long nowMillis) {
        LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(nowMillis, MILLIS_MAX));
        return new DateTimeFormatterBuilder()
                .appendPattern("d-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, today.minusYears(YEARS_AHEAD_MAX - 1))
                .appendPattern(" HH:mm:ss")
                .toFormatter(Locale.US);
    }

    private static double unitMillis(String unit) {
        return switch (unit) {
            case "ns" -> 1e-6;
            case "us", "\u00B5s", "\u03BCs" -> 1e-3;
            case "ms", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1_000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> MILLIS_MAX;
            default -> -1;
        };
    }

    /** A double so large that it is no number of milliseconds ends as one day, what is not a number as 0. */
    private static long bounded(double millis) {
        return millis > 0 ? (long) Math.ceil(Math.min(millis, MILLIS_MAX)) : 0;
    }
}
