package io.penstock.architecture;

/**
 * One departure from a habit.
 *
 * @param subject the file, and the member of it after a {@code #}
 * @param size how far it departs: lines for sizes, else 1; what a ratchet entry limits
 * @param remedy what to mend
 */
record Finding(String subject, int size, String remedy) {
    @Override
    public String toString() {
        return subject + ": " + remedy;
    }
}
