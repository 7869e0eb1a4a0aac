package io.jyro.benchmarks.codec;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON with Jackson databind. */
final class JacksonJson implements Format {
    private final ObjectMapper mapper = new ObjectMapper();
    private final ReusedOutput out = new ReusedOutput();

    @Override
    public int write(Object value) throws IOException {
        out.reset();
        mapper.writeValue(out, value);
        return out.size();
    }

    @Override
    public byte[] bytes() {
        return out.array();
    }

    @Override
    public Object read(byte[] bytes, int length) throws IOException {
        return mapper.readValue(bytes, 0, length, Object.class);
    }
}
