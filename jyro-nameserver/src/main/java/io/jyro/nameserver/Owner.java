package io.jyro.nameserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

import io.jyro.rpc.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The party that registered a name, as far as the name server can tell clients apart. Clients with equal owners may
 * change each other's names. Immutable.
 */
sealed interface Owner {
    /**
     * The holder of a certificate that the daemon has verified. A renewed certificate has the same subject and issuer,
     * and therefore the same owner.
     */
    record Holder(X500Principal subject, X500Principal issuer) implements Owner {}

    /** The holder of a certificate without a subject; such holders differ only by their keys. */
    record KeyHolder(PublicKey key) implements Owner {}

    /** All programs that connect from one address. */
    record Host(InetAddress address) implements Owner {}

    /** All programs on the name server's own machine, whether they use a network address or a Unix domain socket. */
    enum Local implements Owner {
        /** The only instance. */
        THIS_MACHINE
    }

    /** Returns the party that a client belongs to; null is the name server's own program. */
    static Owner of(@Nullable Peer client) {
        if (client == null) {
            return Local.THIS_MACHINE;
        }
        List<X509Certificate> certificates = client.certificates();
        if (!certificates.isEmpty()) {
            X509Certificate own = certificates.getFirst();
            X500Principal subject = own.getSubjectX500Principal();
            return subject.getName().isEmpty()
                    ? new KeyHolder(own.getPublicKey())
                    : new Holder(subject, own.getIssuerX500Principal());
        }
        if (!(client.address() instanceof InetSocketAddress remote)
                || !(client.localAddress() instanceof InetSocketAddress local)) {
            return Local.THIS_MACHINE;
        }
        // A connection to one of this machine's own addresses has the same address at both ends.
        InetAddress address = remote.getAddress();
        return address.isLoopbackAddress() || address.equals(local.getAddress())
                ? Local.THIS_MACHINE
                : new Host(address);
    }
}
