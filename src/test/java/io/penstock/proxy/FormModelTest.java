package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormModelTest {
    private static final String TYPE = "multipart/form-data; boundary=b-1";
    private static final String LANGUAGE = part("name=\"language\"", "en");
    private static final String FILE =
            part("name=\"file\"; filename=\"model\"", "\r\n--b-\r\n\r\nname=\"model\"\r\n\r\n--b-2");
    private static final String MODEL = part("name=\"model\"", "whisper-1");
    private static final String END = "--b-1--\r\n";

    private static String part(String disposition, String value) {
        return "--b-1\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
    }

    private static FormModel fed(String form, int cut) {
        FormModel model = FormModel.of(TYPE);
        assertThat(model).isNotNull();
        byte[] bytes = form.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += cut) {
            model.feed(Buffer.buffer().appendBytes(bytes, at, Math.min(cut, bytes.length - at)));
        }
        return model;
    }

    @Test
    void findsTheModelHoweverTheFormIsCut() {
        // Given
        String form = "preamble\r\n" + LANGUAGE + FILE + MODEL + END;
        for (int cut = 1; cut <= form.length(); cut++) {
            // When
            FormModel model = fed(form, cut);
            // Then
            assertThat(model.isFound()).isTrue();
            assertThat(model.value()).isEqualTo("whisper-1");
            assertThat(model.seen()).hasToString(form);
            assertThat(model.renamed("other-whisper")).hasToString(form.replace("whisper-1", "other-whisper"));
            assertThat(model.growth("other-whisper")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b-1\r\ncontent-disposition: form-data; name=model\r\n\r\nm\r\n--b-1",
                "--b-1\r\nContent-Type: text/plain\r\nCONTENT-DISPOSITION:form-data;name=\"model\"\r\n\r\nm\r\n--b-1",
                "--b-1 \r\nContent-Disposition: form-data; x=y; name=\"model\"; z\r\n\r\nm\r\n--b-1"
            })
    void readsTheFieldHoweverItIsSpelled(String form) {
        // When
        FormModel model = fed(form, form.length());
        // Then
        assertThat(model.isFound()).isTrue();
        assertThat(model.value()).isEqualTo("m");
    }

    @Test
    void readsAnEmptyValue() {
        // When
        FormModel model = fed(part("name=\"model\"", "") + END, 3);
        // Then
        assertThat(model.isFound()).isTrue();
        assertThat(model.value()).isEmpty();
    }

    @Test
    void knowsWhenTheFormHasEndedWithoutIt() {
        // When
        FormModel model = fed(LANGUAGE + FILE + END, 7);
        // Then
        assertThat(model.isFound()).isFalse();
        assertThat(model.isAbsent()).isTrue();
    }

    @Test
    void waitsForMore() {
        // When
        FormModel model = fed(LANGUAGE + FILE + MODEL.substring(0, MODEL.length() - 1), 5);
        // Then
        assertThat(model.isFound()).isFalse();
        assertThat(model.isAbsent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data; boundary=b-1",
        "Multipart/Form-Data;charset=utf-8;Boundary=b-1",
        "'multipart/form-data; boundary=\"b-1\"; x=y'"
    })
    void readsTheBoundary(String type) {
        // Given
        FormModel model = FormModel.of(type);
        assertThat(model).isNotNull();
        // When
        model.feed(Buffer.buffer(MODEL + END));
        // Then
        assertThat(model.isFound()).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "application/json",
                "multipart/mixed; boundary=b",
                "multipart/form-data",
                "multipart/form-data; boundary="
            })
    void isNoneWithoutABoundary(String type) {
        assertThat(FormModel.of(type)).isNull();
    }
}
