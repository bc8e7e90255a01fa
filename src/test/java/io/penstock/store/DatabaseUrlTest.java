package io.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.SslMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    private static final String OS_USER = System.getProperty("user.name");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://u:p@h:6543/d                         | h            | 6543 | d      | u    | p       | PREFER
            postgres://u:p:q@h/d                              | h            | 5432 | d      | u    | p:q     | PREFER
            postgres://u:p@h/d                                | h            | 5432 | d      | u    | p       | PREFER
            POSTGRES://u:p@h/d                                | h            | 5432 | d      | u    | p       | PREFER
            postgresql://u:p@h                                | h            | 5432 | u      | u    | p       | PREFER
            postgresql://u@h/d                                | h            | 5432 | d      | u    | ''      | PREFER
            postgresql://u:@h/d                               | h            | 5432 | d      | u    | ''      | PREFER
            postgresql://u:p@/d                               | localhost    | 5432 | d      | u    | p       | PREFER
            postgresql://u:p@:6543                            | localhost    | 6543 | u      | u    | p       | PREFER
            postgresql://u%40x:p%3A%2F%40%23@h/my%20d         | h            | 5432 | my d   | u@x  | p:/@#   | PREFER
            postgresql://u:a+b%C3%A9@h/d                      | h            | 5432 | d      | u    | a+b\u00e9 | PREFER
            postgresql://u:p@[::1]:6543/d                     | ::1          | 6543 | d      | u    | p       | PREFER
            postgresql://u:p@[2001:db8::7]/d                  | 2001:db8::7  | 5432 | d      | u    | p       | PREFER
            postgresql://u:p@db-1.example.org/d?sslmode=require | db-1.example.org | 5432 | d | u  | p       | REQUIRE
            postgresql://u:p@h/d?sslmode=verify-full&channel_binding=require | h | 5432 | d   | u    | p       | VERIFY_FULL
            postgresql://u:p@h/d?ssl=true                     | h            | 5432 | d      | u    | p       | REQUIRE
            postgresql:///d?host=h&port=7&user=u&password=p%26 | h           | 7    | d      | u    | p&      | PREFER
            postgresql:///?host=::1&user=u&dbname=e           | ::1          | 5432 | e      | u    | ''      | PREFER
            """)
    void readsWhatLibpqReads(
            String url, String host, int port, String database, String user, String password, String sslMode) {
        // When
        Endpoint endpoint = DatabaseUrl.parse(url);

        // Then
        assertThat(endpoint)
                .isEqualTo(new Endpoint(host, port, database, user, password, SslMode.valueOf(sslMode), null, ""));
    }

    @Test
    void takesTheUserOfTheOperatingSystemAndADatabaseOfThatName() {
        // When
        Endpoint endpoint = DatabaseUrl.parse(" postgresql:// ");

        // Then
        assertThat(endpoint.user()).isEqualTo(OS_USER);
        assertThat(endpoint.place()).isEqualTo("localhost:5432/" + OS_USER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:s3cret@h/d",
                "u:s3cret@h/d",
                "jdbc:postgresql://u:s3cret@h/d",
                "postgresql://u:s3cret@x@h/d",
                "postgresql://u:12/s3cret@h/d",
                "postgresql://u:12?s3cret@h/d",
                "postgresql://u:s3cret%@h/d",
                "postgresql://u:s3cret%zz@h/d",
                "postgresql://u:s3cret%00@h/d",
                "postgresql://u:s3cret%ff@h/d",
                "postgresql://u:s3cret@h:70000/d",
                "postgresql://u:s3cret@h:0/d",
                "postgresql://u:s3cret@h:five/d",
                "postgresql://u:s3cret@h1,h2/d",
                "postgresql://u:s3cret@h 1/d",
                "postgresql://u:s3cret@[::1/d",
                "postgresql://u:s3cret@%2Fvar%2Frun/d",
                "postgresql:///d?host=/var/run&password=s3cret",
                "postgresql://u:s3cret@h/d?sslmode=maybe",
                "postgresql://u:s3cret@h/d?sslmode",
                "postgresql://u:s3cret@h/d?sslmode=disable&",
                "postgresql://u:s3cret@h/d?sslcert=c.pem",
                "postgresql://u:s3cret@h/d?service=x",
            })
    void refusesWhatItCannotHonourInOneSentenceWithoutThePassword(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(StoreException.class)
                .message()
                .startsWith("DATABASE_URL is not valid: ")
                .doesNotContain("s3cret")
                .doesNotContain("\n");
    }

    @Test
    void printsNoPassword() {
        // When
        Endpoint endpoint = DatabaseUrl.parse("postgresql://u:s3cret@[::1]/d");

        // Then
        assertThat(endpoint).hasToString("Endpoint[u@[::1]:5432/d]");
    }

    @Test
    void leadsBothDriversToTheSamePlace() {
        // When
        Endpoint endpoint = DatabaseUrl.parse("postgresql://u:p@[::1]:6543/d?sslmode=verify-full&options=-c%20jit=off");

        // Then
        assertThat(endpoint.dataSource().getUrl())
                .contains("//[::1]:6543/d")
                .contains("sslmode=verify-full")
                .contains("options=-c+jit%3Doff");
        assertThat(endpoint.connectOptions().getHost()).isEqualTo("::1");
        assertThat(endpoint.connectOptions().getProperties()).containsEntry("options", "-c jit=off");
        assertThat(endpoint.connectOptions().getSslOptions().getTrustOptions()).isNotNull();
    }
}
