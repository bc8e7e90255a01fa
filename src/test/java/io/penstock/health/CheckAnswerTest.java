package io.penstock.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.provider.KeyCheck;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckAnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'data':[]} | healthy | answers",
                "200 | {'valid':true} | healthy | answers",
                "200 | {'valid':false} | down | says of the key: valid is false",
                "200 | [] | healthy | answers",
                "200 | <html> | healthy | answers",
                "400 | {'error':{'code':400,'status':'INVALID_ARGUMENT','message':'API key not valid.'}} | down | rejects the key (400)",
                "400 | {'code':'invalid-argument','error':'Incorrect API key provided: x'} | down | rejects the key (400)",
                "400 | {'code':'Arrearage','message':'x'} | down | says that the key has no money left (400)",
                "401 | {} | down | rejects the key (401)",
                "402 | {} | down | says that the key has no money left (402)",
                "403 | <html> | down | rejects the key (403)",
                "404 | {} | healthy | answers",
                "405 | {} | healthy | answers",
                "302 | {} | degraded | answered 302, a redirect",
                "429 | {} | degraded | answered 429",
                "503 | {} | degraded | answered 503"
            })
    void tellsHowAProviderDoes(int status, String body, String found, String detail) {
        // Given
        KeyCheck check = new KeyCheck("GET", "/check", "valid", true);

        // When
        CheckAnswer answer = CheckAnswer.of(check, status, name -> null, Buffer.buffer(body.replace('\'', '"')), 0);

        // Then
        assertThat(answer.status().label()).isEqualTo(found);
        assertThat(answer.detail()).isEqualTo(detail);
    }

    @Test
    void doesNotSayThatAKeyIsGoodWhereAnyoneIsAnswered() {
        KeyCheck open = new KeyCheck("GET", "/models", "", false);
        assertThat(CheckAnswer.of(open, 200, name -> null, null, 0).detail())
                .isEqualTo("answers, which says nothing of the key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'object':'list','data':[{'id':'gpt-5'},{'id':'models/gemini-x'},{'x':1},7]} | gpt-5,gemini-x",
                "[{'id':'a/b'}] | a/b",
                "{'models':[{'name':'models/gemini-x','displayName':'X'}]} | gemini-x",
                "{'models':[{'name':'llama3:8b','model':'llama3:8b'}]} | llama3:8b",
                "{'models':[{'name':'command-a','endpoints':['chat']}]} | command-a",
                "{'data':{}} | ''",
                "'' | ''",
                "{'data' | ''"
            })
    void readsListsOfModelsInAllForms(String body, String ids) {
        assertThat(String.join(",", ModelList.ids(Buffer.buffer(body.replace('\'', '"')))))
                .isEqualTo(ids);
    }
}
