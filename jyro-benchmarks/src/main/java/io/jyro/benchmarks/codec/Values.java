package io.jyro.benchmarks.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The values that are written and read: plain collections, which all formats support. They are the same in each run.
 */
public final class Values {
    private Values() {}

    /** Returns the object, method, arguments and keyword arguments of a call: 71 bytes in serpent. */
    static List<Object> smallCall() {
        List<Object> call = new ArrayList<>();
        call.add("demo.echo");
        call.add("echo");
        call.add(new ArrayList<>(List.of("sixteen letters.")));
        call.add(new LinkedHashMap<>());
        return call;
    }

    /** Returns random bytes, which can be neither compressed nor cached. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    /** Returns a matrix of 1,000 rows and columns: 8 MB of numbers between 0 and 1. */
    static double[][] matrix() {
        SplittableRandom random = new SplittableRandom(7);
        double[][] matrix = new double[1_000][1_000];
        for (double[] row : matrix) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextDouble();
            }
        }
        return matrix;
    }

    /** Returns a list of 1,000 records of numbers, texts, a boolean and a nested list: some 95 KB in serpent. */
    public static List<Object> graph() {
        SplittableRandom random = new SplittableRandom(7);
        List<Object> records = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("id", i);
            record.put("name", "sensor-" + i);
            record.put("value", Math.round(random.nextDouble() * 1e6) / 1e3);
            record.put("ok", random.nextBoolean());
            record.put("tags", new ArrayList<>(List.of("red", random.nextInt(1_000))));
            record.put("serial", random.nextInt());
            records.add(record);
        }
        return records;
    }
}
