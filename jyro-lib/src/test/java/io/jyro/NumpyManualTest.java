package io.jyro;

import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.jyro.client.Proxy;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of {@code docs/numpy.md}: each Java block of the page stands in this file, and does what the page says. */
class NumpyManualTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Expose
    public static class Images {
        public double mean(double[][] image) {
            return Arrays.stream(image).flatMapToDouble(Arrays::stream).average().orElse(0);
        }

        public NdArray turned(NdArray image) {
            return image.transpose();
        }
    }

    @Test
    void everyExampleOfTheManualIsCompiledHere() throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("jyro.root"),
                "system property jyro.root"));
        String here = withoutBlanks(Files.readString(root
                .resolve("jyro-lib/src/test/java/io/jyro/NumpyManualTest.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(root.resolve("docs/numpy.md")))
                .results().map((MatchResult block) -> block.group(1)).toList();

        assertThat(blocks).hasSize(3)
                .allSatisfy(block -> assertThat(here).contains(withoutBlanks(block)));
    }

    private static String withoutBlanks(String source) {
        return source.replaceAll("\\s+", "");
    }

    @Test
    void anArrayIsTurnedIntoWhatIsNeeded() {
        byte[] bytes = new byte[480 * 640 * 3];

        NdArray matrix = NdArray.of(new double[][]{{1, 2, 3}, {4, 5, 6}});
        double last = matrix.getDouble(1, 2);
        double[][] rows = matrix.toArray(double[][].class);
        double[] all = matrix.toDoubleArray();
        DoubleBuffer view = matrix.asDoubleBuffer();
        NdArray turned = matrix.transpose();
        NdArray pixels = NdArray.wrap(bytes, DType.UINT8, 480, 640, 3);
        NdArray small = matrix.toType(DType.FLOAT32);

        assertThat(last).isEqualTo(6);
        assertThat(rows).isDeepEqualTo(new double[][]{{1, 2, 3}, {4, 5, 6}});
        assertThat(all).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(view.get(5)).isEqualTo(6);
        assertThat(turned.shape()).containsExactly(3, 2);
        assertThat(pixels.size()).isEqualTo(bytes.length);
        assertThat(small.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void arraysGoThereAndBack() {
        NdArray matrix = NdArray.of(new double[][]{{1, 2, 3}, {4, 5, 6}});
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Images());

            NdArray turned = proxy.call(NdArray.class, "turned", matrix);
            double[][] columns = proxy.call(double[][].class, "turned", matrix);
            double mean = proxy.call(double.class, "mean", turned);

            assertThat(turned).isEqualTo(matrix.transpose());
            assertThat(columns).isDeepEqualTo(new double[][]{{1, 4}, {2, 5}, {3, 6}});
            assertThat(mean).isEqualTo(3.5);
        }
    }
}
