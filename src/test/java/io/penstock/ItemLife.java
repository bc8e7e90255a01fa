package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.vertx.core.json.JsonObject;

/** One item of an operator's from its making to its end, looked at after every step. */
final class ItemLife {
    private final AdminCaller operator;
    private final String collection;
    private final String path;

    ItemLife(AdminCaller operator, String collection, String path) {
        this.operator = operator;
        this.collection = collection;
        this.path = path;
    }

    /** @return as it was made */
    JsonObject make(String body) throws Exception {
        Answer made = operator.post(collection, body);
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.etag()).isEqualTo("\"1\"");
        assertThat(made.header("cache-control")).isEqualTo("no-store");
        assertThat(made.body().getString("updated_by")).isEqualTo("preset-admin");
        assertThat(made.body().getString("origin")).isEqualTo("operator");
        assertThat(made.body().getInteger("position")).isEqualTo(1000);
        String location = made.header("location").substring(AdminCaller.BASE.length());
        JsonObject seen = operator.get(location).body();
        // What has become of it in the gateway follows a moment later.
        seen.remove("effective");
        made.body().remove("effective");
        assertThat(seen).isEqualTo(made.body());
        assertThat(operator.get(path, "If-None-Match", "W/\"1\"").status()).isEqualTo(304);
        assertThat(operator.post(collection, body).status()).isEqualTo(409);
        return made.body();
    }

    /** @param added a key of the spec that the patch brings */
    void patch(JsonObject made, String patch, String added) throws Exception {
        Answer patched = operator.send("PATCH", path, patch, "If-Match", "\"1\"");
        assertThat(patched.status()).as(patched.raw().body()).isEqualTo(200);
        assertThat(patched.etag()).isEqualTo("\"2\"");
        assertThat(patched.body().getJsonObject("spec").containsKey(added)).isTrue();
        assertThat(patched.body().getString("created_at")).isEqualTo(made.getString("created_at"));
        assertThat(operator.get(path, "If-None-Match", "\"1\"").status()).isEqualTo(200);
    }

    void switchOffAndOn() throws Exception {
        assertThat(operator.post(path + "/disable", null).body().getBoolean("enabled"))
                .isFalse();
        Answer again = operator.post(path + "/disable", null);
        assertThat(again.etag()).as("what changes nothing is no change").isEqualTo("\"3\"");
        assertThat(operator.post(path + "/enable", null, "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(operator.post(path + "/enable", null).etag()).isEqualTo("\"4\"");
    }

    void replace(JsonObject made, JsonObject body) throws Exception {
        Answer put = operator.send("PUT", path, body.put("position", 7).encode(), "If-Match", "W/\"4\"");
        assertThat(put.status()).as(put.raw().body()).isEqualTo(200);
        assertThat(put.etag()).isEqualTo("\"5\"");
        assertThat(put.body().getJsonObject("spec")).isEqualTo(made.getJsonObject("spec"));
        assertThat(put.body().getInteger("position")).isEqualTo(7);
    }

    void end() throws Exception {
        assertThat(operator.send("DELETE", path, null, "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(operator.send("DELETE", path, null, "If-Match", "\"5\"").status())
                .isEqualTo(204);
        assertThat(operator.get(path).status()).isEqualTo(404);
        assertThat(operator.send("DELETE", path, null, "If-Match", "*").status())
                .isEqualTo(404);
    }

    /** Under the same name: the old versions do not mean it. */
    void beginAgain(String body) throws Exception {
        assertThat(operator.post(collection, body).etag()).isEqualTo("\"6\"");
        assertThat(operator.send("DELETE", path, null, "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(operator.send("DELETE", path, null, "If-Match", "\"6\"").status())
                .isEqualTo(204);
    }
}
