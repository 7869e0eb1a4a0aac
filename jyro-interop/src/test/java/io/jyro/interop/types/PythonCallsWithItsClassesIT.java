package io.jyro.interop.types;

import io.jyro.PyroConfig;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.WithEachPyro;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Objects of Python's classes become Java's types, and come back as Python's classes. */
@WithEachPyro
class PythonCallsWithItsClassesIT {
    private final Python python;
    private final Daemon daemon = Daemon.builder().config(PyroConfig.defaults())
            .types(Shapes.converters()).start();

    PythonCallsWithItsClassesIT(Python python) {
        this.python = python;
        python.run(Shapes.PYTHON);
        python.run("p = Proxy('" + daemon.register(new Shapes.Board(), "board") + "')");
    }

    @AfterEach
    void close() {
        python.run("p._pyroRelease()");
        daemon.close();
    }

    private void speak(String serializer) {
        python.run("p._pyroSerializer = '" + serializer + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal", "msgpack"})
    void anObjectBecomesThePermittedClassOfASealedParameter(String serializer) {
        speak(serializer);

        assertThat(python.eval("p.area(Circle(radius=2))")).isEqualTo("12.0");
        assertThat(python.eval("p.area(Square(side=2.0))")).isEqualTo("4.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "msgpack"})
    void objectsInAListDoToo(String serializer) {
        speak(serializer);

        assertThat(python.eval("p.total([Circle(radius=1), Square(side=2)])")).isEqualTo("7.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal", "msgpack"})
    void aNamedRecordArrivesAsTheClassThatPythonRegistered(String serializer) {
        speak(serializer);

        assertThat(python.eval("p.circle(2)")).isEqualTo("Circle[('radius', 2.0)]");
    }

    @Test
    void ofTheSealedResultANamedRecordArrivesAsItsClassAndAnotherAsADict() {
        assertThat(python.eval("p.largest([Circle(radius=2), Square(side=1)])"))
                .isEqualTo("Circle[('radius', 2.0)]");
        assertThat(python.eval("p.largest([Circle(radius=1), Square(side=5)])"))
                .isEqualTo("{'side': 5.0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal", "msgpack"})
    void aDictBecomesARecordAndARecordADict(String serializer) {
        speak(serializer);

        assertThat(python.eval("""
                p.later({'title': 'x', 'day': '2021-02-03', 'floor': 3, 'level': 'LOW'})
                """)).isEqualTo(
                "{'title': 'x!', 'day': " + (serializer.equals("msgpack")
                        ? "datetime.date(2021, 2, 4)"
                        : "'2021-02-04'") + ", 'floor': 4, 'level': 'HIGH'}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal", "msgpack"})
    void streamsCarryRecordsOfBothKinds(String serializer) {
        speak(serializer);

        assertThat(python.eval("list(p.circles(2))"))
                .isEqualTo("[Circle[('radius', 1.0)], Circle[('radius', 2.0)]]");
        assertThat(python.eval("[plan['title'] for plan in p.plans()]")).isEqualTo("['one']");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal", "msgpack"})
    void aRegisteredConverterServesAClassThatNothingElseKnows(String serializer) {
        speak(serializer);

        assertThat(python.eval("p.mirrored(Point(x=1, y=2))"))
                .isEqualTo("Point[('x', 2), ('y', 1)]");
        assertThat(python.eval("list(p.points())")).isEqualTo("[Point[('x', 1), ('y', 2)]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal", "msgpack"})
    void anExceptionWithConvertersIsRaisedAsPythonsOwnClass(String serializer) {
        speak(serializer);

        Raised raised = python.raised("p.heat(451)");

        assertThat(raised.type()).endsWith("Overheated");
        assertThat(raised.text()).isEqualTo("too hot");
        assertThat(raised.traceback()).contains("Shapes.java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serpent", "json", "marshal"})
    void keysThatAreNumbersFitWhereNumbersAreDeclared(String serializer) {
        speak(serializer);

        assertThat(python.eval("p.count({1: 'LOW', 2: 'HIGH', 3: 'HIGH'})"))
                .isEqualTo("{'LOW': 1, 'HIGH': 2}");
    }

    @Test
    void aDictThatDoesNotSayWhatItIsIsATypeErrorWithTheChoices() {
        Raised raised = python.raised("p.area({'radius': 2})");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).contains("area() parameter 'shape'")
                .contains("shapes.Circle, Square, shapes.Group");
    }

    @Test
    void whatDoesNotFitIsATypeErrorWithItsPath() {
        Raised raised = python.raised("p.total([Circle(radius=1), Circle(radius='wide')])");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).isEqualTo("total() parameter 'shapes'[1].radius: expected"
                + " double, but got str");
    }

    @Test
    void aClassThatNobodyPermitsIsATypeErrorAndTheConnectionLives() {
        Raised raised = python.raised("p.area(Point(x=1, y=2))");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).contains("Point");
        assertThat(python.eval("p.area(Circle(radius=2))")).isEqualTo("12.0");
    }
}
