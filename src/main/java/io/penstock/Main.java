package io.penstock;

/** The command line's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ParentWatch.startIfLaunchedByMaven();
        System.out.println(String.join(",", args) + " " + System.getProperty("java.version"));
    }
}
