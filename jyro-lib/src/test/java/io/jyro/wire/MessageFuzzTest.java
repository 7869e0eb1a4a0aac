package io.jyro.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.ProtocolException;
import io.jyro.PyroSecurityException;

/**
 * Any bytes give a message or one of our exceptions. An ordinary build runs it over the known
 * inputs only.
 */
class MessageFuzzTest {
    private static final WireLimits LIMITS = new WireLimits(1_000_000, 1_000_000);
    private static final Hmac KEY = Hmac.ofText("secretkey");

    @FuzzTest
    void anyBytesGiveAMessageOrOneOfOurExceptions(byte[] bytes) {
        try {
            Message message = Reading.message(bytes, LIMITS, bytes.length % 2 == 0 ? null : KEY);
            message.annotations();
            message.annotation("CORR");
            message.correlationId();
            Reading.payload(message);
        } catch (ProtocolException | PyroSecurityException expected) {
            // what a connection is ended with
        }
    }
}
