package io.jyro.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.cli.output.ToolOutput;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EchoServerTest {
    private final StringWriter printed = new StringWriter();
    private final EchoServer server = new EchoServer(new ToolOutput(new PrintWriter(printed)),
            Duration.ZERO,
            false);
    private final Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("127.0.0.1")
            .start();
    private final PyroUri uri = daemon.register(server, EchoServer.NAME);
    private final Proxy echo = Proxy.builder(uri).config(PyroConfig.defaults()).build();

    @AfterEach
    void close() {
        echo.close();
        daemon.close();
    }

    @Test
    void itHasTheMembersOfPyrosEchoServer() {
        assertThat(echo.metadata().methods()).containsExactlyInAnyOrder("echo", "error",
                "error_with_text",
                "oneway_echo", "oneway_slow", "slow", "generator", "nan", "inf", "__dunder__",
                "shutdown");
        assertThat(echo.metadata().oneway()).containsExactlyInAnyOrder("oneway_echo",
                "oneway_slow");
        assertThat(echo.metadata().attributes()).containsExactly("verbose");
    }

    @Test
    void theyAnswerAsPyrosDo() {
        assertThat(echo.call("echo", List.of(1, "two"))).isEqualTo(List.of(1, "two"));
        assertThat(echo.call("slow")).isEqualTo("Finally, an answer!");
        assertThat(echo.stream(String.class, "generator").stream()).containsExactly("one", "two",
                "three");
        assertThat(echo.call(double.class, "nan")).isNaN();
        assertThat(echo.call(double.class, "inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(echo.call("__dunder__")).isEqualTo("should be allowed (dunder)");
    }

    @ParameterizedTest
    @CsvSource({"V48, expected error from echoserver error() method",
            "V502, this is the generated error from echoserver echo() method"})
    void theTextOfItsErrorIsThatOfTheCallersVersion(Protocol protocol, String text) {
        try (Proxy caller = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .build()) {
            assertThatThrownBy(() -> caller.call("error"))
                    .isInstanceOfSatisfying(RemoteCallException.class, error -> {
                        assertThat(error.pythonType()).isEqualTo("builtins.ValueError");
                        assertThat(error.remoteMessage()).isEqualTo(text);
                    });
        }
    }

    @Test
    void itTellsOfCallsOnlyWhileVerbose() {
        echo.call("echo", "first");
        echo.set("verbose", true);
        echo.call("echo", "sec\nond");
        echo.set("verbose", false);
        echo.call("echo", "third");

        assertThat(printed.toString().lines()).singleElement().asString()
                .endsWith(" - echo: 'sec\\nond'");
    }

    @Test
    void aClientCanEndIt() throws InterruptedException {
        echo.call("shutdown");

        server.awaitShutdown();
    }
}
