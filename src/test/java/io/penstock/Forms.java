package io.penstock;

import io.penstock.ScriptedUpstream.Received;
import io.penstock.ScriptedUpstream.Script;
import java.io.IOException;

/** Parts of a form with the boundary {@code b1}, and a provider that reads it by itself. */
final class Forms {
    static final String TYPE = "content-type: multipart/form-data; boundary=b1";
    static final String PATH = "/v1/audio/transcriptions";

    private Forms() {}

    static String field(String name, String value) {
        return "--b1\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    static String fileHead() {
        return "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n";
    }

    /** What is done before a request's body is read. */
    static Script atOnce(Script script) {
        return new Script() {
            @Override
            public void answer(Received request, ScriptedUpstream.Wire wire) throws IOException, InterruptedException {
                script.answer(request, wire);
            }

            @Override
            public boolean afterTheBody() {
                return false;
            }
        };
    }
}
