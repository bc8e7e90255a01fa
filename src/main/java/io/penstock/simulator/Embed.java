package io.penstock.simulator;

import java.util.List;

/** An embeddings call: each input by its text (token arrays by their digits), its size, and the wished form. */
record Embed(
        String model,
        Behaviour behaviour,
        List<String> inputs,
        int promptTokens,
        int dimensions,
        boolean base64,
        Received received)
        implements ModelCall {}
