package io.penstock.architecture.bad.unheard;

/** A class in a package without a layer. */
final class Stranger {}
